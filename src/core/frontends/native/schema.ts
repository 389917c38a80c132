import { type ShortcutPolicy, shortcutPolicies } from '../../finding.js';
import { type LayerName, layers } from '../../layers/index.js';
import type { Kind, Parameter } from '../../layers/parameters.js';
import { layerWords } from './expand.js';

/** A JSON Schema, or a part of one. */
type Schema = Readonly<Record<string, unknown>>;

/** What the words of the format mean, beside the names of layers. */
export const wordDocs: Readonly<Record<string, string>> = {
  name: 'The name of the network.',
  description: 'What this is, in your own words; it has no effect.',
  input: '`[height, width, channels]` without the batch; for several inputs, a map of names to shapes.',
  include: 'Another file whose blocks can be used here, by relative path; or a list of them.',
  blocks: 'Named blocks: `parameters` with their defaults, and `residual` with `shortcut`, or just `layers`.',
  layers: 'Layers from top to bottom: a name, or a map of one name to its parameters.',
  outputs: 'The ids of the outputs; the last layer where this is not said.',
  parameters: 'The parameters of the block with their defaults; or a list of names that each use must give.',
  residual: 'F(x), the branch that learns: the layers that x goes through.',
  shortcut: 'h(x), the way past the branch: a word, or a list of layers.',
  merge: 'How h(x) and F(x), or the branches, are merged: `add`, `concat` or another merging layer.',
  after: 'The layers behind the merge.',
  stage: '`repeat` blocks in a row. A `stride` goes to the first of them only.',
  block: 'The name of the block that is repeated.',
  repeat: 'How many times; as a layer, the same `layers` several `times`.',
  times: 'How many times the layers are run.',
  parallel: 'Branches from one input, merged. `[]` is the input itself.',
  branches: 'A list of lists of layers.',
  id: 'A name for the output of this layer, for `with` and `from`.',
  from: 'The id of the layer whose output is taken, instead of the one before.',
  with: 'What to merge with: an id, a list of ids, or `{from: id, layers: […]}`.',
};

export const shortcutDocs: Readonly<Record<ShortcutPolicy, string>> &
  Readonly<Record<string, string | undefined>> = {
  identity: 'h(x) = x; shapes that differ are an error.',
  auto: 'identity where the shapes agree, else one 1×1 convolution.',
  projection:
    'identity where the shapes agree, else a 1×1 convolution without bias and batch norm (option B of He et al.).',
  'project-always': 'the projection everywhere (option C of He et al.).',
  pad: 'every s-th pixel, and channels of zeros: no parameters (option A of He et al.).',
  none: 'no shortcut: the plain twin of the block.',
};

const ref = (name: string): Schema => ({ $ref: `#/definitions/${name}` });
const orExpression = (...schemas: readonly Schema[]): Schema => ({ anyOf: [...schemas, ref('expression')] });
const listOf = (items: Schema, more: Schema = {}): Schema => ({ type: 'array', items, ...more });
const described = (word: string, schema: Schema): Schema => ({ description: wordDocs[word], ...schema });

const size = (min: number): Schema => orExpression({ type: 'integer', minimum: min });
const pair: Schema = listOf(size(0), { minItems: 2, maxItems: 2 });
const borders: readonly Schema[] = [
  { type: 'integer', minimum: 0 },
  listOf({ anyOf: [...(size(0).anyOf as readonly Schema[]), pair] }, { minItems: 1, maxItems: 3 }),
];

const kinds: Readonly<Record<Kind, (parameter: Parameter) => readonly Schema[]>> = {
  integer: ({ min = 1, max }) => [
    { type: 'integer', minimum: min, ...(max !== undefined && { maximum: max }) },
  ],
  number: ({ min, max }) => [
    {
      type: 'number',
      ...(min !== undefined && { minimum: min }),
      ...(max !== undefined && { maximum: max }),
    },
  ],
  boolean: () => [{ type: 'boolean' }],
  sizes: ({ min = 1 }) => [
    { type: 'integer', minimum: min },
    listOf(size(min), { minItems: 1, maxItems: 3 }),
  ],
  padding: () => [{ enum: ['same', 'valid'] }, ...borders],
  borders: () => borders,
  shape: () => [listOf(size(-1))],
  tensorShape: () => [listOf({ type: ['integer', 'null'] })],
  axes: () => [{ type: 'integer' }, listOf({ type: 'integer' }, { minItems: 1 })],
  text: () => [{ type: 'string' }],
  choice: ({ of = [] }) => [{ enum: of }],
};

function parameterSchema(parameter: Parameter): Schema {
  const schema = orExpression(...kinds[parameter.kind](parameter));
  const fallback = parameter.default === undefined ? {} : { default: parameter.default };
  return { description: parameter.doc, ...schema, ...fallback };
}

const isMerge = (name: LayerName): boolean => layers[name].category === 'merge';

function layerSchema(name: LayerName): Schema {
  const { doc, parameters } = layers[name];
  const own = Object.entries(parameters).filter(([, parameter]) => !parameter.internal);
  const required = own.filter(([, parameter]) => parameter.required).map(([key]) => key);
  return {
    description: doc,
    type: required.length > 0 ? 'object' : ['object', 'null'],
    properties: {
      ...Object.fromEntries(own.map(([key, parameter]) => [key, parameterSchema(parameter)])),
      ...(isMerge(name)
        ? { with: described('with', ref('sides')), from: described('from', ref('sides')) }
        : placed),
      id: described('id', ref('id')),
    },
    additionalProperties: false,
    ...(required.length > 0 && { required }),
  };
}

const placed = { from: described('from', ref('id')), id: described('id', ref('id')) };

/** What stands for one layer: its name, or its name with parameters. */
function stepSchema(): Schema {
  const names = layerWords;
  const structure = Object.fromEntries(['stage', 'repeat', 'parallel'].map(word => [word, ref(word)]));
  return {
    anyOf: [
      { description: 'A layer without parameters, or a block.', enum: names },
      { type: 'string' },
      {
        type: 'object',
        minProperties: 1,
        maxProperties: 1,
        properties: { ...structure, ...Object.fromEntries(names.map(name => [name, layerSchema(name)])) },
        additionalProperties: ref('use'),
      },
    ],
  };
}

const object = (properties: Readonly<Record<string, Schema>>, more: Schema = {}): Schema => ({
  type: 'object',
  properties: Object.fromEntries(
    Object.entries(properties).map(([key, schema]) => [key, described(key, schema)]),
  ),
  additionalProperties: false,
  ...more,
});

const definitions = (): Readonly<Record<string, Schema>> => ({
  expression: {
    description: '`$name`, or `${2 * name}` to compute.',
    type: 'string',
    pattern: '^\\$([A-Za-z_]|\\{)',
  },
  id: { type: 'string', pattern: '^[A-Za-z_][\\w-]*$' },
  value: { type: ['string', 'number', 'boolean', 'array', 'null'] },
  shape: listOf({ anyOf: [{ type: 'integer', minimum: 1 }, { enum: ['?', null] }] }, { minItems: 1 }),
  layers: { anyOf: [listOf(ref('step')), { type: 'null' }] },
  step: stepSchema(),
  side: { anyOf: [ref('id'), object({ from: ref('id'), layers: ref('layers') })] },
  sides: { anyOf: [ref('side'), listOf(ref('side'))] },
  merge: orExpression({ enum: layerWords.filter(isMerge) }),
  use: {
    description: 'A block of this file, with its parameters.',
    type: ['object', 'null'],
    properties: placed,
    additionalProperties: ref('value'),
  },
  stage: object(
    { block: { type: 'string' }, repeat: size(1), ...placed },
    { description: wordDocs.stage, required: ['block'], additionalProperties: ref('value') },
  ),
  repeat: object(
    { times: size(1), layers: ref('layers'), ...placed },
    { description: wordDocs.repeat, required: ['times', 'layers'] },
  ),
  parallel: object(
    { merge: ref('merge'), branches: listOf(ref('layers')), ...placed },
    { description: wordDocs.parallel, required: ['branches'] },
  ),
  block: object({
    description: { type: 'string' },
    parameters: {
      anyOf: [
        { type: 'object', additionalProperties: ref('value') },
        listOf({ type: 'string' }),
        { type: 'null' },
      ],
    },
    residual: ref('layers'),
    shortcut: { anyOf: [{ enum: shortcutPolicies }, listOf(ref('step'))] },
    merge: ref('merge'),
    after: ref('layers'),
    layers: ref('layers'),
  }),
});

/** The JSON Schema of a model file, for editors that know nothing else of it. */
export const modelSchema = (): Schema => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'ResNet Designer model',
  ...object({
    name: { type: ['string', 'number'] },
    description: { type: 'string' },
    input: { anyOf: [ref('shape'), { type: 'object', additionalProperties: ref('shape') }] },
    include: { anyOf: [{ type: 'string' }, listOf({ type: 'string' })] },
    blocks: { anyOf: [{ type: 'object', additionalProperties: ref('block') }, { type: 'null' }] },
    layers: ref('layers'),
    outputs: { anyOf: [{ type: 'string' }, listOf({ type: 'string' })] },
  }),
  definitions: definitions(),
});
