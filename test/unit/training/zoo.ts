import { analyze } from '../../../src/core/analyze.js';
import type { TypedGraph } from '../../../src/core/graph.js';
import { zoo } from '../../../src/core/zoo/index.js';

/** A known network as a graph. */
export function zooGraph(id: string): TypedGraph {
  const { text } = zoo.find(entry => entry.id === id)!;
  return analyze({ uri: `file:///${id}.resnet.yaml`, text })!.graph;
}

/** The known networks, without the deep ones that repeat what others have. */
export const zooGraphs = zoo
  .filter(({ id }) => !/110|1202|1001|101|152/.test(id))
  .map(({ id }): readonly [id: string, graph: TypedGraph] => [id, zooGraph(id)]);
