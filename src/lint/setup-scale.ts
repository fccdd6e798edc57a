import { counted } from '../data/counted.ts';
import type { Rows } from '../data/rows.ts';
import type { Finding } from './finding.ts';
import type { Setup } from './setup.ts';
import { namesText, numberText } from './wording.ts';

/**
 * Initial weights and usual learning rates are made for inputs of mean square 1, as scalers leave them. Ten times that and
 * units saturate or die; columns that are a hundredth of it, or hardly move beside their own offset, are not seen for long.
 */
const [largest, smallest, leastSpread] = [10, 0.01, 0.01];
/** Outputs begin within a few units of 0 and move by about a learning rate a step. */
const [largestTarget, smallestTarget] = [100, 0.01];
/** Rows that the scale of a column is found from: every s-th where there are more. */
const mostRows = 20000;
/** Numbers that the scale of images is found from, whole images all of them, and images that are looked at however large they are. */
const [mostNumbers, leastImages] = [1_000_000, 20];

interface Scale {
  readonly name: string;
  readonly mean: number;
  readonly deviation: number;
  /** Root of the mean square. */
  readonly size: number;
  readonly most: number;
  /** Whether there is nothing but 0 and 1: one of the columns that stand for a category. */
  readonly isMark: boolean;
}

/** Inputs that are far from mean square 1, or hardly vary beside their mean. */
export function* unscaled(setup: Setup): Generator<Finding> {
  const { inputs, columnNames } = setup;
  if (inputs.shape.length !== 1) {
    yield* unscaledImages(setup);
    return;
  }
  const scales = columnNames.map((name, j) => scaleOf(name, inputs, mostRows, j));
  const far = scales.map((scale) => ({ scale, factor: farness(scale) })).filter(({ factor }) => factor > 1);
  if (far.length === 0) return;
  far.sort((a, b) => b.factor - a.factor);
  const { name, mean, deviation } = far[0].scale;
  const others = far.slice(1).map(({ scale }) => scale.name);
  const rest = others.length > 0 ? `, and so have ${namesText(others)}` : '';
  const message = `column '${name}' has mean ${numberText(mean)} and deviation ${numberText(deviation)}, far from 0 and 1${rest}: ${counted(far.length, 'column')} of ${scales.length} in all; scale by what the training rows say (StandardScaler), and take logarithms of what reaches very far`;
  yield { severity: 'warning', rule: 'unscaled', message, column: name };
}

/** How many times further off than is usual; at most 1 where nothing is to be said. */
function farness({ deviation, size, most, isMark }: Scale): number {
  if (isMark || deviation === 0) return 0; // what is constant is a finding of its own
  return Math.max(size / largest, smallest / most, leastSpread / (deviation / size));
}

function* unscaledImages({ inputs }: Setup): Generator<Finding> {
  const images = Math.max(leastImages, Math.floor(mostNumbers / inputs.size));
  const all = scaleOf('x', inputs, images, 0, inputs.size);
  if (!(all.size > largest)) return; // which is NaN where no number is finite
  const message = `inputs are not scaled (mean ${numberText(all.mean)}, largest ${numberText(all.most)}): for grey levels give scale: 1 / 255`;
  yield { severity: 'warning', rule: 'unscaled', message };
}

/** Targets of a regression far from where outputs begin. */
export function* unscaledTarget({ head, loss, targets, outputs }: Setup): Generator<Finding> {
  if (loss === 'crossEntropy' || head === 'softmax' || targets.size !== outputs) return;
  for (let j = 0; j < outputs; j++) {
    const { mean, deviation } = scaleOf('y', targets, mostRows, j);
    if (deviation === 0) continue;
    const isLarge = Math.max(Math.abs(mean), deviation) > largestTarget;
    if (!isLarge && Math.max(Math.abs(mean), deviation) >= smallestTarget) continue;
    const which = outputs > 1 ? `target ${j + 1}` : 'the target';
    const message = `${which} has mean ${numberText(mean)} and deviation ${numberText(deviation)}, and outputs begin near 0 with a deviation of about 1: scale it by what the training rows say, and scale predictions back`;
    yield { severity: 'warning', rule: 'unscaled-target', message, ...(outputs > 1 && { column: String(j + 1) }) };
  }
}

/**
 * Mean, deviation and size of the finite numbers in columns `from` to `to` (itself not among them) of at most `most` rows that lie
 * evenly. All these columns of a row are read: a stride over pixels would meet the same few places of each image, its border say.
 */
function scaleOf(name: string, rows: Rows, most: number, from: number, to = from + 1): Scale {
  const stride = Math.ceil(rows.count / most);
  let [n, mean, squares, size, largest] = [0, 0, 0, 0, 0];
  let isMark = true;
  for (let row = 0; row < rows.count; row += stride) {
    for (let j = from; j < to; j++) {
      const value = rows.at(row, j);
      if (!Number.isFinite(value)) continue;
      n++;
      const difference = value - mean;
      mean += difference / n;
      squares += difference * (value - mean);
      size += value * value;
      largest = Math.max(largest, Math.abs(value));
      if (value !== 0 && value !== 1) isMark = false;
    }
  }
  return { name, mean, deviation: Math.sqrt(squares / n), size: Math.sqrt(size / n), most: largest, isMark };
}
