export type * from './ast.js';
export { parseLazily, parsePython } from './parse.js';
export type { Parsed } from './reuse.js';
