import type { Place } from '../../source.js';
import type { Definition } from '../frontend.js';
import type { Entry, Topology } from './topology.js';

/** Every layer of the file with its name, for the outline, to go to and to rename. */
export function outline(topology: Topology): Definition[] {
  const { name, json } = topology;
  const nameAt = json.get('config')?.get('name')?.textAt ?? json.get('class_name')?.textAt ?? json.at;
  const list: Definition[] = [{ kind: 'network', name, at: json.at, nameAt, references: [] }];
  addLayers(list, topology, 0);
  return list;
}

function addLayers(list: Definition[], topology: Topology, parent: number): void {
  const uses = usesOf(topology);
  for (const entry of topology.entries) {
    // An input that the file only implies is a property of its first layer.
    if (entry.className === 'InputLayer' && !entry.config) continue;
    const { name, className, json, nameAt } = entry;
    const kind = className === 'InputLayer' ? 'input' : 'layer';
    const references = [...ownUses(entry), ...(uses.get(name) ?? [])];
    const index = list.push({ kind, name, detail: className, at: json.at, nameAt, parent, references }) - 1;
    if (entry.model) addLayers(list, entry.model, index);
  }
}

/** Functional models write a layer's name beside its config and inside it. */
function ownUses({ config, nameAt }: Entry): Place[] {
  const inner = config?.get('name');
  return inner?.string !== undefined && inner.textAt.start !== nameAt.start ? [inner.textAt] : [];
}

/** Where layers' names stand among the inputs of others, and among the model's inputs and outputs. */
function usesOf({ entries, inputs, outputs }: Topology): Map<string, Place[]> {
  const uses = new Map<string, Place[]>();
  for (const { layer, at } of [...entries.flatMap(entry => entry.calls.flat()), ...inputs, ...outputs]) {
    if (!at) continue;
    const places = uses.get(layer);
    if (places) places.push(at);
    else uses.set(layer, [at]);
  }
  return uses;
}
