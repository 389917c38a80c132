import type { Rule } from './rule.js';

/** A rule's page of the manual, in Markdown. The diagnostic links to its heading. */
export const manualPage = (rule: Rule): string => `### ${rule.code}

**${rule.title}** (${rule.severity}). ${rule.why}

\`\`\`yaml
# reported
${rule.bad.trimEnd()}
\`\`\`

\`\`\`yaml
# silent
${rule.good.trimEnd()}
\`\`\`
`;
