/** Shapes: their checks, NumPy's broadcasting rule, and axes. */
import { RecordingError, ShapeError, shapeText, valueText } from '../errors.ts';

/** Sizes along each axis, outermost first; `[]` is a scalar. */
export type Shape = readonly number[];

/** Numbers nested in arrays to any depth: a matrix is an array of rows. */
export type NestedArray = number | readonly NestedArray[];

/** Number of elements. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (let i = 0; i < shape.length; i++) size *= shape[i];
  return size;
}

/** As many as PyTorch and NumPy take. */
const mostAxes = 64;

/** @throws TypeError unless `shape` is an array; ShapeError unless it holds at most 64 whole numbers of at least 1. */
export function requireShape(who: string, shape: unknown): Shape {
  if (!Array.isArray(shape)) throw new TypeError(`${who}: shape must be an array of sizes, got ${valueText(shape)}`);
  if (shape.length > mostAxes) throw new ShapeError(`${who}: at most ${mostAxes} axes, got ${shape.length}`);
  for (const size of shape) {
    if (!Number.isSafeInteger(size) || size < 1) {
      throw new ShapeError(`${who}: sizes must be whole numbers of at least 1, got [${shape.map(String).join(', ')}]`);
    }
  }
  if (sizeOf(shape) > 2 ** 30) throw new ShapeError(`${who}: at most 2^30 elements fit, got ${shapeText(shape)}`);
  return shape;
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/**
 * The shape of a binary operation's result: aligned at the last axis, sizes must be equal or 1.
 *
 * @throws ShapeError naming both shapes and the axis that differs.
 */
export function broadcastShapes(who: string, a: Shape, b: Shape): Shape {
  if (sameShape(a, b)) return a;
  const rank = Math.max(a.length, b.length);
  const result = new Array<number>(rank);
  for (let i = 1; i <= rank; i++) {
    const sizeA = i <= a.length ? a[a.length - i] : 1;
    const sizeB = i <= b.length ? b[b.length - i] : 1;
    if (sizeA !== sizeB && sizeA !== 1 && sizeB !== 1) {
      throw new ShapeError(
        `${who}: ${shapeText(a)} and ${shapeText(b)} do not broadcast: axis −${i} has ${sizeA} and ${sizeB}; sizes must be equal or 1`,
      );
    }
    result[rank - i] = Math.max(sizeA, sizeB);
  }
  return result;
}

/** An axis counted from 0; negative ones count from the end. @throws RangeError, TypeError. */
export function normalizeAxis(who: string, axis: unknown, rank: number): number {
  if (!Number.isInteger(axis)) throw new TypeError(`${who}: axis must be a whole number, got ${valueText(axis)}`);
  const index = (axis as number) < 0 ? (axis as number) + rank : (axis as number);
  if (index >= 0 && index < rank) return index;
  throw new RangeError(`${who}: axis must be in [${-rank}, ${rank - 1}] for rank ${rank}, got ${axis}`);
}

/** Axes counted from 0, ascending; all of them where none is given. @throws RangeError also for one named twice. */
export function normalizeAxes(who: string, axes: number | readonly number[] | undefined, rank: number): number[] {
  if (axes === undefined) return Array.from({ length: rank }, (_, i) => i);
  const list = (Array.isArray(axes) ? (axes as readonly number[]) : [axes as number]).map((axis) =>
    normalizeAxis(who, axis, rank),
  );
  list.sort((a, b) => a - b);
  for (let i = 1; i < list.length; i++) {
    if (list[i] === list[i - 1]) throw new RangeError(`${who}: axis ${list[i]} is named twice`);
  }
  return list;
}

/** Elements between neighbours along each axis of a dense row-major array. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = stride;
    stride *= shape[i];
  }
  return strides;
}

/**
 * The shape and row-major values of nested arrays.
 *
 * @throws ShapeError for ragged rows, naming the place; TypeError for what is not a number.
 */
export function flattenNested(who: string, nested: NestedArray): { shape: number[]; values: Float32Array } {
  const shape: number[] = [];
  for (let level: NestedArray = nested; Array.isArray(level); level = level[0]) {
    if (level.length === 0)
      throw new ShapeError(`${who}: empty array at depth ${shape.length}; a tensor has at least one value`);
    shape.push(level.length);
  }
  const values = new Float32Array(sizeOf(shape));
  let next = 0;
  const path: number[] = [];
  const visit = (level: NestedArray, depth: number): void => {
    if (depth === shape.length) {
      if (typeof level !== 'number') {
        if (Array.isArray(level))
          throw new ShapeError(
            `${who}: ragged rows: [${path.join('][')}] is an array of ${level.length}, expected a number`,
          );
        throw new TypeError(`${who}: [${path.join('][')}] must be a number, got ${valueText(level)}`);
      }
      values[next++] = level;
      return;
    }
    if (!Array.isArray(level) || level.length !== shape[depth]) {
      const came = Array.isArray(level) ? `${level.length} values` : valueText(level);
      const place = path.length > 0 ? `[${path.join('][')}]` : 'the array';
      throw new ShapeError(`${who}: ragged rows: ${place} has ${came}, expected ${shape[depth]} as in the first`);
    }
    for (let i = 0; i < level.length; i++) {
      path[depth] = i;
      visit(level[i], depth + 1);
    }
    path.length = depth;
  };
  visit(nested, 0);
  return { shape, values };
}

/** Row-major values as nested arrays; a scalar is a number. */
export function nest(values: Float32Array, shape: Shape): NestedArray {
  if (shape.length === 0) return values[0];
  let level: NestedArray[] = Array.from(values);
  for (let axis = shape.length - 1; axis > 0; axis--) {
    const size = shape[axis];
    const outer: NestedArray[] = new Array(level.length / size);
    for (let i = 0; i < outer.length; i++) outer[i] = level.slice(i * size, (i + 1) * size);
    level = outer;
  }
  return level;
}

/** Thrown where an intermediate of a recorded graph is read outside of it. */
export function noValuesError(what: string): RecordingError {
  return new RecordingError(
    `${what}: this tensor is an intermediate of a recorded graph and its memory is reused; return it from the recorded function to read it`,
  );
}
