import type { Page } from 'playwright-core';

export interface StartOptions {
  folder?: string;
  file?: string;
  /** The folder of an extension to run from its sources. */
  extension?: string;
  /** Packaged extensions to install first. */
  vsix?: readonly string[];
  tests?: string;
  env?: NodeJS.ProcessEnv;
  viewport?: { width: number; height: number };
  log?: (line: string) => void;
}

export interface VSCode {
  readonly page: Page;
  readonly ended: Promise<{ code: number; why?: string }>;
  logs(): string;
  stop(): Promise<void>;
}

export function startVSCode(options: StartOptions): Promise<VSCode>;
