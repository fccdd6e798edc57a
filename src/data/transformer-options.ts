import {
  requireBoolean,
  requireFinite,
  requireInteger,
  requireKnownOptions,
  requireOneOf,
  valueText,
} from '../errors.ts';
import { requireNames } from './require-names.ts';

const imputations = ['median', 'mean'] as const;
const scales = ['standard', 'minMax', 'robust', 'none'] as const;
const unknowns = ['other', 'error'] as const;

/** How numbers are scaled: by `StandardScaler`, `MinMaxScaler`, `RobustScaler`, or not at all. */
export type ScaleName = (typeof scales)[number];

export interface NumericColumnsOptions {
  /** The columns to take as numbers; all number columns that are neither dropped nor categorical unless given. */
  readonly columns?: readonly string[];
  /** What stands for a missing value: the median or mean of those that are there, or a number. 'median' unless given. */
  readonly impute?: 'median' | 'mean' | number;
  /** 'standard' unless given. */
  readonly scale?: ScaleName;
  /** The columns that become sign(x) · ln(1 + |x|) before they are scaled. None unless given. */
  readonly log?: readonly string[];
}

export interface CategoricalColumnsOptions {
  /** The columns to take as categories, of numbers too; all text columns that are not dropped unless given. */
  readonly columns?: readonly string[];
  /**
   * A category of fewer rows joins Other. For all columns, or by name (1 for the others). 1 unless given: each category
   * has a feature of its own.
   */
  readonly minFrequency?: number | Readonly<Record<string, number>>;
  /** Features that a column has at most, Other included: the most frequent categories stay. No bound unless given. */
  readonly maxCategories?: number;
  /** What a category that `fit` did not see becomes: Other, or a DataError. 'other' unless given. */
  readonly unknown?: 'other' | 'error';
  /** Whether each column's first feature is left out, as it follows from the others. false unless given. */
  readonly dropFirst?: boolean;
}

export interface ColumnTransformerOptions {
  /** Columns to leave out. */
  readonly drop?: readonly string[];
  readonly numeric?: NumericColumnsOptions;
  readonly categorical?: CategoricalColumnsOptions;
}

/** The options with everything filled in that has a value of its own: plain JSON. */
export interface TransformerSettings {
  readonly drop: readonly string[];
  readonly numeric: NumericColumnsOptions & Required<Omit<NumericColumnsOptions, 'columns'>>;
  readonly categorical: CategoricalColumnsOptions &
    Required<Omit<CategoricalColumnsOptions, 'columns' | 'maxCategories'>>;
}

/** The options, checked and complete; a copy. */
export function requireTransformerOptions(who: string, options: ColumnTransformerOptions): TransformerSettings {
  requireKnownOptions(who, options, ['drop', 'numeric', 'categorical']);
  const { drop = [], numeric = {}, categorical = {} } = options;
  return Object.freeze({
    drop: namesOnce(who, 'drop', drop),
    numeric: numericSettings(`${who}: numeric`, numeric),
    categorical: categoricalSettings(`${who}: categorical`, categorical),
  });
}

function numericSettings(who: string, options: NumericColumnsOptions): TransformerSettings['numeric'] {
  requireKnownOptions(who, options, ['columns', 'impute', 'scale', 'log']);
  const { columns, impute = 'median', scale = 'standard', log = [] } = options;
  if (typeof impute === 'number') requireFinite(who, { impute });
  else if (!imputations.includes(impute)) {
    throw new RangeError(`${who}: impute must be 'median', 'mean' or a number, got ${valueText(impute)}`);
  }
  requireOneOf(who, 'scale', scale, scales);
  return Object.freeze({
    ...(columns && { columns: namesOnce(who, 'columns', columns) }),
    impute,
    scale,
    log: namesOnce(who, 'log', log),
  });
}

function categoricalSettings(who: string, options: CategoricalColumnsOptions): TransformerSettings['categorical'] {
  requireKnownOptions(who, options, ['columns', 'minFrequency', 'maxCategories', 'unknown', 'dropFirst']);
  const { columns, minFrequency = 1, maxCategories, unknown = 'other', dropFirst = false } = options;
  if (maxCategories !== undefined) requireInteger(who, { maxCategories }, 2);
  requireOneOf(who, 'unknown', unknown, unknowns);
  requireBoolean(who, { dropFirst });
  return Object.freeze({
    ...(columns && { columns: namesOnce(who, 'columns', columns) }),
    minFrequency: requireFrequencies(who, minFrequency),
    ...(maxCategories !== undefined && { maxCategories }),
    unknown,
    dropFirst,
  });
}

function requireFrequencies(who: string, minFrequency: unknown): number | Readonly<Record<string, number>> {
  if (typeof minFrequency !== 'object' || minFrequency === null || Array.isArray(minFrequency)) {
    requireInteger(who, { minFrequency }, 1);
    return minFrequency as number;
  }
  const entries = Object.entries(minFrequency);
  for (const [name, count] of entries) requireInteger(who, { [`minFrequency of '${name}'`]: count }, 1);
  return Object.freeze(Object.fromEntries(entries));
}

/** A list of names of columns, none twice; a copy. */
function namesOnce(who: string, what: string, names: unknown): readonly string[] {
  requireNames(who, what, names);
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw new RangeError(`${who}: ${what} names '${name}' twice`);
    seen.add(name);
  }
  return Object.freeze([...names]);
}
