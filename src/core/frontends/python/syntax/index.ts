export type * from './ast.js';
export { parsePython } from './parse.js';
