import { InvalidArgumentError } from 'commander';

/** Reads an option that is a finite number. */
export function finiteNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Expected a finite number.');
}

/** Reads an option that is finite numbers with commas between them. */
export function numberList(text: string): number[] {
  return text.split(',').map((part) => {
    const value = Number(part);
    if (part.trim() !== '' && Number.isFinite(value)) return value;
    throw new InvalidArgumentError(`Expected finite numbers with commas, such as 1,-2,0; '${part}' is none.`);
  });
}
