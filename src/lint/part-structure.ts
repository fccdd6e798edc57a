import type { Column } from '../data/table.ts';
import type { Finding } from './finding.ts';
import { LintColumn } from './lint-column.ts';
import type { PartColumns } from './part.ts';
import { firstNonNumber } from './text-number.ts';
import { namesText } from './wording.ts';

/** Feature columns that parts do not have alike: missing ones, another type, another order. */
export function* partStructure(train: PartColumns, part: PartColumns): Generator<Finding> {
  const { name } = part;
  const columns = [...train.features.keys()];
  const missing = columns.filter((column) => !part.features.has(column));
  const added = [...part.features.keys()].filter((column) => !train.features.has(column));
  for (const column of missing) {
    const instead = added.length > 0 ? `; ${name} has ${namesText(added)} that train has not` : '';
    const message = `column '${column}' of train is not in ${name}${instead}: give all parts the same columns`;
    yield { severity: 'error', rule: 'missing-column', message, column, part: name };
  }
  if (missing.length === 0 && added.length > 0) {
    const message = `${name} has ${namesText(added)} that train has not: nothing is learned from it; leave it out`;
    yield { severity: 'warning', rule: 'missing-column', message, column: added[0], part: 'train' };
  }
  const common = columns.filter((column) => part.features.has(column));
  const order = [...part.features.keys()].filter((column) => train.features.has(column));
  const place = common.findIndex((column, i) => column !== order[i]);
  if (place >= 0) {
    const column = common[place];
    const message = `${name} has its columns in another order than train, '${order[place]}' where train has '${column}': a matrix of them mixes them up; select them in one order`;
    yield { severity: 'warning', rule: 'column-order', message, column, part: name };
  }
  for (const column of common) yield* otherType(column, 'features', train, part);
}

/** A column that holds numbers in one part and text in another. */
export function* otherType(
  column: string,
  kind: 'features' | 'targets',
  trainPart: PartColumns,
  otherPart: PartColumns,
): Generator<Finding> {
  const { name } = otherPart;
  const [train, part] = [trainPart, otherPart].map((one) => one[kind].get(column)!);
  if (typeOf(train) === typeOf(part)) return;
  if ([train, part].some((values) => new LintColumn(column, values).present === 0)) return; // empty throughout: of any type
  const ofPart = !(part instanceof Float64Array);
  const first = firstNonNumber((ofPart ? part : train) as readonly string[]);
  const row = first > 0 ? (ofPart ? otherPart : trainPart).rowNumber(first - 1) : 0;
  const place = row > 0 ? `, row ${row} of ${ofPart ? name : 'train'} the first that is no number` : '';
  const message = `column '${column}' is ${typeOf(train)} in train and ${typeOf(part)} in ${name}${place}: read all parts with one type`;
  const at = row > 0 && ofPart ? { row } : {};
  yield { severity: 'error', rule: 'column-type', message, column, ...at, part: name };
}

function typeOf(column: Column): string {
  return column instanceof Float64Array ? 'numbers' : 'text';
}
