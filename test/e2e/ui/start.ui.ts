import * as assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { chromium, type Page } from 'playwright-core';
import { ensureChromium } from '../../../scripts/ensure.mjs';

const FIRST_FILE = 'resnet-50.resnet.yaml';

describe('npm start', () => {
  it('prints an address that shows the first network in any browser', async () => {
    const start = spawn(process.execPath, ['scripts/start.mjs', '--server'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const browser = await chromium.launch({ executablePath: await ensureChromium(), args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage();
      await page.goto(await printedAddress(start));
      await showsFirstFile(page);
    } finally {
      await browser.close();
      start.kill('SIGINT');
    }
  });
});

async function printedAddress(start: ChildProcess): Promise<string> {
  let output = '';
  for await (const chunk of start.stdout!) {
    output += chunk;
    const address = /http:\S+(?=\s)/.exec(output)?.[0];
    if (address) return address;
  }
  throw new Error(`no address was printed\n${output}`);
}

async function showsFirstFile(page: Page): Promise<void> {
  page.setDefaultTimeout(90_000);
  await page.locator('.tab.active', { hasText: FIRST_FILE }).waitFor();
  await page.locator('.monaco-editor .view-line').first().waitFor();
  assert.match(await page.title(), /^\[Extension Development Host\]/);
}
