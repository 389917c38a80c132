import type { Check } from './check.js';

/** A check's page of the manual, in Markdown. The diagnostic of a failed check links to its heading. */
export const checkPage = ({ id, title, symptom, threshold, source, remedy }: Check): string => `### ${id}

**${title}.** ${symptom}

- Threshold: ${threshold}.
- Source: ${source}.
- What to try: ${remedy}
`;
