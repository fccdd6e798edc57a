import type { Axis, ParallelAxis, ParallelChart, ParallelLine } from '../document.ts';
import { axisText } from '../number-text.ts';
import { domainOf, hasPlace, linearTicks, logarithmicTicks } from './axis-spec.ts';

/** Where lines that have no value on an axis cross it: so far before its beginning. */
export const apart = 24;
/** Of the axis, what is drawn there. */
export const apartStretch = [-apart - 8, -apart + 8] as const;
/** Lines through one choice lie side by side, within this share of its stretch, and so far apart at most. */
const spreadShare = 0.62;
const betweenLines = 4;
/** How wide the lines without a value lie, all together. */
const widestApart = 12;

/** An axis from 0 to its length, in pixels. */
export interface PlacedAxis {
  readonly title: string;
  /** The whole of it, or of choices a stretch for each. */
  readonly stretches: readonly (readonly [from: number, to: number])[];
  readonly ticks: readonly AxisTick[];
  readonly isChoice: boolean;
  /** Whether there is a line that has no value. */
  readonly hasApart: boolean;
}

export interface AxisTick {
  readonly at: number;
  readonly text: string;
  /** Where there is no room for all, these stay. */
  readonly isFirst: boolean;
}

export interface PlacedLine {
  /** Where it crosses each axis. */
  readonly places: readonly number[];
  /** How much of those with another outcome are worse: from 0, the worst, to 1, the best. */
  readonly share: number;
}

/** Lines that have a place on all axes. */
export function shownLines({ axes, outcome, lines }: ParallelChart): ParallelLine[] {
  const isShown = ({ values, outcome: result }: ParallelLine): boolean =>
    hasPlace(result, outcome) && axes.every((axis, i) => typeof values[i] !== 'number' || hasPlace(values[i], axis));
  return lines.filter(isShown);
}

/** Axes, the outcome as the last of them, and lines, the best as the last of them. */
export function layOutLines(chart: ParallelChart, length: number): { axes: PlacedAxis[]; lines: PlacedLine[] } {
  const sign = chart.outcome.better === 'lower' ? -1 : 1;
  const shown = shownLines(chart).sort((a, b) => sign * (a.outcome - b.outcome));
  const columns = chart.axes.map((axis, i) => ({ axis, values: shown.map(({ values }) => values[i]) }));
  const outcomes = shown.map(({ outcome }) => outcome);
  const all = [...columns, { axis: chart.outcome as ParallelAxis, values: outcomes as ParallelLine['values'] }];
  const places = all.map(({ axis, values }) =>
    sideBySide(
      placesOn(axis, values, length),
      outcomes,
      axis.choices === undefined ? 0 : Math.min(length / axis.choices.length, length / 2) * spreadShare,
    ),
  );
  const shares = sharesOf(outcomes);
  return {
    axes: all.map(({ axis, values }) => placedAxis(axis, values, length)),
    lines: shown.map((_, i) => ({ places: places.map((own) => own[i]), share: shares[i] })),
  };
}

/** Of outcomes from the worst to the best. */
function sharesOf(outcomes: readonly number[]): number[] {
  const first = new Map<number, number>();
  const last = new Map<number, number>();
  for (const [i, outcome] of outcomes.entries()) {
    if (!first.has(outcome)) first.set(outcome, i);
    last.set(outcome, i);
  }
  return outcomes.map((outcome) => {
    const worse = first.get(outcome)!;
    const better = outcomes.length - 1 - last.get(outcome)!;
    return worse + better === 0 ? 1 : worse / (worse + better);
  });
}

function placedAxis(axis: ParallelAxis, values: ParallelLine['values'], length: number): PlacedAxis {
  const { title, choices } = axis;
  const hasApart = values.includes(null);
  if (choices) {
    const cell = length / choices.length;
    const margin = choices.length === 1 ? 0 : Math.min(4, cell / 8);
    return {
      title,
      stretches: choices.map((_, i) => [i * cell + margin, (i + 1) * cell - margin] as const),
      ticks: choices.map((text, i) => ({ at: (i + 0.5) * cell, text, isFirst: i === 0 })),
      isChoice: true,
      hasApart,
    };
  }
  const domain = domainOf(axis, numbersIn(values));
  const found = axis.scale === 'log' ? logarithmicTicks(domain) : linearTicks(domain, isWhole(numbersIn(values), axis));
  const ticks = found.map((tick) => ({
    at: length * shareOf(axis, domain, tick),
    text: axisText(tick, axis),
    isFirst: axis.scale !== 'log' || Number.isInteger(Math.log10(tick)),
  }));
  return { title, stretches: [[0, length]], ticks, isChoice: false, hasApart };
}

function numbersIn(values: ParallelLine['values']): number[] {
  return values.filter((value) => typeof value === 'number');
}

/** Where lines cross an axis; undefined where they have no value on it. */
function placesOn(axis: ParallelAxis, values: ParallelLine['values'], length: number): (number | undefined)[] {
  const { choices } = axis;
  const domain = domainOf(axis, numbersIn(values));
  const shareAt = (value: number | string): number =>
    choices ? (choices.indexOf(value as string) + 0.5) / choices.length : shareOf(axis, domain, value as number);
  return values.map((value) => (value === null ? undefined : length * shareAt(value)));
}

function shareOf({ scale }: Axis, [low, high]: readonly [number, number], value: number): number {
  if (scale === 'log') return Math.log10(value / low) / Math.log10(high / low);
  return (value / 2 - low / 2) / (high / 2 - low / 2); // halves, as the difference may be too large for a number
}

/** Lines at one place side by side, those with the least outcome first, so that few cross on their way; those without a place apart. */
function sideBySide(places: readonly (number | undefined)[], outcomes: readonly number[], widest: number): number[] {
  const result = places.map((place) => place ?? -apart);
  const together = new Map<number | undefined, number[]>();
  for (const [i, place] of places.entries()) {
    const own = together.get(place);
    if (own) own.push(i);
    else together.set(place, [i]);
  }
  for (const [place, own] of together) {
    const width = place === undefined ? widestApart : widest;
    const step = Math.min(betweenLines, width / Math.max(1, own.length - 1));
    own.sort((a, b) => outcomes[a] - outcomes[b]);
    for (const [k, i] of own.entries()) result[i] += (k - (own.length - 1) / 2) * step;
  }
  return result;
}

function isWhole(values: readonly number[], { format }: Axis): boolean {
  return values.every(Number.isSafeInteger) && (format ?? 'number') === 'number';
}
