import { Arena } from '../autodiff/arena.ts';
import type { Graph } from '../autodiff/graph.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** Graphs that stay recorded; beyond, the one used longest ago is recorded again when it is next needed. */
const kept = 8;

const arenas = new WeakMap<object, Arena>();

/** The arena of a model: its own predictions and all its trainers share it, since they are never at work together. */
function arenaOf(model: object): Arena {
  let arena = arenas.get(model);
  if (!arena) {
    arena = new Arena();
    arenas.set(model, arena);
  }
  return arena;
}

/** Recorded graphs of a model for one purpose, by batch size or whatever else tells them apart. */
export class RecordedGraphs {
  private readonly arena: Arena;
  private readonly graphs = new Map<string, Graph<Tensor[]>>();

  constructor(model: object) {
    this.arena = arenaOf(model);
  }

  /** The graph for `key`, recorded when it is first met, and again after layers were frozen or thawed. */
  get(key: string, recordIt: (arena: Arena) => Graph<Tensor[]>): Graph<Tensor[]> {
    const { graphs } = this;
    let graph = graphs.get(key);
    if (!graph || graph.isOutdated) graph = recordIt(this.arena);
    // A map keeps the order of insertion: the first is the one used longest ago.
    graphs.delete(key);
    graphs.set(key, graph);
    if (graphs.size > kept) graphs.delete(graphs.keys().next().value!);
    return graph;
  }
}
