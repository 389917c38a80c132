import { finding } from '../../finding.js';
import type { Value } from '../../layers/parameters.js';
import type { Place } from '../../source.js';
import type { Builder } from './builder.js';
import { evaluate, isExpression, type Scope } from './expressions.js';
import type { Item } from './syntax.js';
import { nearest } from './words.js';

/** A value as a parameter takes it, and where it was first written: behind a `$name`, the use of the block. */
export interface Evaluated {
  readonly value: Value;
  readonly origin: Place;
}

/** Deeper lists than this are no parameter's value. */
const deepest = 4;

/** Evaluates what is written for a parameter; undefined, with a finding, where it cannot be. */
export function evaluateItem(item: Item, scope: Scope, builder: Builder, depth = 0): Evaluated | undefined {
  if (item.kind === 'map' || depth > deepest) {
    builder.report(finding('wrong-value', 'error', 'a value or a list is expected here', item.at));
    return undefined;
  }
  if (item.kind === 'list') {
    const values = item.items.map(child => evaluateItem(child, scope, builder, depth + 1));
    return values.every(v => v !== undefined)
      ? { value: values.map(v => v.value), origin: item.at }
      : undefined;
  }
  if (typeof item.value !== 'string' || !isExpression(item.value))
    return { value: item.value, origin: item.at };
  const result = evaluate(item.value, scope);
  if ('value' in result)
    return { value: result.value, origin: scope.get(item.value.slice(1))?.at ?? item.at };
  const near = result.unknownName === undefined ? undefined : nearest(result.unknownName, scope.keys());
  builder.report(
    finding(
      result.unknownName === undefined ? 'wrong-value' : 'undefined-name',
      'error',
      result.error + (near ? `; did you mean \`$${near}\`?` : ''),
      item.at,
      {
        proposals: near
          ? [
              {
                title: `Change to \`$${near}\``,
                change: {
                  kind: 'edit',
                  edits: [{ span: item.at, text: item.value.replace(result.unknownName!, near) }],
                },
              },
            ]
          : [],
      },
    ),
  );
  return undefined;
}
