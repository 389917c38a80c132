import { colours, fillOf, lineColour, strokeOf } from './colours.js';
import type { DrawingExporter, Sketch, SketchBox, SketchFrame, SketchLine } from './sketch.js';

/** TikZ, as a document that compiles alone; the picture is the diagram's own, point for point. */
export const tikz: DrawingExporter = {
  id: 'tikz',
  title: 'TikZ (LaTeX)',
  extension: '.tex',
  write(sketch) {
    const lines = [
      `% ${escaped(sketch.name.replaceAll(/\s+/g, ' '))}`,
      '\\documentclass[tikz,border=4pt]{standalone}',
      '\\usepackage[T1]{fontenc}',
      '\\usetikzlibrary{arrows.meta}',
      ...coloursOf(sketch).map(colour => `\\definecolor{c${colour}}{HTML}{${colour}}`),
      '\\begin{document}',
      '\\begin{tikzpicture}[x=0.6pt, y=-0.6pt, font=\\sffamily\\scriptsize,',
      '  line/.style={line width=0.7pt, rounded corners=4pt}, arrow/.style={-{Latex[length=3pt]}},',
      '  box/.style={draw, line width=0.5pt, rounded corners=2.5pt, inner sep=0pt},',
      '  size/.style={anchor=west, inner sep=0pt, font=\\ttfamily\\tiny}]',
      ...sketch.frames.flatMap(drawFrame),
      ...sketch.lines.flatMap(drawLine),
      ...sketch.boxes.flatMap(drawBox),
      '\\end{tikzpicture}',
      '\\end{document}',
    ];
    return `${lines.join('\n')}\n`;
  },
};

function coloursOf({ boxes, lines }: Sketch): string[] {
  const used = [...boxes.flatMap(box => [fillOf(box), strokeOf(box)]), ...lines.map(lineColour)];
  return [...new Set([colours.text, 'B6BDC7', 'FAFBFC', ...used])].sort();
}

const at = (x: number, y: number): string => `(${rounded(x)},${rounded(y)})`;
const rounded = (value: number): string => String(Math.round(value * 10) / 10);

function drawFrame({ left, top, width, height, label }: SketchFrame): string[] {
  const corners = `${at(left, top)} rectangle ${at(left + width, top + height)}`;
  return [
    `\\filldraw[draw=cB6BDC7, fill=cFAFBFC, rounded corners=4pt] ${corners};`,
    `\\node[anchor=west, inner sep=0pt, font=\\sffamily\\bfseries\\scriptsize] at ${at(left + 14, top + 17)} {${escaped(label)}};`,
  ];
}

function drawBox(box: SketchBox): string[] {
  const { left, top, width, height, form, label, detail } = box;
  const size = `minimum width=${rounded(width * 0.6)}pt, minimum height=${rounded(height * 0.6)}pt`;
  const shape =
    form === 'merge' ? ', circle' : form === 'end' ? `, rounded corners=${rounded(height * 0.3)}pt` : '';
  const text = escaped(label) + (detail ? `~~{\\ttfamily\\tiny ${escaped(detail)}}` : '');
  const style = `box, draw=c${strokeOf(box)}, fill=c${fillOf(box)}, ${size}${shape}`;
  return [`\\node[${style}] at ${at(left + width / 2, top + height / 2)} {${text}};`];
}

function drawLine(line: SketchLine): string[] {
  const { points, label, arrow } = line;
  const colour = `c${lineColour(line)}`;
  const path = points.map(({ x, y }) => at(x, y)).join(' -- ');
  const drawn = `\\draw[line${arrow ? ', arrow' : ''}, ${colour}] ${path};`;
  if (!label) return [drawn];
  return [drawn, `\\node[size, text=${colour}] at ${at(label.x, label.y)} {${escaped(label.text)}};`];
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '×': '$\\times$',
  '→': '$\\to$',
  '·': '$\\cdot$',
  '−': '$-$',
  '–': '--',
  '…': '\\dots{}',
  '\n': ' ',
};

const escaped = (text: string): string =>
  text.replace(/[\\{}~^×→·−–…\n$&#_%]/g, character => escapes[character] ?? `\\${character}`);
