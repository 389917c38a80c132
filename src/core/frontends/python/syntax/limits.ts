/** How deep expressions, and brackets, may nest; what is deeper is an error in its place. CPython's own limit. */
export const maxDepth = 200;

/** How deep blocks may nest: CPython's own limit. */
export const maxBlocks = 100;
