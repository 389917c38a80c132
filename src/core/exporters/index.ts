import type { Exporter } from './exporter.js';
import { kerasJson, tfjsJson } from './keras-json.js';

/** Every format that a network is written in. */
export const exporters: readonly Exporter[] = [kerasJson, tfjsJson];
