import type { ParallelAxis } from '../../report/document.ts';
import { numberText } from '../../report/number-text.ts';
import type { Dimension, ParameterValue } from '../../search/space/dimension.ts';
import type { SpaceEntry } from '../../search/space/space.ts';

/** Whole numbers of so few values are shown as choices are. */
const fewValues = 6;

/** The axis of a parameter: over the whole range that it may have, or with a place for each of few values. */
export function parameterAxis({ name, dimension }: SpaceEntry): ParallelAxis {
  const values = singleValues(dimension);
  if (values) return { title: name, choices: values.map((value) => choiceText(value, values)) };
  const [low, high] = [dimension.at(0) as number, dimension.at(1) as number];
  const isLog = dimension.kind === 'logUniform' || dimension.toJSON().log === true;
  return { title: name, domain: [low, high], ...(isLog && { scale: 'log' as const }) };
}

/** Where a value is on the axis of its parameter: a number, or the text of its place. */
export function placeOnAxis({ dimension }: SpaceEntry, value: ParameterValue): number | string {
  const values = singleValues(dimension);
  return values ? choiceText(value, values) : (value as number);
}

/** A value as it stands in tables; '–' where the parameter is left out. */
export function parameterText(entry: SpaceEntry, value: ParameterValue | undefined): string {
  if (value === undefined) return '–';
  const place = placeOnAxis(entry, value);
  return typeof place === 'number' ? numberText(place) : place;
}

/** The values of a choice, or of a few whole numbers; undefined of others. */
function singleValues(dimension: Dimension): readonly ParameterValue[] | undefined {
  const { kind, size } = dimension;
  const { values, low, step } = dimension.toJSON() as Partial<{ values: ParameterValue[]; low: number; step: number }>;
  if (kind === 'choice') return values;
  return size > fewValues ? undefined : Array.from({ length: size }, (_, i) => low! + i * step!);
}

/** A text and a number that look alike are told apart by quotes. */
function choiceText(value: ParameterValue, values: readonly ParameterValue[]): string {
  const isAlone = values.every((other) => other === value || String(other) !== String(value));
  return isAlone || typeof value !== 'string' ? String(value) : JSON.stringify(value);
}
