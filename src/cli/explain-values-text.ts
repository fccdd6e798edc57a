/** Tensors as lines of numbers. */
import type { Values } from '../explain/values.ts';
import { padded, placesOf, signedText } from './explain-figure.ts';

/** The rows of a tensor, its last axis across, digits below digits; images with an empty line between the matrices. */
export function valueLines({ shape, values }: Values): string[] {
  const columns = shape.length === 0 ? 1 : shape[shape.length - 1];
  const cells = values.map(signedText);
  const places = Math.max(...cells.map(placesOf)) + 2;
  const lines: string[] = [];
  const rows = shape.length > 2 ? shape[shape.length - 2] : Number.POSITIVE_INFINITY;
  for (let from = 0; from < cells.length; from += columns) {
    if (from > 0 && (from / columns) % rows === 0) lines.push('');
    lines.push(
      cells
        .slice(from, from + columns)
        .map((cell) => padded(cell, places))
        .join('')
        .trimEnd(),
    );
  }
  return lines;
}

/** `[1, −2], [3, 0]`: a tensor in one line. */
export function valuesText({ shape, values }: Values): string {
  const columns = shape.length === 0 ? 1 : shape[shape.length - 1];
  const cells = values.map((value) => signedText(value).trim());
  if (shape.length === 0) return cells[0];
  const rows = Array.from(
    { length: values.length / columns },
    (_, i) => `[${cells.slice(i * columns, (i + 1) * columns).join(', ')}]`,
  );
  return rows.join(', ');
}

/** A label with a block of lines to its right. */
export function beside(label: string, block: readonly string[], places: number): string[] {
  const lines = block.length > 0 ? block : [''];
  return lines.map((line, i) => `${padded(i === 0 ? label : '', places)} ${line}`.trimEnd());
}
