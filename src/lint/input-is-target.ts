import type { Rows } from '../data/rows.ts';
import type { Finding } from './finding.ts';
import type { Setup } from './setup.ts';

/** A column of inputs that is the target but for an offset and a factor. */
export function* inputIsTarget({ inputs, targets, columnNames }: Setup): Generator<Finding> {
  if (targets.size !== 1 || inputs.shape.length !== 1 || targets.count < leastRows) return;
  let [low, high] = [0, 0]; // the rows of the least and the largest target, between which the factor is known best
  for (let row = 1; row < targets.count; row++) {
    if (targets.at(row) < targets.at(low)) low = row;
    if (targets.at(row) > targets.at(high)) high = row;
  }
  if (targets.at(low) === targets.at(high)) return;
  for (let j = 0; j < inputs.size; j++) {
    const line = lineBetween(inputs, targets, j, low, high);
    if (!line || !isLine(inputs, targets, j, line)) continue;
    const column = columnNames[j];
    const isSame = line.factor === 1 && line.offset === 0;
    const message = `column '${column}' is the target in all ${inputs.count} rows${isSame ? '' : ', but for an offset and a factor'}: leave it out of the features`;
    yield { severity: 'error', rule: 'target-leak', message, column };
  }
}

/** Two points always lie on a line; two classes do on as many as chance allows. */
const leastRows = 10;
/** How far off the line a column may be, for its scaler and for float32: a share of what it varies by. */
const tolerance = 1e-4;
/** Roundings to float32, each by half of 2⁻²³ at most, that numbers may have met; with room to spare. */
const float32Room = 4 / 0x800000;
/** A column that varies so little beside its own offset that float32 blurs more of it than this may be a line by chance. */
const mostBlurred = 0.01;

/** x = offset + factor · y, and how far off it a number may be. */
interface Line {
  readonly offset: number;
  readonly factor: number;
  readonly room: number;
}

/** The line through two rows; undefined where it is level, or float32 would take other columns for it. */
function lineBetween(inputs: Rows, targets: Rows, j: number, low: number, high: number): Line | undefined {
  const [x, y] = [inputs.at(low, j), targets.at(low)];
  const [rise, range] = [inputs.at(high, j) - x, targets.at(high) - y];
  if (rise === 0) return undefined;
  const factor = rise / range;
  const largest = Math.max(Math.abs(x), Math.abs(inputs.at(high, j)));
  const largestTarget = Math.max(Math.abs(y), Math.abs(targets.at(high)));
  const blur = float32Room * (largest + Math.abs(factor) * largestTarget);
  if (blur > mostBlurred * Math.abs(rise)) return undefined;
  return { offset: x - factor * y, factor, room: tolerance * Math.abs(rise) + blur };
}

function isLine(inputs: Rows, targets: Rows, j: number, { offset, factor, room }: Line): boolean {
  for (let row = 0; row < inputs.count; row++) {
    if (!(Math.abs(offset + factor * targets.at(row) - inputs.at(row, j)) <= room)) return false;
  }
  return true;
}
