import * as optimizers from '../optimizers/index.ts';
import { Optimizer } from '../optimizers/index.ts';

/** How an optimizer is made: with the defaults of its rule, or a rate of its own. */
type MakeOptimizer = new (options?: { readonly learningRate?: number }) => Optimizer;

/**
 * The order in lists and of colours: relatives are six apart, so that a palette of six gives them the same colour, and dashes tell them
 * apart. Others follow.
 */
const order: readonly string[] = [
  ...['sgd', 'rmsProp', 'adam', 'adagrad', 'nadam', 'lion'],
  ...['momentum', 'adadelta', 'adamW', 'adamax', 'rAdam'],
];

/** Every optimizer of the library by its name, as `toOptimizer` has it. */
export const contestants: ReadonlyMap<string, MakeOptimizer> = new Map(
  Object.entries<unknown>(optimizers)
    .flatMap(([name, value]) => (isRule(value) ? [[nameOf(name), value] as const] : []))
    .sort(([a], [b]) => placeOf(a) - placeOf(b)),
);

export const contestantNames: readonly string[] = [...contestants.keys()];

/** The name that a text means, however it is written: 'adam-w' as 'adamW'. */
export function contestantNamed(text: string): string | undefined {
  const bare = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return contestantNames.find((name) => bare(name) === bare(text));
}

function isRule(value: unknown): value is MakeOptimizer {
  return typeof value === 'function' && value.prototype instanceof Optimizer;
}

/** 'RmsProp' as 'rmsProp'. */
function nameOf(className: string): string {
  return className.charAt(0).toLowerCase() + className.slice(1);
}

function placeOf(name: string): number {
  const place = order.indexOf(name);
  return place < 0 ? order.length : place;
}
