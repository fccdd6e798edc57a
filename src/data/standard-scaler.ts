import { DataError, valueText } from '../errors.ts';
import { type ColumnFormula, ColumnScaler, type FitRows, isColumnList } from './column-scaler.ts';

/** What `StandardScaler.toJSON` gives. */
export interface StandardScalerJson {
  readonly type: 'StandardScaler';
  readonly mean: readonly number[];
  readonly variance: readonly number[];
  readonly scale: readonly number[];
}

/** What `fit` learned, one number a column. */
interface Statistics {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  readonly scale: Float64Array;
}

/**
 * Centres each column and scales it to unit deviation: z = (x − μ) / σ. As scikit-learn's.
 *
 *     μ = Σx / n        σ² = (Σ(x − μ)² − (Σ(x − μ))² / n) / n
 *
 * Population variance. The second term of it is what rounding left in μ (Chan, Golub & LeVeque, 1983, equation 1.7).
 * A column that is constant but for rounding has scale 1: σ² ≤ n·ε·σ² + (n·μ·ε)² with ε = 2⁻⁵², scikit-learn's bound.
 *
 * Statistics and arithmetic are float64. A matrix { data, shape } comes out as a float32 matrix, nested rows as nested
 * rows. Fit on training rows alone, `fit(x, train)`: statistics that saw the test rows leak them.
 *
 *     const scaler = new StandardScaler().fit(x, train);
 *     const scaled = scaler.transform(x);
 *
 * @throws NotFittedError before `fit`. DataError with row and column for a NaN or infinite value. ShapeError for another
 *   number of columns than it was fitted on.
 * @see Chan, Golub & LeVeque, "Algorithms for computing the sample variance", The American Statistician 37(3), 1983.
 */
export class StandardScaler extends ColumnScaler<Statistics> {
  constructor() {
    super('StandardScaler');
  }

  protected override learn(who: string, { data, count: n, columns, start }: FitRows): Statistics {
    const mean = new Float64Array(columns);
    for (let i = 0; i < n; i++) {
      const at = start(i);
      for (let j = 0; j < columns; j++) mean[j] += data[at + j];
    }
    for (let j = 0; j < columns; j++) mean[j] /= n;

    const left = new Float64Array(columns);
    const variance = new Float64Array(columns);
    for (let i = 0; i < n; i++) {
      const at = start(i);
      for (let j = 0; j < columns; j++) {
        const difference = data[at + j] - mean[j];
        left[j] += difference;
        variance[j] += difference * difference;
      }
    }
    const scale = new Float64Array(columns);
    for (let j = 0; j < columns; j++) {
      variance[j] = Math.max(0, (variance[j] - (left[j] * left[j]) / n) / n);
      if (!Number.isFinite(variance[j])) {
        throw new DataError(`${who}: the values of column ${j + 1} are too large to square and add in float64`, {
          column: String(j + 1),
        });
      }
      const rounding = n * mean[j] * Number.EPSILON;
      const constant = variance[j] <= n * Number.EPSILON * variance[j] + rounding * rounding;
      scale[j] = constant ? 1 : Math.sqrt(variance[j]);
    }
    return { mean, variance, scale };
  }

  /** z = (x − μ) / σ. */
  protected override forward({ mean, scale }: Statistics): ColumnFormula {
    return (x, j) => (x - mean[j]) / scale[j];
  }

  /** x = z · σ + μ. */
  protected override inverse({ mean, scale }: Statistics): ColumnFormula {
    return (z, j) => z * scale[j] + mean[j];
  }

  /** The mean μ of each column. */
  get mean(): Float64Array {
    return this.fitted('mean').mean.slice();
  }

  /** The population variance σ² of each column. */
  get variance(): Float64Array {
    return this.fitted('variance').variance.slice();
  }

  /** What each column is divided by: σ, or 1 where it is constant. */
  get scale(): Float64Array {
    return this.fitted('scale').scale.slice();
  }

  toJSON(): StandardScalerJson {
    const { mean, variance, scale } = this.fitted('toJSON');
    return { type: 'StandardScaler', mean: [...mean], variance: [...variance], scale: [...scale] };
  }

  static fromJSON(json: StandardScalerJson): StandardScaler {
    const columns = json?.mean?.length;
    if (
      json?.type !== 'StandardScaler' ||
      !isColumnList(json.mean, columns) ||
      !isColumnList(json.variance, columns, (value) => value >= 0) ||
      !isColumnList(json.scale, columns, (value) => value > 0)
    ) {
      throw new DataError(
        `StandardScaler.fromJSON: expected { type: 'StandardScaler', mean, variance ≥ 0, scale > 0 }, lists of finite numbers of one length, got ${valueText(json)}`,
      );
    }
    const scaler = new StandardScaler();
    scaler.statistics = {
      mean: Float64Array.from(json.mean),
      variance: Float64Array.from(json.variance),
      scale: Float64Array.from(json.scale),
    };
    return scaler;
  }
}
