import { receptiveFields } from '../../../src/core/analyses/receptive-field.js';
import { largest, type Overlay } from './overlay.js';

/** Rows of the input that one output sees. */
export const receptiveField: Overlay = {
  id: 'receptive-field',
  title: 'receptive field',
  scale: 'linear',
  values: ({ graph }) =>
    new Map([...receptiveFields(graph)].map(([id, { size }]) => [id, Number.isFinite(size) ? size : null])),
  combine: largest,
  format: value => `${Math.round(value).toLocaleString('en')} px`,
};
