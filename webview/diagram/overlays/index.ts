import { activationMemory } from './activation-memory.js';
import { macs } from './macs.js';
import type { Overlay } from './overlay.js';
import { parameters } from './parameters.js';
import { receptiveField } from './receptive-field.js';

/** Every figure by which the diagram can be coloured. */
export const overlays: readonly Overlay[] = [parameters, macs, activationMemory, receptiveField];
