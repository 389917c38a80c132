import type { Shape, Size } from '../../graph.js';
import type { Func } from './core/values.js';
import type { Expression } from './syntax/index.js';

/** The last part of a dotted name. */
const lastName = (e: Expression): string => (e.kind === 'name' ? e.id : e.kind === 'attribute' ? e.attr : '');

/** `"batch 3 224 224"`: numbers are sizes, names are not known; `...` says nothing of the rank. */
function sizesIn(text: string): Shape {
  const parts = text.trim().split(/\s+/);
  if (parts.some(part => part === '...' || part.startsWith('*') || part === '')) return null;
  return parts.map((part): Size => (/^\d+$/.test(part) ? Number(part) : null));
}

const sizeOf = (e: Expression): Size => (e.kind === 'int' ? Number(e.value) : null);

function shapeOf(e: Expression | undefined): Shape {
  if (e?.kind === 'str') return sizesIn(String(e.value));
  if (e?.kind === 'tuple' || e?.kind === 'list') return e.elts.map(sizeOf);
  return null;
}

/** The shape in `Float[Tensor, "b 3 32 32"]` (jaxtyping) or `Annotated[Tensor, (1, 3, 32, 32)]`; null where there is none. */
function annotatedShape(e: Expression | undefined): Shape {
  if (e?.kind !== 'subscript' || e.slice.kind !== 'tuple') return null;
  const [type, ...rest] = e.slice.elts;
  if (!type || !/Tensor|Array/.test(lastName(type))) return null;
  for (const part of rest) {
    const shape = shapeOf(part);
    if (shape !== null && shape.length > 1) return shape;
  }
  return null;
}

/** Shapes that the annotations of a method's parameters name; undefined where a parameter without default has none. */
export function annotatedShapes(func: Func): Shape[] | undefined {
  const shapes: Shape[] = [];
  for (const { name, kind } of func.params.slice(1)) {
    const shape = annotatedShape(func.annotations.get(name));
    if (shape !== null) shapes.push(shape);
    else if (kind !== 'varArgs' && kind !== 'kwArgs' && !func.hasDefault(name)) return undefined;
  }
  return shapes.length > 0 ? shapes : undefined;
}
