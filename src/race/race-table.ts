import type { WordTable } from '../experiments/comparison-words.ts';
import { listText } from '../experiments/figure-text.ts';
import { numberText } from '../report/number-text.ts';
import { closeLoss, compareWalks, distanceToMinimum, equalLoss, type Lane, stepsToClose } from './lane.ts';
import { type Race, rateChoices } from './run-race.ts';
import type { Point } from './surfaces.ts';

/** The steps after which the table has losses, and the last. */
const looks: readonly number[] = [10, 100];

/** A row for each optimizer, the one that ended lowest first. */
export function raceTable({ surface, steps, lanes }: Race): WordTable {
  const shown = [...looks.filter((step) => step < steps), steps];
  const sorted = [...lanes].sort(compareWalks);
  return {
    head: [
      'optimizer',
      'rate',
      ...shown.map((step, i) => (i === 0 ? `loss after ${numberText(step)}` : `after ${numberText(step)}`)),
      `steps to ${closeLoss}`,
      'distance',
    ],
    rows: sorted.map((lane) => [
      lane.name,
      numberText(lane.rate),
      ...shown.map((step) => figureText(lane.losses[step])),
      figureText(stepsToClose(lane)),
      figureText(distanceToMinimum(lane, surface)),
    ]),
    strong: 0,
  };
}

/** Three digits that count; a dash where there is nothing. */
export function figureText(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return '–';
  return numberText(Number(value.toPrecision(3)));
}

/** '(3, 0.5)'. */
export function pointText(point: Point): string {
  return `(${point.map(figureText).join(', ')})`;
}

/** Where it begins, and what the figures are of. */
export function setupSentence({ surface, steps, start }: Race): string {
  const { minima, height } = surface;
  const places = `${minima.length === 1 ? 'its minimum' : 'its minima'} at ${listText(minima.map(pointText))}`;
  return `${numberText(steps)} steps from ${pointText(start)}, where the loss is ${figureText(height(...start))}; ${places} ${minima.length === 1 ? 'is' : 'are'} 0.`;
}

/** How rates were found; '' where all were given. */
export function ratesSentence({ lanes }: Race): string {
  const from = new Set(lanes.map(({ rateFrom }) => rateFrom));
  const [first, last] = [rateChoices[0], rateChoices[rateChoices.length - 1]];
  const sentences: string[] = [];
  if (from.has('choice')) {
    sentences.push(
      `Each has the rate, out of ${rateChoices.length} from ${numberText(first)} to ${numberText(last)}, with which it ends lowest without leaving the picture; of rates that end below ${numberText(equalLoss)} the one that is at ${closeLoss} first.`,
    );
  }
  if (from.has('default')) sentences.push('Rates are the defaults of the library.');
  if (from.has('given')) {
    const given = lanes.filter(({ rateFrom }) => rateFrom === 'given').map(({ name }) => name);
    sentences.push(
      `${listText(given)} ${given.length === 1 ? 'has the rate that was' : 'have the rates that were'} given.`,
    );
  }
  return sentences.join(' ');
}

/** Who diverged, who left the picture, each in a sentence. */
export function mishaps({ lanes }: Race): string[] {
  return lanes.flatMap(({ name, divergedAt, leftAt }: Lane) => {
    if (divergedAt !== undefined) return [`${name} diverges: with step ${divergedAt} its loss is no longer finite.`];
    return leftAt === undefined ? [] : [`${name} leaves the picture with step ${leftAt}.`];
  });
}
