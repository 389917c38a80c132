import { join } from 'node:path';
import { format } from 'node:util';
import { chromium } from 'playwright-core';
import { workbenchAddress } from './address.mjs';
import { startServer } from './server.mjs';

const START_LIMIT = 120_000;
const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // WebGL and WebGPU without a graphics card.
  ...['--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  ...['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
];

/**
 * Starts VS Code as server and headless browser page. `browser` is Chromium's path; the other options are those of
 * the server and of the address. `ended` tells how a test suite in the extension host came out, or what broke.
 */
export async function startVSCode({ browser, viewport = { width: 1400, height: 900 }, log, ...options }) {
  const server = await startServer(options);
  let context;
  const stop = async () => {
    await context?.close().catch(() => {});
    await server.stop();
  };
  try {
    context = await launch(browser, viewport, join(server.home, 'chromium'));
    const page = context.pages()[0] ?? (await context.newPage());
    const ended = outcome(server, page);
    await report(page, log);
    // 'load' comes late on a busy machine, and callers wait for what they need anyway.
    await page.goto(workbenchAddress(server, options), { waitUntil: 'commit', timeout: START_LIMIT });
    return { page, ended: await ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
