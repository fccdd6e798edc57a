const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/**
 * The number a cell of text spells, surrounding white space aside: NaN for an empty cell, undefined for anything else
 * that is not a decimal number of finite value. Stricter than `Number`: no `0x10`, no `Infinity`, no `1e999`.
 */
export function parseNumber(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return Number.NaN;
  if (!decimal.test(trimmed)) return undefined;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : undefined;
}
