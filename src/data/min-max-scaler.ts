import { DataError, requireKnownOptions, valueText } from '../errors.ts';
import { type ColumnFormula, ColumnScaler, type FitRows, isColumnList } from './column-scaler.ts';

export interface MinMaxScalerOptions {
  /** Where the smallest and the largest value of each column go. [0, 1] unless given. */
  readonly featureRange?: readonly [low: number, high: number];
  /** Whether values beyond those seen in `fit` are cut to `featureRange`. false unless given. */
  readonly clip?: boolean;
}

/** What `MinMaxScaler.toJSON` gives. */
export interface MinMaxScalerJson {
  readonly type: 'MinMaxScaler';
  readonly featureRange: readonly [low: number, high: number];
  readonly clip: boolean;
  readonly dataMin: readonly number[];
  readonly dataMax: readonly number[];
}

/** What `fit` learned, one number a column. */
interface Statistics {
  readonly dataMin: Float64Array;
  readonly dataMax: Float64Array;
  /** dataMax − dataMin, or 1 where the column is constant. */
  readonly divisor: Float64Array;
  /** (high − low) / divisor. */
  readonly scale: Float64Array;
}

/**
 * Maps each column linearly so that its smallest value becomes `low` and its largest `high`. As scikit-learn's.
 *
 *     z = (x − min) / (max − min) · (high − low) + low        [low, high] = featureRange, [0, 1] unless given
 *
 * A column whose max − min is below 10·2⁻⁵² counts as constant, scikit-learn's bound: it is divided by 1, so what was
 * seen becomes low. Values that `fit` did not see may leave the range, unless `clip` is set; `inverseTransform` does not
 * bring back what was clipped. The formula is computed as it stands, so that the smallest value becomes exactly `low`;
 * scikit-learn multiplies out, which costs digits where |min| is far above max − min.
 *
 * Statistics and arithmetic are float64. A matrix { data, shape } comes out as a float32 matrix, nested rows as nested
 * rows. Fit on training rows alone, `fit(x, train)`: statistics that saw the test rows leak them.
 *
 *     const scaler = new MinMaxScaler({ featureRange: [-1, 1] }).fit(x, train);
 *     const scaled = scaler.transform(x);
 *
 * @throws RangeError unless low < high. NotFittedError before `fit`. DataError with row and column for a NaN or infinite
 *   value. ShapeError for another number of columns than it was fitted on.
 */
export class MinMaxScaler extends ColumnScaler<Statistics> {
  readonly featureRange: readonly [low: number, high: number];
  readonly clip: boolean;

  constructor(options: MinMaxScalerOptions = {}) {
    super('MinMaxScaler');
    requireKnownOptions('MinMaxScaler', options, ['featureRange', 'clip']);
    const { featureRange = [0, 1] as unknown, clip = false } = options;
    if (!isFeatureRange(featureRange)) {
      const got = Array.isArray(featureRange) ? `[${featureRange.map(valueText).join(', ')}]` : valueText(featureRange);
      throw new RangeError(`MinMaxScaler: featureRange must be [low, high], finite and low below high, got ${got}`);
    }
    if (typeof clip !== 'boolean') {
      throw new TypeError(`MinMaxScaler: clip must be true or false, got ${valueText(clip)}`);
    }
    this.featureRange = Object.freeze([featureRange[0], featureRange[1]] as const);
    this.clip = clip;
  }

  protected override learn(who: string, { data, count, columns, start }: FitRows): Statistics {
    const dataMin = new Float64Array(columns).fill(Number.POSITIVE_INFINITY);
    const dataMax = new Float64Array(columns).fill(Number.NEGATIVE_INFINITY);
    for (let i = 0; i < count; i++) {
      const at = start(i);
      for (let j = 0; j < columns; j++) {
        dataMin[j] = Math.min(dataMin[j], data[at + j]);
        dataMax[j] = Math.max(dataMax[j], data[at + j]);
      }
    }
    const wide = dataMin.findIndex((min, j) => !Number.isFinite(dataMax[j] - min));
    if (wide >= 0) {
      throw new DataError(`${who}: the values of column ${wide + 1} are too far apart to subtract in float64`, {
        column: String(wide + 1),
      });
    }
    return this.statisticsOf(dataMin, dataMax);
  }

  private statisticsOf(dataMin: Float64Array, dataMax: Float64Array): Statistics {
    const [low, high] = this.featureRange;
    const divisor = dataMin.map((min, j) => (dataMax[j] - min < 10 * Number.EPSILON ? 1 : dataMax[j] - min));
    return { dataMin, dataMax, divisor, scale: divisor.map((range) => (high - low) / range) };
  }

  protected override forward({ dataMin, divisor }: Statistics): ColumnFormula {
    const [low, high] = this.featureRange;
    const formula: ColumnFormula = (x, j) => ((x - dataMin[j]) / divisor[j]) * (high - low) + low;
    return this.clip ? (x, j) => Math.min(Math.max(formula(x, j), low), high) : formula;
  }

  /** x = (z − low) / (high − low) · (max − min) + min. */
  protected override inverse({ dataMin, divisor }: Statistics): ColumnFormula {
    const [low, high] = this.featureRange;
    return (z, j) => ((z - low) / (high - low)) * divisor[j] + dataMin[j];
  }

  /** The smallest value of each column. */
  get dataMin(): Float64Array {
    return this.fitted('dataMin').dataMin.slice();
  }

  /** The largest value of each column. */
  get dataMax(): Float64Array {
    return this.fitted('dataMax').dataMax.slice();
  }

  /** dataMax − dataMin of each column. */
  get dataRange(): Float64Array {
    const { dataMin, dataMax } = this.fitted('dataRange');
    return dataMax.map((max, j) => max - dataMin[j]);
  }

  /** What one unit of each column becomes: (high − low) / (max − min), or high − low where it is constant. */
  get scale(): Float64Array {
    return this.fitted('scale').scale.slice();
  }

  /** What 0 becomes in each column, without clipping: low − min · scale. scikit-learn's `min_`. */
  get min(): Float64Array {
    const { dataMin, scale } = this.fitted('min');
    return scale.map((factor, j) => this.featureRange[0] - dataMin[j] * factor);
  }

  toJSON(): MinMaxScalerJson {
    const { dataMin, dataMax } = this.fitted('toJSON');
    const [low, high] = this.featureRange;
    return {
      type: 'MinMaxScaler',
      featureRange: [low, high],
      clip: this.clip,
      dataMin: [...dataMin],
      dataMax: [...dataMax],
    };
  }

  static fromJSON(json: MinMaxScalerJson): MinMaxScaler {
    const columns = json?.dataMin?.length;
    if (
      json?.type !== 'MinMaxScaler' ||
      !isFeatureRange(json.featureRange) ||
      typeof json.clip !== 'boolean' ||
      !isColumnList(json.dataMin, columns) ||
      !isColumnList(json.dataMax, columns, (max, j) => Number.isFinite(max - json.dataMin[j]) && max >= json.dataMin[j])
    ) {
      throw new DataError(
        `MinMaxScaler.fromJSON: expected { type: 'MinMaxScaler', featureRange: [low, high], clip, dataMin, dataMax ≥ dataMin }, lists of finite numbers of one length, got ${valueText(json)}`,
      );
    }
    const scaler = new MinMaxScaler({ featureRange: json.featureRange, clip: json.clip });
    scaler.statistics = scaler.statisticsOf(Float64Array.from(json.dataMin), Float64Array.from(json.dataMax));
    return scaler;
  }
}

function isFeatureRange(range: unknown): range is readonly [low: number, high: number] {
  if (!Array.isArray(range) || range.length !== 2) return false;
  const [low, high] = range;
  return Number.isFinite(low) && Number.isFinite(high) && low < high && Number.isFinite(high - low);
}
