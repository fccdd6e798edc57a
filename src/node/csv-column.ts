import { parseNumber } from '../data/parse-number.ts';
import type { ColumnType } from '../data/table.ts';

/**
 * A column that is being read. Its type is given, or found: numbers as long as every cell that is not empty spells one.
 *
 * While it holds numbers, only cells spelled otherwise than JavaScript would ('7.0', '007') are kept as text too, so
 * that a column which turns out to be text still has every cell as it was, at little more memory than the numbers.
 */
export class CsvColumn {
  readonly name: string;
  type: ColumnType | undefined;
  private numbers: number[] = [];
  private spellings = new Map<number, string>();
  private texts: string[] = [];

  constructor(name: string, type: ColumnType | undefined) {
    this.name = name;
    this.type = type;
  }

  /** Takes the next cell; false if the column is of numbers and `text` is none. */
  add(text: string): boolean {
    if (this.type !== 'string') {
      const value = parseNumber(text);
      if (value !== undefined) {
        if (this.type === undefined && text !== spelling(value)) this.spellings.set(this.numbers.length, text);
        this.numbers.push(value);
        return true;
      }
      if (this.type === 'number') return false;
      this.type = 'string';
      this.texts = this.numbers.map((number, i) => this.spellings.get(i) ?? spelling(number));
      this.numbers = [];
      this.spellings.clear();
    }
    this.texts.push(text);
    return true;
  }

  /** The values so far, and from here on none. The type found for them is kept. */
  take(): number[] | string[] {
    this.type ??= 'number';
    const values = this.type === 'number' ? this.numbers : this.texts;
    this.numbers = [];
    this.spellings.clear();
    this.texts = [];
    return values;
  }
}

/** How JavaScript writes the number; nothing for a missing one. */
function spelling(value: number): string {
  return Number.isNaN(value) ? '' : String(value);
}
