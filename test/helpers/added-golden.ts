/**
 * Values of activations, optimizers and layers that have files of their own: `test/golden/activation-NAME.json`,
 * `optimizer-NAME.json` and `layer-NAME.json`, each made by the Python program of the same name, by way of
 * `by_formula.py`. CONTRIBUTING.md adds one of
 * each. The values that PyTorch has worked out for many at a time stand in `network-operations.json`, `optimizers.json` and
 * `layers.json`.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { GoldenCase } from './evidence.ts';
import type { LayerCase } from './layer-cases.ts';

const folder = new URL('../golden/', import.meta.url);

function added<T>(kind: string): readonly T[] {
  const files = readdirSync(folder).filter((name) => name.startsWith(`${kind}-`) && name.endsWith('.json'));
  return files.sort().flatMap((name) => {
    const values = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
    if (!Object.hasOwn(values, kind)) return []; // of all of them, as optimizer-defaults.json is
    const program = name.replace(/json$/, 'py');
    if (!existsSync(new URL(program, folder))) throw new Error(`test/golden/${name}: no program ${program} beside it`);
    return [values];
  });
}

export interface AddedActivation {
  readonly activation: string;
  /** Of the weights of a layer that ends in it, unless another is given. */
  readonly initializer: string;
  readonly cases: GoldenCase[];
}

type Options = Record<string, unknown>;

export interface AddedOptimizer {
  readonly optimizer: string;
  readonly defaults: Options;
  /** Options that change the path through the rule. */
  readonly variants: readonly Options[];
  /** Options with which it finds the ground of `minimise` in test/optimizers/rules.test.ts, and how low in the valley. */
  readonly bowl: Options;
  readonly valley: Options;
  readonly reaches?: number;
  /** How long each of the first 40 steps is under a gradient of 2 at a rate of 0.01. */
  readonly steady: readonly { readonly options: Options; readonly lengths: readonly number[] }[];
  /** Weights after so many steps, from the start and with the gradients of optimizers.json. */
  readonly cases: readonly {
    readonly options: Options;
    readonly after: Readonly<Record<string, number[][]>>;
  }[];
}

export interface AddedLayer {
  readonly layer: string;
  readonly cases: readonly Omit<LayerCase, 'layer'>[];
}

export const addedActivations = added<AddedActivation>('activation');
export const addedOptimizers = added<AddedOptimizer>('optimizer');
export const addedLayers = added<AddedLayer>('layer');
