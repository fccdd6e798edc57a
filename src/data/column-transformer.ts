import { DataError, NotFittedError, valueText } from '../errors.ts';
import { Tensor } from '../tensor/tensor.ts';
import { CategoryFeatures, type CategoryFeaturesJson, type LearnedCategory } from './category-features.ts';
import { chooseColumns } from './choose-columns.ts';
import { columnsHint } from './columns-hint.ts';
import { counted } from './counted.ts';
import { NumberFeatures, type NumberFeaturesJson } from './number-features.ts';
import { rowIndices } from './row-indices.ts';
import { type ColumnType, Table } from './table.ts';
import {
  type ColumnTransformerOptions,
  requireTransformerOptions,
  type TransformerSettings,
} from './transformer-options.ts';
import { transformerSummary } from './transformer-summary.ts';

/** What `ColumnTransformer.toJSON` gives. */
export interface ColumnTransformerJson {
  readonly type: 'ColumnTransformer';
  readonly options: TransformerSettings;
  /** Rows that `fit` learned from. */
  readonly rows: number;
  readonly numeric: NumberFeaturesJson;
  readonly categorical: readonly CategoryFeaturesJson[];
}

/** What `fit` learned. */
interface Learned {
  readonly rows: number;
  readonly numeric: NumberFeatures;
  readonly categorical: readonly CategoryFeatures[];
  readonly featureNames: readonly string[];
}

/** A table as wide as this was meant to have fewer columns: one of names or identifiers among the categories, mostly. */
const mostFeatures = 10_000;

/**
 * Makes features, numbers that a network can take, of the columns of a table: numbers with gaps filled and scaled,
 * categories one-hot. What it needs to know it learns from the training rows, and does the same to every later table.
 *
 *     const soup = new ColumnTransformer({
 *       drop: ['EIN', 'NAME', 'IS_SUCCESSFUL'],
 *       categorical: { minFrequency: { APPLICATION_TYPE: 500, CLASSIFICATION: 1000 } },
 *     });
 *     const x = soup.fit(table, train).transform(table); // [rows, features]
 *     soup.featureNames;                                 // ['STATUS', 'ASK_AMT', 'APPLICATION_TYPE=T10', …]
 *
 * **Numbers** become one feature each, named as their column. A missing value is filled by `impute`, then comes the
 * logarithm for columns in `log`, then the scaler; so its statistics count the filled cells, as in scikit-learn's
 * pipelines. The logarithm is sign(x) · ln(1 + |x|), which takes every finite number; it is log1p for amounts from 0 on.
 *
 * **Categories** become one feature of 0 and 1 each, `COLUMN=category`. Those of fewer than `minFrequency` rows, and what
 * exceeds `maxCategories` (the least frequent first; of equals the later in order), share the feature `COLUMN (Other)`:
 * with a bracket, so that it is not the `COLUMN=Other` of a category with that name. Missing cells are a category like the
 * others, `COLUMN (missing)`, and rare like them. A category that `fit` did not see, or missing cells where it saw none,
 * go to Other; if nothing was rare in `fit`, all features of the column are 0 for them, as scikit-learn's
 * `handle_unknown='infrequent_if_exist'` has it. With `unknown: 'error'` they are an error.
 *
 * Features come in this order: numbers first; then column by column the categories, numbers by value and text by code
 * unit, the missing cells, Other. Columns are in the order of the table that was fitted, or of `columns` where that is
 * given. A table to transform may have them in another order, and columns besides; it needs no target and nothing that
 * was dropped.
 *
 * Arithmetic is float64, results are float32, of specified bits. Fit on training rows alone, `fit(table, train)`: what saw
 * the test rows leaks them. A transformed row takes 4 bytes a feature.
 *
 * @throws NotFittedError before `fit`. DataError, with row and column where they apply, for a column that is missing or
 *   has changed its type, an infinite value, a category that is unknown under 'error', a result too large for float32; in
 *   `fit` also for names in the options that the table does not have, a column without any value to learn from, and more
 *   than 10,000 features. RangeError, TypeError for options that cannot be.
 */
export class ColumnTransformer {
  /** What it was told, complete. */
  readonly options: TransformerSettings;
  private learned: Learned | undefined;

  constructor(options: ColumnTransformerOptions = {}) {
    this.options = requireTransformerOptions('ColumnTransformer', options);
  }

  /** Learns from the rows at `rows` (from 0), or from all. Rows that are not listed are not looked at. */
  fit(table: Table, rows?: ArrayLike<number>): this {
    const who = 'ColumnTransformer.fit';
    requireTable(who, table);
    const learning = requireRows(who, table, rows);
    const chosen = chooseColumns(who, table, this.options);
    if (chosen.numeric.length > mostFeatures) throw tooManyNumbers(who, chosen.numeric.length);
    const numeric = NumberFeatures.fit(who, table, chosen.numeric, this.options.numeric, learning);
    const categorical = chosen.categorical.map((name) => {
      const features = CategoryFeatures.fit(who, table, name, this.options.categorical, learning);
      if (features.featureNames.length > mostFeatures) throw tooManyCategories(who, features);
      return features;
    });
    this.learned = together(who, learning.length, numeric, categorical);
    return this;
  }

  /** The features of all rows: [rows, features]. */
  transform(table: Table): Tensor {
    const who = 'ColumnTransformer.transform';
    const { numeric, categorical, featureNames } = this.fitted('transform');
    requireTable(who, table);
    const width = featureNames.length;
    const features = new Float32Array(table.rowCount * width);
    numeric.write(who, table, features, width);
    let first = numeric.columns.length;
    for (const one of categorical) {
      one.write(who, table, features, width, first);
      first += one.featureNames.length;
    }
    return new Tensor([table.rowCount, width], features);
  }

  /** `fit` on all rows, and the features of them. */
  fitTransform(table: Table): Tensor {
    return this.fit(table).transform(table);
  }

  /** The name of each feature. */
  get featureNames(): readonly string[] {
    return this.fitted('featureNames').featureNames;
  }

  /** The columns that `transform` needs, with their types: what `readCsv` takes as its option `columns`. */
  get columnTypes(): Readonly<Record<string, ColumnType>> {
    const { numeric, categorical } = this.fitted('columnTypes');
    return Object.fromEntries([
      ...numeric.columns.map((name) => [name, 'number' as const] as const),
      ...categorical.map(({ column, type }) => [column, type] as const),
    ]);
  }

  /** What the categories of a column became, in the order of its features. @throws DataError if it is not among them. */
  categoriesOf(column: string): readonly LearnedCategory[] {
    const { categorical } = this.fitted('categoriesOf');
    const found = categorical.find((one) => one.column === column);
    if (found) return found.learned;
    const hint = columnsHint(
      String(column),
      categorical.map((one) => one.column),
    );
    throw new DataError(`ColumnTransformer.categoriesOf: ${valueText(column)} is no column of categories${hint}`, {
      column: String(column),
    });
  }

  /** What was learned from each column, as text: one line a column, with a line end after the last. */
  summary(): string {
    return transformerSummary(this.options, this.fitted('summary'));
  }

  toJSON(): ColumnTransformerJson {
    const { rows, numeric, categorical } = this.fitted('toJSON');
    return {
      type: 'ColumnTransformer',
      options: this.options,
      rows,
      numeric: numeric.toJSON(),
      categorical: categorical.map((one) => one.toJSON()),
    };
  }

  /**
   * The transformer that `toJSON` wrote down: its features are the same bits. What is read is not trusted.
   *
   * @throws DataError for anything that `toJSON` does not give.
   */
  static fromJSON(json: ColumnTransformerJson): ColumnTransformer {
    const who = 'ColumnTransformer.fromJSON';
    const { type, options, rows, numeric, categorical } = (json ?? {}) as Partial<ColumnTransformerJson>;
    const areParts = Number.isSafeInteger(rows) && Array.isArray(numeric?.columns) && Array.isArray(categorical);
    if (type !== 'ColumnTransformer' || !areParts) {
      throw new DataError(
        `${who}: expected { type: 'ColumnTransformer', options, rows, numeric, categorical }, got ${valueText(json)}`,
      );
    }
    try {
      const transformer = new ColumnTransformer(options);
      const settings = transformer.options;
      const numbers = NumberFeatures.fromJSON(numeric!, settings.numeric);
      const categories = categorical!.map((one) => CategoryFeatures.fromJSON(one, settings.categorical));
      transformer.learned = together(who, rows!, numbers, categories);
      return transformer;
    } catch (error) {
      throw new DataError(`${who}: ${(error as Error).message.slice(0, 500)}`, { cause: error });
    }
  }

  private fitted(method: string): Learned {
    if (this.learned) return this.learned;
    throw new NotFittedError(`ColumnTransformer.${method}: not fitted; call fit(table) first`);
  }
}

/** @throws DataError for too many features, none at all, or two of one name. */
function together(
  who: string,
  rows: number,
  numeric: NumberFeatures,
  categorical: readonly CategoryFeatures[],
): Learned {
  const featureNames = [...numeric.columns, ...categorical.flatMap((one) => one.featureNames)];
  if (featureNames.length > mostFeatures) {
    if (2 * numeric.columns.length > featureNames.length) throw tooManyNumbers(who, numeric.columns.length);
    const widest = categorical.reduce((a, b) => (b.featureNames.length > a.featureNames.length ? b : a));
    throw tooManyCategories(who, widest);
  }
  if (featureNames.length === 0) throw new DataError(`${who}: no features are left`);
  const columns = [...numeric.columns, ...categorical.map(({ column }) => column)];
  for (const names of [columns, featureNames]) {
    const seen = new Set<string>();
    for (const name of names) {
      if (seen.has(name)) {
        throw new DataError(`${who}: two features would be named '${name}'; rename a column`, { column: name });
      }
      seen.add(name);
    }
  }
  return { rows, numeric, categorical, featureNames: Object.freeze(featureNames) };
}

function tooManyNumbers(who: string, columns: number): DataError {
  return new DataError(
    `${who}: ${counted(columns, 'column')} of numbers, a feature each, for more than ${mostFeatures} features in all; drop some`,
  );
}

function tooManyCategories(who: string, { column, featureNames }: CategoryFeatures): DataError {
  return new DataError(
    `${who}: column '${column}' has ${featureNames.length} categories, for more than ${mostFeatures} features in all; drop it if it names rows, or set minFrequency or maxCategories`,
    { column },
  );
}

function requireTable(who: string, table: unknown): void {
  if (!(table instanceof Table)) throw new TypeError(`${who}: expected a Table, got ${valueText(table)}`);
  if (table.rowCount === 0) throw new DataError(`${who}: the table has no rows`);
}

function requireRows(who: string, table: Table, rows: ArrayLike<number> | undefined): Uint32Array {
  const learning = rowIndices(who, 'a table', table.rowCount, rows);
  if (learning.length === 0) throw new DataError(`${who}: no rows to learn from`);
  return learning;
}
