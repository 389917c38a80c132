import type { Rule } from './rule.js';

/** A rule's page of the manual, in Markdown. The diagnostic links to its heading. */
export const manualPage = ({
  code,
  title,
  severity,
  why,
  paper,
  bad,
  good,
  format = 'yaml',
}: Rule): string => `### ${code}

**${title}** (${severity}). ${why}${paper === undefined ? '' : ` Shown by ${paper}.`}

Reported:

\`\`\`${format}
${bad.trimEnd()}
\`\`\`

Silent:

\`\`\`${format}
${good.trimEnd()}
\`\`\`
`;
