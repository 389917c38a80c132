import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { ensureChromium } from '../../scripts/ensure.mjs';
import type { Painting } from './paint-page.js';
import { ms, printTable, zooText } from './report.js';

/** Blocks in each stage, for some 4,000, 10,000 and 20,000 layers. */
const sizes = [190, 476, 952];

/** First paint and frames in Chromium, every layer drawn. */
export async function benchPainting(): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: ['test/bench/paint-page.ts'],
    bundle: true,
    write: false,
    format: 'iife',
    loader: { '.yaml': 'text', '.py': 'text' },
    mainFields: ['module', 'main'],
  });
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: ['--no-sandbox'] });
  const rows: string[][] = [];
  try {
    for (const blocks of sizes) {
      const page = await browser.newPage({ viewport: { width: 700, height: 900 } });
      await page.setContent('<body class="vscode-dark"></body>');
      const styles = readFileSync('media/diagram.css', 'utf8').replace(/@import[^;]+;/, '');
      await page.addStyleTag({
        content: `${styles} body { margin: 0 } svg.canvas { width: 700px; height: 900px }`,
      });
      await page.addScriptTag({ content: outputFiles[0]!.text });
      const text = zooText('cifar-resnet1202-B').replaceAll('repeat: 200', `repeat: ${blocks}`);
      const painting = await page.evaluate(
        source => (globalThis as unknown as { paint(text: string): Promise<Painting> }).paint(source),
        text,
      );
      const { layers, first, pan, zoom, elements, heap } = painting;
      rows.push([String(layers), ...[first, pan, zoom].map(ms), String(elements), heap.toFixed(0)]);
      await page.close();
    }
  } finally {
    await browser.close();
  }
  const head = [
    'layers',
    'first paint ms',
    'p95 frame, panning',
    'p95 frame, zooming',
    'elements',
    'heap MiB',
  ];
  printTable('Painting in Chromium (goals: first paint at most 100 ms, p95 frame at most 20 ms)', head, rows);
}
