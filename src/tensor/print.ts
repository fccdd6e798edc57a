/** How a tensor looks in the console: like a NumPy array, with its shape; long axes are cut, long rows broken. */
import { shapeText } from '../errors.ts';
import type { Shape } from './shape.ts';
import { sizeOf } from './shape.ts';

const mostValues = 1000; // beyond it, axes longer than 2 · edge show only their edges
const edge = 3;
const lineWidth = 75;

/** `values` undefined: the tensor belongs to a recorded graph and has none to show. */
export function printTensor(shape: Shape, values: Float32Array | undefined, requiresGrad: boolean): string {
  const after = `shape ${shapeText(shape)}${requiresGrad ? ', requiresGrad' : ''}`;
  if (!values) return `tensor(recorded, ${after})`;
  const cut = sizeOf(shape) > mostValues;
  const shown: number[] = [];
  collect(shape, 0, 0, cut, (offset) => shown.push(values[offset]));
  const texts = formatAll(shown);
  let next = 0;
  const indent = 'tensor('.length;
  const body = draw(shape, 0, cut, indent, () => texts[next++]);
  return `tensor(${body}, ${after})`;
}

/** Indices along an axis that are shown; −1 stands for the dots. */
function shownIndices(size: number, cut: boolean): number[] {
  if (!cut || size <= 2 * edge) return Array.from({ length: size }, (_, i) => i);
  return [0, 1, 2, -1, size - 3, size - 2, size - 1];
}

function collect(shape: Shape, axis: number, offset: number, cut: boolean, visit: (offset: number) => void): void {
  if (axis === shape.length) {
    visit(offset);
    return;
  }
  for (const i of shownIndices(shape[axis], cut)) {
    if (i >= 0) collect(shape, axis + 1, offset * shape[axis] + i, cut, visit);
  }
}

function draw(shape: Shape, axis: number, cut: boolean, indent: number, next: () => string): string {
  if (axis === shape.length) return next().trim();
  if (axis === shape.length - 1) {
    const cells = shownIndices(shape[axis], cut).map((i) => (i < 0 ? '...' : next()));
    return `[${breakLines(cells, indent + 1, lineWidth - axis - 1)}]`;
  }
  const rows = shownIndices(shape[axis], cut).map((i) =>
    i < 0 ? '...' : draw(shape, axis + 1, cut, indent + 1, next),
  );
  const gap = '\n'.repeat(shape.length - axis - 1) + ' '.repeat(indent + 1);
  return `[${rows.join(`,${gap}`)}]`;
}

/** Cells with commas between them, on a new line where one would go past `width`; as NumPy breaks them. */
function breakLines(cells: readonly string[], indent: number, width: number): string {
  let text = '';
  let column = indent;
  cells.forEach((cell, i) => {
    if (i > 0) {
      const full = column + 2 + cell.length > width;
      text += full ? `,\n${' '.repeat(indent)}` : ', ';
      column = full ? indent : column + 2;
    }
    text += cell;
    column += cell.length;
  });
  return text;
}

/** All values with the same number of decimals and the same width; very large or small ones in exponent form. */
function formatAll(values: readonly number[]): string[] {
  const sizes = values.filter((value) => Number.isFinite(value) && value !== 0).map(Math.abs);
  const largest = Math.max(0, ...sizes);
  const smallest = Math.min(Number.POSITIVE_INFINITY, ...sizes);
  let write: (value: number) => string;
  if (values.every((value) => !Number.isFinite(value) || (Number.isInteger(value) && largest < 1e8))) write = String;
  else if (largest >= 1e6 || smallest < 1e-4) write = (value) => value.toExponential(4);
  else write = (value) => value.toFixed(4);
  const texts = values.map((value) => {
    if (!Number.isFinite(value)) return String(value);
    return Object.is(value, -0) ? `-${write(0)}` : write(value); // they forget the sign of −0
  });
  const width = Math.max(...texts.map((text) => text.length));
  return texts.map((text) => text.padStart(width));
}
