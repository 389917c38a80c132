export type * from './ast.js';
export { parseLazily, parsePython } from './parse.js';
