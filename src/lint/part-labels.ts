import { counted } from '../data/counted.ts';
import { classesText, compareLabels, type Label } from '../data/labels.ts';
import type { Finding } from './finding.ts';
import type { LintColumn } from './lint-column.ts';
import type { PartColumns } from './part.ts';
import { percentText } from './wording.ts';

/**
 * From that share of rows on, labels that train lacks are not a rare class that happened to fall to one part only. A class with
 * as many rows is missed by a training part of 100 rows drawn at random once in 170 times.
 */
const leastUnknown = 0.05;
/** Shares of classes that differ so much, yet are alike once sorted, are those of classes that changed names. */
const [leastDifference, mostSortedDifference, leastRows] = [0.25, 0.05, 50];

/**
 * Classes that are not the same in all parts: labels that were mapped in one and not in another, and classes that a part
 * lacks.
 */
export function* partLabels(
  train: LintColumn,
  part: LintColumn,
  { name, rowNumber }: Pick<PartColumns, 'name' | 'rowNumber'>,
): Generator<Finding> {
  const ofTrain = sharesOf(train);
  const ofPart = sharesOf(part);
  const column = train.name;
  const unknown = [...ofPart.keys()].filter((label) => !ofTrain.has(label)).sort(compareLabels);
  const absent = [...ofTrain.keys()].filter((label) => !ofPart.has(label)).sort(compareLabels);
  const row = unknown.length > 0 ? rowNumber(firstRow(part, new Set(unknown)) - 1) : 0;
  const unknownShare = unknown.reduce<number>((sum, label) => sum + ofPart.get(label)!, 0);
  if (unknownShare >= leastUnknown) {
    const sets = `train has ${classesText([...ofTrain.keys()].sort(compareLabels))}, ${name} has ${classesText([...ofPart.keys()].sort(compareLabels))}`;
    const message = `the labels of '${column}' are mapped differently: ${sets}; ${percentText(unknownShare)} of ${name} have a label that train never has, row ${row} the first${mappingText(ofTrain, ofPart)}; use one table for all parts (LabelEncoder, fitted before the split)`;
    yield { severity: 'error', rule: 'label-mapping', message, column, row, part: name };
    return;
  }
  if (unknown.length > 0) {
    const message = `train lacks ${classes(unknown)} of '${column}', which ${counted(Math.round(unknownShare * part.present), 'row')} of ${name} have, row ${row} the first: they are always wrong; stratify the split`;
    yield { severity: 'warning', rule: 'missing-class', message, column, row, part: 'train' };
  }
  if (absent.length > 0) {
    const message = `${name} lacks ${classes(absent)} of '${column}', ${percentText(absent.reduce<number>((sum, label) => sum + ofTrain.get(label)!, 0))} of train: its scores say nothing about them; stratify the split`;
    yield { severity: 'warning', rule: 'missing-class', message, column, part: name };
  }
  const difference = distance(ofTrain, ofPart, [...ofTrain.keys(), ...unknown]);
  if (unknown.length + absent.length > 0 || difference < leastDifference) return;
  if (Math.min(train.present, part.present) < leastRows) return;
  const sorted = (shares: ReadonlyMap<Label, number>) => [...shares.values()].sort((a, b) => a - b);
  const [a, b] = [sorted(ofTrain), sorted(ofPart)];
  if (a.reduce((sum, share, i) => sum + Math.abs(share - b[i]) / 2, 0) > mostSortedDifference) return;
  const list = (shares: ReadonlyMap<Label, number>) =>
    [...ofTrain.keys()]
      .sort(compareLabels)
      .slice(0, 5)
      .map((label) => `${classesText([label])} ${percentText(shares.get(label)!)}`);
  const message = `the classes of '${column}' have the same shares in train and ${name} under other labels (train ${list(ofTrain).join(', ')}; ${name} ${list(ofPart).join(', ')}): were they mapped by two tables? Use one for all parts`;
  yield { severity: 'warning', rule: 'label-mapping', message, column, part: name };
}

/** Share of the rows that have each label. */
function sharesOf(column: LintColumn): Map<Label, number> {
  const shares = new Map<Label, number>();
  for (const [code, count] of column.counts.entries()) shares.set(column.valueOf(code), count / column.present);
  return shares;
}

function firstRow(column: LintColumn, labels: ReadonlySet<Label>): number {
  return column.codes.findIndex((code) => code >= 0 && labels.has(column.valueOf(code))) + 1;
}

function classes(labels: readonly Label[]): string {
  return `${labels.length === 1 ? 'class' : 'classes'} ${classesText(labels)}`;
}

/** Half the sum of differences: the share of rows whose class would have to change. */
function distance(a: ReadonlyMap<Label, number>, b: ReadonlyMap<Label, number>, labels: readonly Label[]): number {
  return labels.reduce<number>((sum, label) => sum + Math.abs((a.get(label) ?? 0) - (b.get(label) ?? 0)) / 2, 0);
}

/** What the mapping was, if it is easily seen: numbers moved by one amount, or text spelt otherwise. */
function mappingText(train: ReadonlyMap<Label, number>, part: ReadonlyMap<Label, number>): string {
  const [a, b] = [[...train.keys()].sort(compareLabels), [...part.keys()].sort(compareLabels)];
  if (typeof a[0] === 'number' && typeof b[0] === 'number') {
    const shift = a[0] - b[0];
    const moved = shift !== 0 && (b as number[]).every((label) => train.has(label + shift));
    return moved ? ` (${shift > 0 ? shift : -shift} ${shift > 0 ? 'less' : 'more'} than in train)` : '';
  }
  const plain = (label: Label): string => String(label).trim().toLowerCase();
  const known = new Set(a.map(plain));
  return b.every((label) => known.has(plain(label))) ? ' (but for spaces and capitals they are the same)' : '';
}
