import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { analyses, runAnalysis } from '../../src/core/analyses/index.js';
import { analyze } from '../../src/core/analyze.js';
import { describeParameter } from '../../src/core/frontends/native/describe.js';
import { layerWords } from '../../src/core/frontends/native/expand.js';
import { layers } from '../../src/core/layers/index.js';
import { rules } from '../../src/core/rules/index.js';
import { manualPage } from '../../src/core/rules/manual.js';
import { checks } from '../../webview/training/checks/index.js';
import { checkPage } from '../../webview/training/checks/manual.js';

const file = new URL('../../README.md', import.meta.url);
const ruleTable = (): string =>
  [
    '| code | severity | meaning |',
    '|---|---|---|',
    ...rules.map(rule => `| [\`${rule.code}\`](#${rule.code}) | ${rule.severity} | ${rule.title} |`),
  ].join('\n');

const layerTable = (): string =>
  layerWords
    .map(name => {
      const parameters = Object.entries(layers[name].parameters).filter(([, p]) => !p.internal);
      const list = parameters.map(([key, p]) => `  - ${describeParameter(key, p)}`);
      return [`- **\`${name}\`**: ${layers[name].doc}`, ...list].join('\n');
    })
    .join('\n');

const checkTable = (): string =>
  [
    '| check | what goes wrong |',
    '|---|---|',
    ...checks.map(({ id, symptom }) => `| [\`${id}\`](#${id}) | ${symptom} |`),
  ].join('\n');

const sample = {
  uri: 'sample.resnet.yaml',
  text: readFileSync(new URL('../fixtures/ok/unet.resnet.yaml', import.meta.url), 'utf8'),
};

/** What each analysis says, and what a row of it has. */
function analysisTable(): string {
  const model = analyze(sample)!;
  const lines = analyses.map(analysis => {
    const keys = Object.keys(runAnalysis(analysis, model).rows[0]!.values).map(key => `\`${key}\``);
    return `| \`${analysis.id}\` | ${keys.join(', ')} | ${analysis.doc} |`;
  });
  return ['| analysis | of each row | |', '|---|---|---|', ...lines].join('\n');
}

/** Parts of the README that are written from the registries; UPDATE=1 writes them anew. */
const generated: Readonly<Record<string, () => string>> = {
  rules: ruleTable,
  manual: () => rules.map(manualPage).join('\n'),
  layers: layerTable,
  checks: checkTable,
  analyses: analysisTable,
  'pages of the checks': () => checks.map(checkPage).join('\n'),
};

/** Replaces what stands between a part's marks. */
function withPart(text: string, name: string, content: string): string {
  const begin = `<!-- ${name}: written by \`UPDATE=1 npx vitest run test/unit/readme.test.ts\` -->`;
  const end = `<!-- end of ${name} -->`;
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the README has no part ${name}`);
  return `${text.slice(0, from)}${begin}\n\n${content.trim()}\n\n${text.slice(to)}`;
}

test.each(Object.entries(generated))(
  'the part `%s` of the README is what the registry says',
  (name, write) => {
    const readme = readFileSync(file, 'utf8');
    const expected = withPart(readme, name, write());
    if (process.env.UPDATE) writeFileSync(file, expected);
    else expect(readme).toBe(expected);
  },
);

test('every picture and link target of the README is there', () => {
  const readme = readFileSync(file, 'utf8');
  const targets = [...readme.matchAll(/\]\((?!https?:|#)([^)\s]+)\)/g)].map(match => match[1]!);
  for (const target of targets)
    expect(existsSync(new URL(`../../${target}`, import.meta.url)), target).toBe(true);
});
