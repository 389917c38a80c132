import type { Change } from '../../src/core/finding.js';
import { layers } from '../../src/core/layers/index.js';
import type { Parameter, Value } from '../../src/core/layers/parameters.js';
import { formatWritten, parseWritten } from '../../src/core/layers/written.js';
import type { Leaf } from '../diagram/hierarchy.js';
import { checkbox, dropdown, make, textField } from '../widgets.js';

/** Asks for a change; answers why it is refused, as the end of a sentence. */
export type Edit = (change: Change) => Promise<string | undefined>;

/** A row for each parameter that a user can write: what it is, and a field that changes it in the text. */
export function parameterFields({ node }: Leaf, edit: Edit): HTMLElement {
  const { parameters } = layers[node.layer];
  const rows = Object.entries<Parameter>(parameters).filter(([, { internal }]) => !internal);
  const list = make('dl', 'facts fields');
  for (const [name, parameter] of rows) {
    const term = make('dt', '', name);
    term.title = parameter.doc;
    const set = (value: Value): Promise<string | undefined> =>
      edit({ kind: 'set-parameter', node: node.id, parameter: name, value });
    const reset = (): Promise<string | undefined> => edit({ kind: 'remove', node: node.id, parameter: name });
    const isWritten = node.places?.[name] !== undefined;
    list.append(term, fieldFor(name, parameter, node.parameters[name] ?? null, isWritten, set, reset));
  }
  return list;
}

/** How often a stage or a repeat has its blocks. */
export function repeatField(value: number, set: (value: number) => Promise<string | undefined>): HTMLElement {
  const parameter: Parameter = { kind: 'integer', doc: 'How many times' };
  const list = make('dl', 'facts fields');
  const field = fieldFor(
    'repeat',
    parameter,
    value,
    true,
    n => set(Number(n)),
    async () => 'a number is needed',
  );
  list.append(make('dt', '', 'repeat'), field);
  return list;
}

function fieldFor(
  name: string,
  parameter: Parameter,
  value: Value,
  isWritten: boolean,
  set: (value: Value) => Promise<string | undefined>,
  reset: () => Promise<string | undefined>,
): HTMLElement {
  const complaint = make('span', 'complaint');
  complaint.setAttribute('role', 'alert');
  const cell = make('dd', '');
  const run = async (asked: Promise<string | undefined>): Promise<void> => {
    const reason = await asked.catch(() => undefined);
    complaint.textContent = reason === undefined ? '' : `Not changed: ${reason}.`;
  };
  cell.append(control(name, parameter, value, isWritten, { set, reset, run, complain }), complaint);
  cell.dataset.field = name;
  return cell;

  function complain(expected: string): void {
    complaint.textContent = `It must be ${expected}.`;
  }
}

interface Actions {
  set(value: Value): Promise<string | undefined>;
  reset(): Promise<string | undefined>;
  run(asked: Promise<string | undefined>): Promise<void>;
  complain(expected: string): void;
}

function control(
  name: string,
  parameter: Parameter,
  value: Value,
  isWritten: boolean,
  actions: Actions,
): HTMLElement {
  const { set, reset, run, complain } = actions;
  if (parameter.kind === 'boolean') return checkbox(name, value === true, isOn => void run(set(isOn)));
  if (parameter.kind === 'choice') {
    const choices = (parameter.of ?? []).map(word => [word, word] as const);
    return dropdown({ label: name, choices, value: String(value), change: word => void run(set(word)) });
  }
  return textField({
    label: name,
    value: isWritten && value !== null ? formatWritten(value) : '',
    // What holds as long as nothing is written.
    placeholder: value === null ? '' : formatWritten(value),
    change(text) {
      if (text.trim() === '' && !parameter.required) void run(reset());
      else {
        const read = parseWritten(parameter, text);
        if ('value' in read) void run(set(read.value));
        else complain(read.expected);
      }
    },
  });
}
