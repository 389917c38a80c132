import { Graphviz } from '@hpcc-js/wasm-graphviz';
import DOMPurify from 'dompurify';
import mermaidTool from 'mermaid';
import { beforeAll, describe, expect, test } from 'vitest';
import { dot } from '../../../src/core/exporters/drawings/dot.js';
import { mermaid } from '../../../src/core/exporters/drawings/mermaid.js';
import type { Sketch } from '../../../src/core/exporters/drawings/sketch.js';
import { tikz } from '../../../src/core/exporters/drawings/tikz.js';
import { zoo } from '../../../src/core/zoo/index.js';
import type { Level } from '../../../webview/diagram/expansion.js';
import { literal, type StyleOf } from '../../../webview/diagram/export/literal.js';
import { literalColour, literalStyle } from '../../../webview/diagram/export/page-styles.js';
import { possibleScale } from '../../../webview/diagram/export/png-file.js';
import { sketchOf } from '../../../webview/diagram/export/sketch-of.js';
import { svgFile } from '../../../webview/diagram/export/svg-file.js';
import { Picture } from '../../../webview/diagram/picture.js';
import { boundsOf, everything } from '../../../webview/diagram/scene.js';
import { svg, toMarkup } from '../../../webview/diagram/svg.js';
import { dense, inception, mismatch, sourceResNet, unet } from './networks.js';
import { draw, modelOf } from './pictures.js';

function pictureOf(text: string, level: Level = 'auto'): Picture {
  const { hierarchy, scene } = draw(modelOf(text), level);
  return new Picture(hierarchy, scene);
}

const sketch = (text: string, level?: Level): Sketch => sketchOf(pictureOf(text, level), everything);

const networks: readonly (readonly [name: string, sketch: () => Sketch])[] = [
  ...Object.entries({ sourceResNet, mismatch, unet, dense, inception }).flatMap(([name, text]) =>
    (['auto', 'layers'] as const).map(level => [`${name}, ${level}`, () => sketch(text, level)] as const),
  ),
  ...zoo.map(({ id, text }) => [id, () => sketch(text)] as const),
];

/** What an author could write, everywhere. */
const nasty = 'a "b" <i>c</i> & \\ #1; `tick` {x} [y] (z) | $u_2^3 % end';
const ordinary = sketch(sourceResNet);
const hostile: Sketch = {
  ...ordinary,
  name: `${nasty}\nend`,
  frames: ordinary.frames.map(frame => ({ ...frame, label: nasty })),
  boxes: ordinary.boxes.map(box => ({ ...box, label: nasty, detail: nasty })),
  edges: ordinary.edges.map(edge => ({ ...edge, label: nasty })),
};

describe('a sketch', () => {
  test('has every box, every frame and every connection of the picture', () => {
    const { boxes, frames, edges } = sketch(mismatch);
    expect(frames.map(({ id, frame }) => [id, frame])).toContainEqual(['stage1.0', 'stage1']);
    expect(boxes.find(({ id }) => id === 'stage1.0.add')).toMatchObject({
      form: 'merge',
      frame: 'stage1.0',
      wrong: true,
    });
    expect(boxes.find(({ id }) => id === 'stage1.1')).toMatchObject({
      form: 'block',
      label: 'stage1.1–2 ×2',
    });
    expect(edges).toContainEqual({
      ...{ from: 'maxPool1', to: 'stage1.0.add', label: '56×56×64' },
      ...{ shortcut: true, wrong: true },
    });
    expect(edges.filter(({ from, to }) => from === 'stage1.0.relu3' && to === 'stage1.1')).toHaveLength(1);
  });

  test('of a window has what lies there, and no connection out of it', () => {
    const picture = pictureOf(sourceResNet);
    const part = sketchOf(picture, { ...boundsOf(picture.scene), bottom: 120 });
    expect(part.boxes.map(({ id }) => id)).toEqual(['input', 'conv1']);
    expect(part.edges.map(({ from, to }) => `${from} → ${to}`)).toEqual(['input → conv1']);
  });
});

describe('Graphviz reads', () => {
  let graphviz: Graphviz;
  beforeAll(async () => {
    graphviz = await Graphviz.load();
  });
  /** Its own account of a text: objects (nodes and clusters), and edges. */
  const read = (text: string): { objects: { name: string; label: string }[]; edges?: unknown[] } =>
    JSON.parse(graphviz.layout(text, 'dot_json', 'nop'));

  test.each(networks)('%s', (_, make) => {
    const made = make();
    const { objects, edges = [] } = read(dot.write(made));
    const names = objects.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(made.boxes.map(({ id }) => id)));
    expect(names).toEqual(expect.arrayContaining(made.frames.map(({ id }) => `cluster ${id}`)));
    expect(objects).toHaveLength(made.boxes.length + made.frames.length);
    expect(edges).toHaveLength(made.edges.length);
  });

  test('whatever an author writes', () => {
    const { objects } = read(dot.write(hostile));
    expect(objects).toHaveLength(hostile.boxes.length + hostile.frames.length);
    const labels = new Set(objects.map(({ label }) => label));
    expect([...labels]).toHaveLength(2);
  });
});

describe('Mermaid reads', () => {
  beforeAll(() => {
    // It cleans texts with a browser's help, which a parser does not need.
    Object.assign(DOMPurify, { addHook: () => {}, sanitize: (text: string) => text });
    mermaidTool.initialize({ maxTextSize: 1e7, maxEdges: 1e5 });
  });
  const read = async (text: string) => {
    const { db } = await mermaidTool.mermaidAPI.getDiagramFromText(text);
    return db as unknown as {
      getVertices(): Map<string, { text: string }>;
      getEdges(): unknown[];
      getSubGraphs(): { title: string }[];
    };
  };

  test.each(networks)('%s', async (_, make) => {
    const made = make();
    const db = await read(mermaid.write(made));
    expect(db.getVertices().size).toBe(made.boxes.length);
    expect(db.getEdges()).toHaveLength(made.edges.length);
    expect(
      db
        .getSubGraphs()
        .map(({ title }) => title)
        .sort(),
    ).toEqual(made.frames.map(({ label }) => label).sort());
  });

  test('whatever an author writes', async () => {
    const db = await read(mermaid.write(hostile));
    expect(db.getVertices().size).toBe(hostile.boxes.length);
    expect(db.getEdges()).toHaveLength(hostile.edges.length);
    expect(db.getSubGraphs()).toHaveLength(hostile.frames.length);
  });
});

describe('TikZ', () => {
  test.each(networks)('%s: braces close, nothing is left that LaTeX has no glyph for', (_, make) => {
    const made = make();
    const text = tikz.write(made);
    const bare = text.replaceAll(/\\[{}]/g, '');
    expect(bare.split('{').length).toBe(bare.split('}').length);
    expect(text.match(/[^\x20-\x7e\n]/g)).toBeNull();
    expect(text.match(/\\node\[box/g)).toHaveLength(made.boxes.length);
    expect(text.match(/\\draw\[line/g)).toHaveLength(made.lines.length);
  });

  test('escapes what LaTeX takes for its own', () => {
    const box = sketch(sourceResNet).boxes[0]!;
    const text = tikz.write({ ...sketch(sourceResNet), boxes: [{ ...box, label: 'a_b & 50% {#} ^ \\' }] });
    expect(text).toContain('{a\\_b \\& 50\\% \\{\\#\\} \\textasciicircum{} \\textbackslash{}}');
  });
});

describe('an SVG file', () => {
  const styleOf: StyleOf = path => ({
    fill: path.at(-1)!.startsWith('text') ? '#222222' : '#eeeeee',
    stroke: '#444444',
  });
  const file = (text: string): string => {
    const picture = pictureOf(text);
    return svgFile(picture, boundsOf(picture.scene), { styleOf, background: '#ffffff' });
  };

  test('needs nothing else: no classes, variables, markers or scripts', () => {
    const text = file(mismatch);
    expect(text).toMatch(
      /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="[-\d ]+" width="\d+" height="\d+">/,
    );
    for (const word of ['class=', 'data-', 'var(', 'url(', 'role=', 'tabindex', 'style=', '<script'])
      expect(text).not.toContain(word);
    expect(text).toContain('<title>ResNet-50</title>');
  });

  test('has all texts of the picture', () => {
    const { boxes } = sketch(sourceResNet);
    const text = file(sourceResNet);
    for (const { label, form } of boxes) if (form !== 'merge') expect(text).toContain(`>${label}</text>`);
  });

  test('lines end in tips of their own colour', () => {
    const line = svg('path', { class: 'line', d: 'M0 0L0 8Q0 12 4 12L20 12', 'marker-end': 'url(#arrow)' });
    expect(toMarkup(literal(line, styleOf)!)).toBe(
      '<g><path fill="#eeeeee" stroke="#444444" d="M0 0L0 8Q0 12 4 12L20 12"/>' +
        '<path d="M-6.5 -3.2L0.2 0L-6.5 3.2L-5 0z" fill="#444444" transform="translate(20 12) rotate(0)"/></g>',
    );
  });

  test('what stands behind a word keeps its distance', () => {
    const words = svg(
      'text',
      { class: 'title', x: 1 },
      'stage',
      svg('tspan', { class: 'type', dx: 8 }, '2 ×'),
    );
    expect(toMarkup(literal(words, () => ({}))!)).toBe('<text x="1">stage<tspan dx="8">2 ×</tspan></text>');
  });

  test('what is for the hand alone is left out', () => {
    expect(literal(svg('rect', { class: 'ring' }), styleOf)).toBeUndefined();
    expect(file(sourceResNet).match(/<circle/g)!.length).toBeGreaterThan(2);
  });

  test('is the same every time', () => expect(file(unet)).toBe(file(unet)));
});

describe('colours become literal', () => {
  test.each([
    ['rgb(59, 59, 59)', '#3b3b3b', 1],
    ['rgba(0, 0, 0, 0)', '#000000', 0],
    ['color(srgb 1 0.5 0)', '#ff8000', 1],
    ['color(srgb 0.2 0.4 0.6 / 0.5)', '#336699', 0.5],
    ['none', 'none', 1],
  ])('%s', (value, colour, opacity) => expect(literalColour(value)).toEqual({ colour, opacity }));

  test('and lengths lose their unit', () => {
    expect(literalStyle({ fill: 'rgba(255, 0, 0, 0.5)', 'stroke-dasharray': '4px, 3px' })).toEqual({
      ...{ fill: '#ff0000', 'fill-opacity': '0.5', 'stroke-dasharray': '4, 3' },
    });
  });
});

test('a PNG is as large as a browser can draw', () => {
  expect(possibleScale(400, 300, 3)).toBe(3);
  expect(possibleScale(400, 160_000, 2)).toBeCloseTo(0.1024);
});
