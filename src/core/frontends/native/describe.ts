import { type LayerName, layers } from '../../layers/index.js';
import { type Kind, listWords, type Parameter } from '../../layers/parameters.js';

const kinds: Readonly<Record<Kind, string>> = {
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  sizes: 'whole number or [height, width]',
  padding: '`same`, `valid`, or zeros at each side',
  borders: 'whole number, [height, width] or [[top, bottom], [left, right]]',
  shape: 'list of whole numbers',
  axes: 'axis or list of axes',
  choice: 'word',
  tensorShape: 'shape',
  text: 'text',
};

/** A parameter in Markdown: type, default, what it means. */
export function describeParameter(name: string, parameter: Parameter): string {
  const type =
    parameter.of && parameter.of.length <= 6
      ? listWords(parameter.of.map(w => `\`${w}\``))
      : kinds[parameter.kind];
  const fallback =
    parameter.default === undefined
      ? parameter.required
        ? ', required'
        : ''
      : `, default \`${JSON.stringify(parameter.default)}\``;
  return `\`${name}\` (${type}${fallback}): ${parameter.doc}`;
}

/** A layer in Markdown: what it does, and its parameters. */
export function describeLayer(name: LayerName): string {
  const layer = layers[name];
  const parameters = Object.entries(layer.parameters).filter(([, p]) => !p.internal);
  return [layer.doc, ...parameters.map(([key, p]) => `- ${describeParameter(key, p)}`)]
    .join('\n\n')
    .replace(/\n\n- /g, '\n- ')
    .replace('\n- ', '\n\n- ');
}
