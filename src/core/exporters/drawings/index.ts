import { dot } from './dot.js';
import { mermaid } from './mermaid.js';
import type { DrawingExporter } from './sketch.js';
import { tikz } from './tikz.js';

/** Every language that the diagram is written in, beside its own picture. */
export const drawings: readonly DrawingExporter[] = [mermaid, dot, tikz];
