import { DataError, valueText } from '../errors.ts';
import { type ColumnFormula, ColumnScaler, type FitRows, isColumnList } from './column-scaler.ts';
import { quantileOfSorted } from './quantile.ts';

/** What `RobustScaler.toJSON` gives. */
export interface RobustScalerJson {
  readonly type: 'RobustScaler';
  readonly center: readonly number[];
  readonly scale: readonly number[];
}

/** What `fit` learned, one number a column. */
interface Statistics {
  readonly center: Float64Array;
  readonly scale: Float64Array;
}

/**
 * Centres each column by its median and scales it by the distance of its quartiles, which a few extreme values do not
 * move: z = (x − median) / (q₇₅ − q₂₅). As scikit-learn's.
 *
 * Quantiles are linear between the two nearest values. A column whose quartiles are less than 10·2⁻⁵² apart has scale 1,
 * scikit-learn's bound: half of its values are equal, and the others keep their distance from them.
 *
 * Statistics and arithmetic are float64. A matrix { data, shape } comes out as a float32 matrix, nested rows as nested
 * rows. Fit on training rows alone, `fit(x, train)`: statistics that saw the test rows leak them. `fit` sorts each column.
 *
 *     const scaler = new RobustScaler().fit(x, train);
 *     const scaled = scaler.transform(x);
 *
 * @throws NotFittedError before `fit`. DataError with row and column for a NaN or infinite value. ShapeError for another
 *   number of columns than it was fitted on.
 */
export class RobustScaler extends ColumnScaler<Statistics> {
  constructor() {
    super('RobustScaler');
  }

  protected override learn(who: string, { data, count, columns, start }: FitRows): Statistics {
    const center = new Float64Array(columns);
    const scale = new Float64Array(columns);
    const values = new Float64Array(count);
    for (let j = 0; j < columns; j++) {
      for (let i = 0; i < count; i++) values[i] = data[start(i) + j];
      values.sort();
      center[j] = quantileOfSorted(values, 0.5);
      const range = quantileOfSorted(values, 0.75) - quantileOfSorted(values, 0.25);
      if (!Number.isFinite(center[j]) || !Number.isFinite(range)) {
        throw new DataError(`${who}: the values of column ${j + 1} are too far apart to subtract in float64`, {
          column: String(j + 1),
        });
      }
      scale[j] = range < 10 * Number.EPSILON ? 1 : range;
    }
    return { center, scale };
  }

  /** z = (x − median) / scale. */
  protected override forward({ center, scale }: Statistics): ColumnFormula {
    return (x, j) => (x - center[j]) / scale[j];
  }

  /** x = z · scale + median. */
  protected override inverse({ center, scale }: Statistics): ColumnFormula {
    return (z, j) => z * scale[j] + center[j];
  }

  /** The median of each column. */
  get center(): Float64Array {
    return this.fitted('center').center.slice();
  }

  /** What each column is divided by: q₇₅ − q₂₅, or 1 where that is 0. */
  get scale(): Float64Array {
    return this.fitted('scale').scale.slice();
  }

  toJSON(): RobustScalerJson {
    const { center, scale } = this.fitted('toJSON');
    return { type: 'RobustScaler', center: [...center], scale: [...scale] };
  }

  static fromJSON(json: RobustScalerJson): RobustScaler {
    const columns = json?.center?.length;
    if (
      json?.type !== 'RobustScaler' ||
      !isColumnList(json.center, columns) ||
      !isColumnList(json.scale, columns, (value) => value > 0)
    ) {
      throw new DataError(
        `RobustScaler.fromJSON: expected { type: 'RobustScaler', center, scale > 0 }, lists of finite numbers of one length, got ${valueText(json)}`,
      );
    }
    const scaler = new RobustScaler();
    scaler.statistics = { center: Float64Array.from(json.center), scale: Float64Array.from(json.scale) };
    return scaler;
  }
}
