import type { Frontend } from './frontend.js';
import { kerasJson } from './keras-json/index.js';
import { native } from './native/index.js';
import { python } from './python/index.js';

/** Every format that is read. The first that claims a file reads it. */
export const frontends: readonly Frontend[] = [native as Frontend, kerasJson as Frontend, python as Frontend];
