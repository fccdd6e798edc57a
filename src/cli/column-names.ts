import { InvalidArgumentError } from 'commander';

/** Reads an option that is one or several names of columns, with commas. */
export function columnNames(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.some((name) => name === '')) throw new InvalidArgumentError('Expected names of columns, with commas.');
  return [...new Set(names)];
}
