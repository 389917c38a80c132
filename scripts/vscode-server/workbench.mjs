import { join } from 'node:path';
import { format } from 'node:util';
import { chromium } from 'playwright-core';
import { ensureChromium } from '../ensure.mjs';
import { workbenchAddress } from './address.mjs';
import { startServer } from './server.mjs';

const START_LIMIT = 120_000;
const LOOPBACK = /^(localhost|127\.0\.0\.1)$/;
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
 * Starts VS Code as server and headless browser page. `log` gets what VS Code and the extension host print; the
 * other options are those of the server and of the address.
 */
export async function startVSCode({ viewport = { width: 1400, height: 900 }, log, ...options }) {
  const server = await startServer(options);
  let context;
  const stop = async () => {
    await context?.close().catch(() => {});
    await server.stop();
  };
  try {
    context = await launch(viewport, join(server.home, 'chromium'));
    const page = context.pages()[0] ?? (await context.newPage());
    const { ended } = await watch(page, server, log);
    // 'load' comes late on a busy machine, and callers wait for what they need anyway.
    await page.goto(workbenchAddress(server, options), { waitUntil: 'commit', timeout: START_LIMIT });
    return { page, ended, stop, logs: server.logs };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function launch(viewport, profile) {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: await ensureChromium(),
    viewport,
    args: CHROMIUM_ARGUMENTS,
    timeout: START_LIMIT,
  });
  const elsewhere = url => /^https?:$/.test(url.protocol) && !LOOPBACK.test(url.hostname);
  await context.route(elsewhere, route => route.abort());
  return context;
}

/** `ended` tells the exit code of the suite in the extension host, or why there will be none. */
async function watch(page, server, log) {
  let end;
  const ended = new Promise(resolve => {
    end = resolve;
  });
  await page.exposeFunction('codeAutomationExit', code => end({ code }));
  await page.exposeFunction('codeAutomationLog', (_level, parts) => log?.(format(...parts)));
  page.once('crash', () => end({ code: 2, why: 'the workbench page crashed' }));
  server.ended.then(code => end({ code: 2, why: `the VS Code server ended with exit code ${code}` }));
  return { ended };
}
