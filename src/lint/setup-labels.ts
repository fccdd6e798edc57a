import { counted } from '../data/counted.ts';
import { classesText } from '../data/labels.ts';
import type { Finding } from './finding.ts';
import { hasClassIndices, hasYesOrNo, type Setup } from './setup.ts';
import { numberText, percentText } from './wording.ts';

/** Rows of probabilities whose sum is this far from 1 were not rounded but made otherwise. */
const sumTolerance = 1e-3;
/** A regression that cannot reach so many of its targets is set up wrongly; of fewer, they may be measured badly. */
const manyBeyond = 0.05;

/** Targets that the outputs cannot be: classes without an output, labels other than 0 and 1, numbers beyond an activation. */
export function* setupLabels(setup: Setup): Generator<Finding> {
  const { head, outputs, targets, loss } = setup;
  if (hasClassIndices(setup)) yield* classIndices(setup);
  else if (hasYesOrNo(setup)) yield* yesOrNo(setup);
  else if (loss === 'crossEntropy' && head === 'softmax' && outputs > 1 && targets.size === outputs)
    yield* probabilities(setup);
  else if (loss !== 'crossEntropy' && targets.size === outputs && head !== 'softmax') yield* reach(setup);
}

function* classIndices({ targets, outputs }: Setup): Generator<Finding> {
  const found = valuesOf(targets.count, (row) => targets.at(row));
  const outside = found.filter(({ value }) => !(Number.isInteger(value) && value >= 0 && value < outputs));
  if (outside.length > 0) {
    const rows = outside.reduce((sum, { count }) => sum + count, 0);
    const row = outside.reduce((least, one) => Math.min(least, one.row), targets.count);
    const whole = found.every(({ value }) => Number.isInteger(value));
    const fix =
      whole && found.length <= outputs
        ? 'map the labels by one table for all parts (LabelEncoder)'
        : whole
          ? `give the last layer ${found.length} units and map the labels (LabelEncoder)`
          : "class labels must be whole numbers; to predict numbers, end without activation and use 'meanSquaredError'";
    const message = `${counted(rows, 'label')} of ${targets.count} (${percentText(rows / targets.count)}) outside 0 to ${outputs - 1}, the classes of a head of ${outputs} units: ${numberText(targets.at(row - 1))} at row ${row} the first; labels are ${classesText(found.map(({ value }) => value))}; ${fix}`;
    yield { severity: 'error', rule: 'label-range', message, row };
    return;
  }
  if (found.length === 1) yield oneClass(found[0].value, targets.count);
  const unused = Array.from({ length: outputs }, (_, c) => c).filter((c) => !found.some(({ value }) => value === c));
  if (found.length > 1 && unused.length > 0) {
    const unmapped = unused[0] === 0;
    const message = `of ${outputs} outputs ${unused.length === 1 ? 'class' : 'classes'} ${classesText(unused)} never ${unused.length === 1 ? 'occurs' : 'occur'} in the labels (${classesText(found.map(({ value }) => value))}): ${unmapped ? 'labels that do not begin at 0 were probably not mapped; use LabelEncoder' : 'nothing is learned about them'}`;
    yield { severity: unmapped ? 'warning' : 'note', rule: 'unused-classes', message };
  }
}

function* yesOrNo({ targets, outputs }: Setup): Generator<Finding> {
  for (let column = 0; column < outputs; column++) {
    const found = valuesOf(targets.count, (row) => targets.at(row, column));
    const outside = found.filter(({ value }) => !(value >= 0 && value <= 1));
    const between = found.some(({ value }) => value > 0 && value < 1);
    const of = outputs > 1 ? `output ${column + 1} ` : '';
    const at = outputs > 1 ? { column: String(column + 1) } : {};
    if (outside.length > 0) {
      const rows = outside.reduce((sum, { count }) => sum + count, 0);
      const row = outside.reduce((least, one) => Math.min(least, one.row), targets.count);
      const fix =
        found.length > 2
          ? `for ${found.length} classes end in softmax with ${found.length} units`
          : 'map the two classes to 0 and 1 (LabelEncoder)';
      const message = `${of}ends in sigmoid, whose labels are 0 or 1: ${numberText(targets.at(row - 1, column))} at row ${row}, and ${counted(rows, 'such row')} of ${targets.count} in all; labels are ${classesText(found.map(({ value }) => value))}; ${fix}`;
      yield {
        severity: 'error',
        rule: 'sigmoid-labels',
        message: outputs > 1 ? message : `the model ${message}`,
        row,
        ...at,
      };
    } else if (found.length === 1 && !between && outputs === 1) yield oneClass(found[0].value, targets.count);
  }
}

function* probabilities({ targets, outputs }: Setup): Generator<Finding> {
  for (let row = 0; row < targets.count; row++) {
    let sum = 0;
    for (let c = 0; c < outputs; c++) {
      const value = targets.at(row, c);
      sum += value;
      if (value >= 0 && value <= 1) continue;
      const message = `targets are rows of ${outputs} probabilities, and ${numberText(value)} at row ${row + 1}, column ${c + 1}, is none: give class indices, or rows of numbers from 0 to 1`;
      yield { severity: 'error', rule: 'label-range', message, row: row + 1, column: String(c + 1) };
      return;
    }
    if (Math.abs(sum - 1) <= sumTolerance) continue;
    const message = `targets are rows of ${outputs} probabilities, and those of row ${row + 1} sum to ${numberText(sum)}: for classes that exclude each other they must sum to 1; for others end in sigmoid`;
    yield { severity: 'warning', rule: 'label-range', message, row: row + 1 };
    return;
  }
}

/** What an activation can give at most; both ends are reached in the limit only. */
const reaches: Readonly<Record<string, readonly [low: number, high: number]>> = {
  sigmoid: [0, 1],
  tanh: [-1, 1],
  relu: [0, Number.POSITIVE_INFINITY],
  softplus: [0, Number.POSITIVE_INFINITY],
  elu: [-1, Number.POSITIVE_INFINITY],
  logSoftmax: [Number.NEGATIVE_INFINITY, 0],
};

function* reach({ head, targets, outputs }: Setup): Generator<Finding> {
  const range = head && reaches[head];
  if (!range) return;
  const [low, high] = range;
  let [count, first] = [0, -1];
  for (let i = 0; i < targets.count * outputs; i++) {
    const value = targets.at(Math.floor(i / outputs), i % outputs);
    if (value >= low && value <= high) continue;
    count++;
    if (first < 0) first = i;
  }
  if (count === 0) return;
  const share = count / (targets.count * outputs);
  const row = Math.floor(first / outputs) + 1;
  const column = String((first % outputs) + 1);
  const place = outputs > 1 ? `row ${row}, column ${column}` : `row ${row}`;
  const value = numberText(targets.at(row - 1, first % outputs));
  const message = `the model ends in '${head}', whose outputs reach from ${low} to ${high}, and ${counted(count, 'target')} (${percentText(share)}) do not: ${value} at ${place} the first; give the last layer no activation, or scale the targets`;
  const severity = share >= manyBeyond ? 'error' : 'warning';
  yield { severity, rule: 'target-range', message, row, ...(outputs > 1 && { column }) };
}

function oneClass(value: number, rows: number): Finding {
  const message = `all ${counted(rows, 'label')} are class ${value}: a classifier needs at least two classes to learn from`;
  return { severity: 'error', rule: 'one-class', message };
}

/** Distinct values in ascending order, each with its count and first row, from 1. */
function valuesOf(rows: number, at: (row: number) => number): { value: number; count: number; row: number }[] {
  const found = new Map<number, { value: number; count: number; row: number }>();
  for (let row = 0; row < rows; row++) {
    const value = at(row);
    const known = found.get(value);
    if (known) known.count++;
    else found.set(value, { value, count: 1, row: row + 1 });
  }
  return [...found.values()].sort((a, b) => a.value - b.value);
}
