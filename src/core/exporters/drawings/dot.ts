import { colours, fillOf, lineColour, strokeOf } from './colours.js';
import { type DrawingExporter, type Nested, nest, type SketchBox, type SketchEdge } from './sketch.js';

/** Graphviz (graphviz.org/doc/info/lang.html): blocks become clusters; Graphviz itself decides where things lie. */
export const dot: DrawingExporter = {
  id: 'dot',
  title: 'Graphviz DOT',
  extension: '.dot',
  write(sketch) {
    const lines = [
      `digraph ${quoted(sketch.name)} {`,
      '  graph [rankdir=TB, fontname="Helvetica", fontsize=12, nodesep=0.3, ranksep=0.35]',
      `  node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=11, fontcolor="#${colours.text}"]`,
      '  edge [fontname="Courier", fontsize=9, arrowsize=0.7]',
      ...content(nest(sketch), '  '),
      ...sketch.edges.map(edge => `  ${edgeLine(edge)}`),
      '}',
    ];
    return `${lines.join('\n')}\n`;
  },
};

function content({ frames, boxes }: Nested, indent: string): string[] {
  return [
    ...boxes.map(box => indent + boxLine(box)),
    ...frames.flatMap(frame => [
      `${indent}subgraph ${quoted(`cluster ${frame.id}`)} {`,
      `${indent}  label=${quoted(frame.label)}; labeljust=l; style=rounded; color="#B6BDC7"`,
      ...content(frame, `${indent}  `),
      `${indent}}`,
    ]),
  ];
}

function boxLine(box: SketchBox): string {
  const { id, form, label, detail } = box;
  const attributes = [
    `label=${quoted(detail ? `${label}\n${detail}` : label)}`,
    `fillcolor="#${fillOf(box)}"`,
    `color="#${strokeOf(box)}"`,
    ...(form === 'merge' ? ['shape=circle', 'style=filled', 'width=0.35', 'fixedsize=true'] : []),
    ...(form === 'block' ? ['peripheries=2'] : []),
  ];
  return `${quoted(id)} [${attributes.join(', ')}]`;
}

function edgeLine(edge: SketchEdge): string {
  const colour = lineColour(edge);
  const attributes = [
    `label=${quoted(edge.label)}`,
    `color="#${colour}"`,
    `fontcolor="#${colour}"`,
    // The main line stays straight.
    ...(edge.shortcut ? ['penwidth=1.6', 'weight=0'] : ['weight=10']),
  ];
  return `${quoted(edge.from)} -> ${quoted(edge.to)} [${attributes.join(', ')}]`;
}

const quoted = (text: string): string =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
