import { type LintColumn, rowsByCode } from './lint-column.ts';
import { leastRowsPerValue } from './tell-class.ts';

/** Groups of neighbouring values, of about as many rows each: fine enough for any smooth curve that is not steep at an end. */
const groups = 32;
/** A line is believed only if the order of both columns agrees as well: R² of a line can be the work of one far row. */
const leastOrder = 0.8;

/**
 * The share of a number's variance that one column by itself explains: the largest R² of three rules.
 *
 *     by line    R² = r², r the correlation of both columns (numbers only)
 *     by rank    the same of their ranks, equal ones sharing the middle rank: any rising or falling curve (numbers only)
 *     by step    each row is predicted by the mean of the other rows of its group: for numbers about 32 groups of
 *                neighbouring values, for text each value with at least five rows; the others, and the missing, together
 *
 * Rows without a number in `target` do not count; nor, by line and by rank, those without one in `column`, and where that
 * is more than half, neither rule does.
 */
export function varianceTold(column: LintColumn, target: LintColumn): number {
  const steps = toldByStep(column, target);
  if (!column.numbers) return steps;
  const rows = Uint32Array.from(column.codes.keys()).filter((i) => column.codes[i] >= 0 && target.codes[i] >= 0);
  if (rows.length < column.rows / 2) return steps;
  const [x, y] = [ranks(column), ranks(target)];
  const byRank = squaredCorrelation(
    rows,
    (i) => x[column.codes[i]],
    (i) => y[target.codes[i]],
  );
  const byLine = squaredCorrelation(
    rows,
    (i) => column.numbers![i],
    (i) => target.numbers![i],
  );
  return Math.max(steps, byRank, byRank >= leastOrder ? byLine : 0);
}

/** The middle rank of each distinct value, from 0. */
function ranks({ counts }: LintColumn): Float64Array {
  const result = new Float64Array(counts.length);
  let before = 0;
  for (let c = 0; c < counts.length; c++) {
    result[c] = before + (counts[c] - 1) / 2;
    before += counts[c];
  }
  return result;
}

/** r² = (Σ(x − x̄)(y − ȳ))² / (Σ(x − x̄)² Σ(y − ȳ)²); 0 where either is constant or too large for float64. */
function squaredCorrelation(rows: Uint32Array, x: (i: number) => number, y: (i: number) => number): number {
  let [meanX, meanY] = [0, 0];
  for (const i of rows) {
    meanX += x(i) / rows.length;
    meanY += y(i) / rows.length;
  }
  let [xx, yy, xy] = [0, 0, 0];
  for (const i of rows) {
    const [dx, dy] = [x(i) - meanX, y(i) - meanY];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  const result = (xy / xx) * (xy / yy);
  return Number.isFinite(result) ? result : 0;
}

/** R² of group means, each row left out of its own: a group of m rows with squares S about its mean has S·(m / (m − 1))². */
function toldByStep(column: LintColumn, target: LintColumn): number {
  const values = target.numbers!;
  const { order, starts } = rowsByCode(column);
  const least = Math.max(leastRowsPerValue, column.numbers ? Math.ceil(column.present / groups) : 0);
  const all = new Spread();
  for (let i = 0; i < values.length; i++) all.add(values[i]);

  let unexplained = 0;
  let group = new Spread();
  const rest = new Spread();
  for (let run = 0; run < starts.length - 1; run++) {
    const isWhole = run === 0 || column.texts !== undefined;
    const isRare = column.texts !== undefined && run > 0 && starts[run + 1] - starts[run] < least;
    const into = isRare ? rest : group;
    for (let i = starts[run]; i < starts[run + 1]; i++) into.add(values[order[i]]);
    if (isRare || !(isWhole || group.count >= least || run === starts.length - 2)) continue;
    unexplained += group.leftOut(all);
    group = new Spread();
  }
  unexplained += rest.leftOut(all);
  const total = all.leftOut(all);
  const share = 1 - unexplained / total;
  return Number.isFinite(share) ? Math.max(0, share) : 0;
}

/** Mean and squares about it, updated number by number (Welford, 1962). Those that are not finite do not count. */
class Spread {
  count = 0;
  mean = 0;
  squares = 0;

  add(value: number): void {
    if (!Number.isFinite(value)) return;
    this.count++;
    const difference = value - this.mean;
    this.mean += difference / this.count;
    this.squares += difference * (value - this.mean);
  }

  /** Σ(value − mean of the others)²; a single row is predicted by the mean of all. */
  leftOut(all: Spread): number {
    const { count, mean, squares } = this;
    if (count === 0) return 0;
    if (count === 1) return (mean - all.mean) * (mean - all.mean);
    const factor = count / (count - 1);
    return squares * factor * factor;
  }
}
