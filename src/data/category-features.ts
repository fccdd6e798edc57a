import { DataError, valueText } from '../errors.ts';
import { countCategories } from './category-counts.ts';
import { infiniteError } from './infinite-error.ts';
import { classesText, type Label } from './labels.ts';
import type { Column, ColumnType, Table } from './table.ts';
import type { TransformerSettings } from './transformer-options.ts';
import { typedColumn } from './typed-column.ts';

/** What a column of categories became: one entry for each feature, and for the one that `dropFirst` left out. */
export interface LearnedCategory {
  /** 'other' stands for all rare ones together, 'missing' for cells without a value. */
  readonly kind: 'category' | 'missing' | 'other';
  /** The category as it stands in the table, where it is one. */
  readonly value?: Label;
  /** Rows that `fit` saw of it. */
  readonly count: number;
  /** Of 'other': the categories that it stands for. */
  readonly categories?: number;
  /** The name of the feature; undefined for what `dropFirst` left out. */
  readonly feature?: string;
}

/** What `fit` learned from a column of categories. */
export interface CategoryFeaturesJson {
  readonly column: string;
  readonly type: ColumnType;
  /** Those with a feature of their own, in its order; null stands for missing cells and comes last. */
  readonly categories: readonly (Label | null)[];
  /** Rows of each. */
  readonly counts: readonly number[];
  /** The categories too rare for a feature, and their rows; null where there are none. */
  readonly other: { readonly categories: number; readonly rows: number } | null;
  /** The rare ones by name, kept only where an unknown category is an error and must be told from them. */
  readonly rare?: readonly (Label | null)[];
}

type Unknown = 'other' | 'error';

/** The place of a category that has no feature: every feature of its column is 0. */
const none = -1;

/** One column of categories as features of 0 and 1: a category each, the missing cells, and Other for all that is rare. */
export class CategoryFeatures {
  readonly column: string;
  readonly type: ColumnType;
  readonly learned: readonly LearnedCategory[];
  readonly featureNames: readonly string[];
  private readonly json: CategoryFeaturesJson;
  /** The place of each known category among the features of the column. */
  private readonly places = new Map<Label, number>();
  /** The places of a missing cell and of an unknown category; undefined if that is an error. */
  private readonly missingPlace: number | undefined;
  private readonly unknownPlace: number | undefined;

  private constructor(json: CategoryFeaturesJson, unknown: Unknown, dropFirst: boolean) {
    const { column, type, categories, counts, other, rare = [] } = json;
    this.json = json;
    this.column = column;
    this.type = type;
    const all: LearnedCategory[] = categories.map((value, k) =>
      value === null
        ? { kind: 'missing', count: counts[k], feature: `${column} (missing)` }
        : { kind: 'category', value, count: counts[k], feature: `${column}=${value}` },
    );
    if (other) {
      all.push({ kind: 'other', categories: other.categories, count: other.rows, feature: `${column} (Other)` });
    }
    const skipped = dropFirst ? 1 : 0;
    this.learned = all.map((one, k) => Object.freeze(k < skipped ? { ...one, feature: undefined } : one));
    this.featureNames = all.slice(skipped).map(({ feature }) => feature!);

    const otherPlace = other ? all.length - 1 - skipped : none;
    this.unknownPlace = unknown === 'other' ? otherPlace : undefined;
    let missingPlace = this.unknownPlace;
    categories.forEach((value, k) => {
      if (value === null) missingPlace = k - skipped;
      else this.places.set(value, k - skipped);
    });
    for (const value of rare) {
      if (value === null) missingPlace = otherPlace;
      else this.places.set(value, otherPlace);
    }
    this.missingPlace = missingPlace;
  }

  /** @param rows the rows to learn from, counted from 0. */
  static fit(
    who: string,
    table: Table,
    column: string,
    { minFrequency, maxCategories, unknown, dropFirst }: TransformerSettings['categorical'],
    rows: Uint32Array,
  ): CategoryFeatures {
    const type = table.type(column);
    const cells = table.column(column);
    const least =
      typeof minFrequency === 'number' ? minFrequency : (new Map(Object.entries(minFrequency)).get(column) ?? 1);
    const { values, counts, missing } = countCategories(cells, rows);
    const infinite = values.find((value) => typeof value === 'number' && !Number.isFinite(value));
    if (infinite !== undefined) {
      throw infiniteError(who, column, infinite as number, rows.find((row) => cells[row] === infinite)!);
    }
    const seen = values.map((value, k) => ({ value: value as Label | null, count: counts[k] }));
    if (missing > 0) seen.push({ value: null, count: missing });
    let kept = seen.filter(({ count }) => count >= least);
    if (maxCategories !== undefined && kept.length + (kept.length < seen.length ? 1 : 0) > maxCategories) {
      const mostFrequent = [...kept].sort((a, b) => b.count - a.count).slice(0, maxCategories - 1);
      kept = kept.filter((one) => mostFrequent.includes(one));
    }
    const rare = seen.filter((one) => !kept.includes(one));
    const json: CategoryFeaturesJson = {
      column,
      type,
      categories: kept.map(({ value }) => value),
      counts: kept.map(({ count }) => count),
      other:
        rare.length === 0 ? null : { categories: rare.length, rows: rare.reduce((sum, { count }) => sum + count, 0) },
      ...(unknown === 'error' && rare.length > 0 && { rare: rare.map(({ value }) => value) }),
    };
    return new CategoryFeatures(json, unknown, dropFirst);
  }

  /** Writes the features of all rows, from place `first` of each row on, which is `width` long and holds zeros. */
  write(who: string, table: Table, features: Float32Array, width: number, first: number): void {
    const { places } = this;
    const column: Column = typedColumn(who, table, this.column, this.type);
    for (let i = 0, start = first; i < column.length; i++, start += width) {
      const place = places.get(column[i]) ?? this.placeOfUnseen(who, column[i], i + 1);
      if (place !== none) features[start + place] = 1;
    }
  }

  private placeOfUnseen(who: string, value: Label, row: number): number {
    const { column } = this;
    const isMissing = value === '' || Number.isNaN(value);
    if (typeof value === 'number' && !isMissing && !Number.isFinite(value)) {
      throw infiniteError(who, column, value, row - 1);
    }
    const place = isMissing ? this.missingPlace : this.unknownPlace;
    if (place !== undefined) return place;
    const got = isMissing ? 'a missing value' : `the category ${valueText(value)}`;
    const seen = classesText([...this.places.keys()]);
    throw new DataError(`${who}: ${got} at row ${row}, column '${column}', was not there in fit; it saw ${seen}`, {
      row,
      column,
    });
  }

  toJSON(): CategoryFeaturesJson {
    const { column, type, categories, counts, other, rare } = this.json;
    return {
      column,
      type,
      categories: [...categories],
      counts: [...counts],
      other: other && { ...other },
      ...(rare && { rare: [...rare] }),
    };
  }

  /** @throws DataError for anything that `toJSON` does not give. */
  static fromJSON(
    json: CategoryFeaturesJson,
    { unknown, dropFirst }: TransformerSettings['categorical'],
  ): CategoryFeatures {
    const { column, type, categories, counts, other = null, rare = [] } = json;
    const refuse = (what: string): never => {
      throw new DataError(`column ${valueText(column)} of categories: ${what}`);
    };
    if (typeof column !== 'string') refuse('expected the name of a column');
    if (type !== 'number' && type !== 'string') refuse(`type must be 'number' or 'string', got ${valueText(type)}`);
    if (!areCategories(categories, type) || !areCategories(rare, type))
      refuse(`expected distinct categories of type ${type}`);
    if (new Set([...categories, ...rare]).size < categories.length + rare.length) refuse('a rare category is not rare');
    if (!Array.isArray(counts) || counts.length !== categories.length || !counts.every(isCount)) {
      refuse(`expected a count of rows for each of ${categories.length} categories`);
    }
    const isOther = other === null ? rare.length === 0 : isCount(other.categories) && isCount(other.rows);
    if (!isOther) refuse('expected counts of the other categories and their rows, or null');
    if (categories.length === 0 && other === null) refuse('no categories');
    const copy = { column, type, categories: [...categories], counts: [...counts] };
    const others = other && { categories: other.categories, rows: other.rows };
    const named = unknown === 'error' && others !== null ? { rare: [...rare] } : {};
    return new CategoryFeatures({ ...copy, other: others, ...named }, unknown, dropFirst);
  }
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Distinct values of a type, and null at most once. */
function areCategories(list: unknown, type: ColumnType): boolean {
  if (!Array.isArray(list) || new Set(list).size < list.length) return false;
  return list.every((value) =>
    value === null || type === 'number'
      ? value === null || Number.isFinite(value)
      : typeof value === 'string' && value !== '',
  );
}
