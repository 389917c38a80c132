import type { TypedNode } from '../../../graph.js';
import { applyEdits, type Edit } from '../../../source.js';
import type { Expression } from '../syntax/index.js';
import { argument, layerParameters, ownParameters, setArgument } from './arguments.js';
import type { Context, Level } from './context.js';
import { constantOf, indentAt, isNumber, lineEnd, newline } from './style.js';
import { givenTerm } from './terms.js';
import { classAround, isSelf, namesIn, statementAround } from './tree.js';

/** One way to mend something. */
export interface Option {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** Of several ways to say the same, the first that holds is enough. */
  readonly group?: string;
}

/** Ways to give a layer's parameter another value, where it is written: at its constructor, or at a call further out. */
export function valueOptions(
  context: Context,
  node: TypedNode,
  name: string,
  wanted: number,
  terms = true,
): Option[] {
  const levels = context.levels(node);
  const parameters = levels[0] && layerParameters(levels[0].call);
  if (!parameters?.includes(name)) return [];
  return at({ context, node, levels, wanted, terms }, 0, parameters, name);
}

interface Search {
  readonly context: Context;
  readonly node: TypedNode;
  readonly levels: readonly Level[];
  readonly wanted: number;
  /** Whether it is a number of channels, which other layers of the file may name. */
  readonly terms: boolean;
}

function at(search: Search, i: number, parameters: readonly string[], name: string): Option[] {
  const { context, node, levels, wanted, terms } = search;
  const level = levels[i]!;
  const given = argument(level.call, parameters, name);
  const further = given
    ? [
        ...passedOn(search, i, given),
        ...scaled(search, i, given),
        ...(terms ? kept(search, level, given) : []),
      ]
    : [];
  const old = given ? context.write(given) : '';
  const said = terms ? [givenTerm(context, node, level.inside), asProduct(context, node, old)] : [];
  const texts = [...said, String(wanted)];
  const distinct = texts.filter(
    (text, j): text is string => text !== undefined && text !== old && texts.indexOf(text) === j,
  );
  // A number in place of an expression of numbers, an expression in place of an expression.
  const plain = /^[\d\s*()+]*$/.test(old);
  // One number in place of an expression would be right for this use alone.
  if (!terms && old !== '' && constantOf(old) === undefined) return further;
  const ordered = plain ? distinct.sort((a, b) => rank(b, old) - rank(a, old)) : distinct;
  return [
    ...further,
    ...ordered.flatMap(text => {
      const edit = setArgument(context.text, level.call, parameters, name, text);
      return edit
        ? [{ title: titleOf(context, level, edit), edits: [edit], group: `${name} ${level.call.at.start}` }]
        : [];
    }),
  ];
}

const rank = (text: string, old: string): number => {
  if (!isNumber(text)) return /[a-z]/i.test(text) ? 3 : old.includes('*') ? 2 : 0;
  return 1;
};

/** A parameter of the function around was handed on: it is given where the function is called. */
function passedOn(search: Search, i: number, given: Expression): Option[] {
  const { levels } = search;
  const { inside, path } = levels[i]!;
  if (given.kind !== 'name' || !inside || !levels[i + 1]) return [];
  const names = ownParameters(inside, classAround(path) !== undefined).map(p => p.name);
  return names.includes(given.id) ? at(search, i + 1, names, given.id) : [];
}

/** `planes * 4` is made right by other `planes`: the number that is given for it grows by as much as the whole must. */
function scaled(search: Search, i: number, given: Expression): Option[] {
  const { context, levels, node, wanted } = search;
  const { inside, path } = levels[i]!;
  const outer = levels[i + 1];
  const { filters, expects } = node.parameters;
  if (given.kind !== 'binOp' || !inside || !outer) return [];
  const parameters = ownParameters(inside, classAround(path) !== undefined).map(p => p.name);
  const names = [...new Set(namesIn({ given }).map(({ id }) => id))].filter(id => parameters.includes(id));
  const [name] = names;
  const literal = name === undefined || names.length > 1 ? undefined : argument(outer.call, parameters, name);
  if (literal?.kind !== 'int') return [];
  return [filters, expects].flatMap(now => {
    const size = (Number(literal.value) * wanted) / Number(now);
    if (!Number.isInteger(size) || size < 1) return [];
    const edit = { span: literal.at, text: String(size) };
    return [{ title: titleOf(context, outer, edit), edits: [edit] }];
  });
}

/** `self.in_planes` is brought up to date after the call that took it. */
function kept({ context, node }: Search, level: Level, given: Expression): Option[] {
  const statement = statementAround(level.path);
  const term = givenTerm(context, node, level.inside);
  if (!isSelf(given) || !statement || term === undefined || isNumber(term)) return [];
  const { text } = context;
  const end = lineEnd(text, statement.at.end);
  const line = `${context.write(given)} = ${term}`;
  return [
    {
      title: `Insert \`${line}\` after the call`,
      edits: [{ span: { start: end, end }, text: newline(text) + indentAt(text, statement.at.start) + line }],
    },
  ];
}

/** `512 * 7 * 7` with other sizes stays a product. */
function asProduct(context: Context, node: TypedNode, old: string): string | undefined {
  if (!/^\(?\s*\d+(\s*\*\s*\d+)+\s*\)?$/.test(old)) return undefined;
  const flat = context.node(node.inputs[0]);
  const map = flat && context.shape(flat.inputs[0]);
  if (!map || map.length < 2 || map.some(size => size === null)) return undefined;
  const times = /\s*\*\s*/.exec(old)![0];
  return map.join(times);
}

/** A call as it reads after edits in it, on one line. */
export function callAfter({ text }: Context, { call }: Level, edits: readonly Edit[]): string {
  const { start, end } = call.at;
  const moved = edits.map(({ span, text: t }) => ({
    span: { start: span.start - start, end: span.end - start },
    text: t,
  }));
  const line = applyEdits(text.slice(start, end), moved).replace(/\s+/g, ' ');
  const tight = line.replace(/\( /g, '(').replace(/,? \)/g, ')');
  return tight.length > 90 ? `${tight.slice(0, 89)}…` : tight;
}

export const titleOf = (context: Context, level: Level, edit: Edit): string =>
  `Change the call to \`${callAfter(context, level, [edit])}\``;
