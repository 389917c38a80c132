import { fillOf, lineColour, strokeOf } from './colours.js';
import { type DrawingExporter, type Nested, nest, type Sketch, type SketchBox } from './sketch.js';

/** A Mermaid flowchart (mermaid.js.org/syntax/flowchart.html), as READMEs on GitHub and GitLab show them. */
export const mermaid: DrawingExporter = {
  id: 'mermaid',
  title: 'Mermaid',
  extension: '.mmd',
  write(sketch) {
    const names = namesOf(sketch);
    const lines = [
      `%% ${sketch.name.replaceAll(/\s+/g, ' ')}`,
      'flowchart TB',
      ...content(nest(sketch), names, '  '),
      ...sketch.edges.map(({ from, to, label, shortcut }) => {
        const arrow = shortcut ? '-.->' : '-->';
        return `  ${names.get(from)} ${arrow}|${quoted(label)}| ${names.get(to)}`;
      }),
      ...boxStyles(sketch, names),
      ...edgeStyles(sketch),
    ];
    return `${lines.join('\n')}\n`;
  },
};

/** Mermaid has reserved words, and dots mean something else to it: short names of our own. */
function namesOf({ boxes, frames }: Sketch): Map<string, string> {
  const names = new Map<string, string>();
  boxes.forEach(({ id }, i) => {
    names.set(id, `n${i}`);
  });
  frames.forEach(({ id }, i) => {
    names.set(id, `g${i}`);
  });
  return names;
}

function content({ frames, boxes }: Nested, names: ReadonlyMap<string, string>, indent: string): string[] {
  return [
    ...boxes.map(box => `${indent}${names.get(box.id)}${shapeOf(box)}`),
    ...frames.flatMap(frame => [
      `${indent}subgraph ${names.get(frame.id)}[${quoted(frame.label)}]`,
      ...content(frame, names, `${indent}  `),
      `${indent}end`,
    ]),
  ];
}

function shapeOf({ form, label, detail }: SketchBox): string {
  const text = quoted(detail ? `${label}\n${detail}` : label);
  if (form === 'merge') return `((${text}))`;
  if (form === 'end') return `([${text}])`;
  return form === 'block' ? `[[${text}]]` : `[${text}]`;
}

/** Boxes of one look share a class. */
function boxStyles({ boxes }: Sketch, names: ReadonlyMap<string, string>): string[] {
  const members = new Map<string, string[]>();
  for (const box of boxes) {
    const look = `fill:#${fillOf(box)},stroke:#${strokeOf(box)},color:#1B1F24`;
    members.set(look, [...(members.get(look) ?? []), names.get(box.id)!]);
  }
  return [...members].flatMap(([look, ids], i) => [
    `  classDef c${i} ${look}`,
    `  class ${ids.join(',')} c${i}`,
  ]);
}

function edgeStyles({ edges }: Sketch): string[] {
  const members = new Map<string, number[]>();
  edges.forEach((edge, i) => {
    if (!edge.shortcut && !edge.wrong) return;
    const colour = lineColour(edge);
    members.set(colour, [...(members.get(colour) ?? []), i]);
  });
  return [...members].map(
    ([colour, numbers]) => `  linkStyle ${numbers.join(',')} stroke:#${colour},stroke-width:2px`,
  );
}

const escapes: Readonly<Record<string, string>> = {
  '"': '#quot;',
  '#': '#35;',
  '&': '#amp;',
  '<': '#lt;',
  '>': '#gt;',
  '`': '#96;',
  '\n': '<br>',
};

/** Text in quotes; what Mermaid or the page would read as its own becomes a character code. */
const quoted = (text: string): string => `"${text.replace(/["#&<>`\n]/g, character => escapes[character]!)}"`;
