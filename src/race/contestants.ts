import { optimizerClasses } from '../optimizers/to-optimizer.ts';

/**
 * The order in lists and of colours: relatives are six apart, so that a palette of six gives them the same colour, and dashes tell them
 * apart. Others follow.
 */
const order: readonly string[] = [
  ...['sgd', 'rmsProp', 'adam', 'adagrad', 'nadam', 'lion'],
  ...['momentum', 'adadelta', 'adamW', 'adamax', 'rAdam'],
];

/** Every optimizer of the library by its name, as `toOptimizer` has it. */
export const contestants: ReadonlyMap<string, (typeof optimizerClasses)[keyof typeof optimizerClasses]> = new Map(
  Object.entries(optimizerClasses).sort(([a], [b]) => placeOf(a) - placeOf(b)),
);

export const contestantNames: readonly string[] = [...contestants.keys()];

/** The name that a text means, however it is written: 'adam-w' as 'adamW'. */
export function contestantNamed(text: string): string | undefined {
  const bare = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return contestantNames.find((name) => bare(name) === bare(text));
}

function placeOf(name: string): number {
  const place = order.indexOf(name);
  return place < 0 ? order.length : place;
}
