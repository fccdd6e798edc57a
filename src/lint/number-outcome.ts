import { counted } from '../data/counted.ts';
import type { FlatValues } from '../metrics/scored-values.ts';
import type { Finding, LintPartName } from './finding.ts';
import { numberText } from './wording.ts';

/** Perfect on fewer rows is luck as much as a leak. */
const leastRows = 20;
/** Simulations such as the energy loads of buildings are explained to 0.998; measurements hardly ever are. */
const [perfect, almost] = [0.9999, 0.995];

/** Predicted numbers beside the true ones, output by output. */
export function* numberOutcome(
  targets: FlatValues,
  predictions: FlatValues,
  train: FlatValues | undefined,
  names: readonly string[] | undefined,
  part: LintPartName,
): Generator<Finding> {
  const { rows, columns } = targets;
  for (let j = 0; j < columns; j++) {
    const name = names?.[j] ?? String(j + 1);
    const column = columns > 1 || names ? { column: name } : {};
    const which = column.column === undefined ? '' : ` of '${name}'`;
    const at = ({ data }: FlatValues, row: number): number => data[row * columns + j];
    const wrong = firstWrong(j, targets, predictions);
    if (wrong < rows) {
      const what = isFloat32(at(targets, wrong)) ? 'prediction' : 'target';
      const value = what === 'target' ? at(targets, wrong) : at(predictions, wrong);
      const message = `the ${what}${which} is ${value} at row ${wrong + 1} of ${part}: ${what === 'target' ? 'drop such rows' : 'a weight is not finite, or values overflow; scale the inputs as in training'}`;
      yield { severity: 'error', rule: ruleOf(value), message, row: wrong + 1, part, ...column };
      continue;
    }
    const wrongTrain = train ? firstWrong(j, train) : 0;
    if (train && wrongTrain < train.rows) {
      const value = at(train, wrongTrain);
      const message = `the target${which} is ${value} at row ${wrongTrain + 1} of train, so that there is no mean to compare with: drop such rows before training`;
      yield { severity: 'error', rule: ruleOf(value), message, row: wrongTrain + 1, part: 'train', ...column };
      continue;
    }
    const mean = meanOf(train ?? targets, j);
    let [unexplained, variation] = [0, 0];
    for (let row = 0; row < rows; row++) {
      const [target, error] = [at(targets, row), at(targets, row) - at(predictions, row)];
      unexplained += error * error;
      variation += (target - mean) * (target - mean);
    }
    if (variation === 0) continue; // one value in all rows: nothing to explain
    const r2 = 1 - unexplained / variation;
    const score = `R²${which} is ${numberText(r2)} on ${counted(rows, 'row')} of ${part}`;
    if (!(r2 > 0)) {
      const message = `${score}, and always predicting the mean of ${train ? 'train' : part}, ${numberText(mean)}, gets 0: nothing was learned; look at the scaling of inputs and targets, and at the learning rate`;
      yield { severity: 'error', rule: 'no-better-than-baseline', message, part, ...column };
    } else if (r2 >= almost && rows >= leastRows) {
      const severity = r2 >= perfect ? 'warning' : 'note';
      const message = `${score}, almost too good: does a feature know the target, or does test repeat rows of train? Look at lintTable and lintParts`;
      yield { severity, rule: 'almost-perfect', message, part, ...column };
    }
  }
}

/** The first row in which output `j` of one of them is no number that float32 can hold; the number of rows if there is none. */
function firstWrong(j: number, ...lists: readonly FlatValues[]): number {
  const [{ rows, columns }] = lists;
  let row = 0;
  while (row < rows && lists.every(({ data }) => isFloat32(data[row * columns + j]))) row++;
  return row;
}

function ruleOf(value: number): 'float32-overflow' | 'non-finite' {
  return Number.isFinite(value) ? 'float32-overflow' : 'non-finite';
}

/** Whether it is a number that float32 can hold, but for rounding. */
function isFloat32(value: number): boolean {
  return Number.isFinite(Math.fround(value));
}

function meanOf({ data, rows, columns }: FlatValues, j: number): number {
  let mean = 0;
  for (let row = 0; row < rows; row++) mean += data[row * columns + j] / rows;
  return mean;
}
