/**
 * Tensor: a shape, the place its values live, and the operation that made it.
 *
 * Values are float32, row-major; images are [n, height, width, channels], dense weights [in, out]. A tensor knows no
 * operation: `ops/methods.ts` attaches them (`x.relu()`, `loss.backward()`).
 *
 * Values live in one of three places:
 *   - in `values`, ordinary JavaScript memory, freed by the garbage collector like everything else (eager tensors);
 *   - in `home`, a resident of WASM memory that is kept (parameters, their gradients, constants of recorded graphs);
 *   - in the arena of a recorded graph (its inputs, outputs and intermediates), while the graph runs.
 */
import { requireKnownOptions, requireNonNegative, ShapeError, shapeText, valueText } from '../errors.ts';
import type { Address } from '../wasm/kernels.ts';
import { floats, type Resident, settleEngine } from '../wasm/memory.ts';
import { forbidWhileRecording } from './mode.ts';
import { printTensor } from './print.ts';
import { flattenNested, type NestedArray, nest, noValuesError, requireShape, type Shape, sizeOf } from './shape.ts';

/** The operation that made a tensor, as far as a tensor knows; `autodiff/node.ts` has the whole of it. */
export interface Origin {
  readonly name: string;
  readonly inputs: readonly Tensor[];
}

/** A run of float32 in a resident of WASM memory. */
export interface Home {
  readonly resident: Resident;
  readonly byteOffset: number;
}

/** A block that holds parameters next to each other, and their gradients in the same layout: `ParameterBlock`. */
export interface Block {
  readonly tensors: readonly Tensor[];
  readonly bytes: number;
  readonly values: Resident;
  readonly gradients: Resident;
}

export class Tensor {
  readonly shape: Shape;
  readonly size: number;
  /** Whether `backward()` finds a gradient for it. True for results of operations on such tensors. */
  requiresGrad: boolean;
  /** The gradient of the last `backward()`s: accumulates until `zeroGrad()`. Leaves only; undefined where there is none. */
  grad: Tensor | undefined = undefined;

  // What follows belongs to the engine.
  private shrinkage = 0;
  /** The node that made it; undefined for leaves. */
  origin: Origin | undefined = undefined;
  values: Float32Array | undefined;
  home: Home | undefined = undefined;
  /** The parameter block that holds it, if one does. */
  block: Block | undefined = undefined;
  /** Where its gradient lives when it has a place of its own in WASM memory (parameters in a block). */
  gradientHome: Tensor | undefined = undefined;
  /** Set by whoever runs operations, valid while they run: addresses of the values and of the gradient (0: not wanted). */
  address: Address = 0;
  gradientAddress: Address = 0;
  /** The backward pass that last contributed to the gradient. */
  gradientPass = 0;
  /** Counts changes of the values, so that backward can tell that what it needs is no longer there. */
  version = 0;

  /** For the engine; people call `tensor(…)`. `values` is kept, not copied, and may be undefined for now. */
  constructor(shape: Shape, values: Float32Array | undefined, requiresGrad = false) {
    settleEngine();
    this.shape = shape;
    this.size = sizeOf(shape);
    this.values = values;
    this.requiresGrad = requiresGrad;
  }

  /**
   * λ of an L1 penalty that optimizers apply by its proximal operator at the end of each step: the values of this parameter become
   * exactly 0. `regularizers.l1(λ, { proximal: true })` sets it; for a parameter without a layer, set it by hand. 0, none, unless set.
   *
   * @throws RangeError, TypeError unless it is a number of at least 0.
   */
  get proximalL1(): number {
    return this.shrinkage;
  }

  set proximalL1(lambda: number) {
    requireNonNegative('Tensor', { proximalL1: lambda });
    this.shrinkage = lambda;
  }

  /** Number of axes; 0 for a scalar. */
  get rank(): number {
    return this.shape.length;
  }

  /** A copy of the values, row-major. @throws RecordingError inside `record`. */
  toFloat32Array(): Float32Array {
    forbidWhileRecording('toFloat32Array()');
    return this.read('toFloat32Array()');
  }

  /** The values as nested arrays; a number for a scalar. @throws RecordingError inside `record`. */
  toArray(): NestedArray {
    forbidWhileRecording('toArray()');
    return nest(this.read('toArray()'), this.shape);
  }

  /** The only value. @throws ShapeError unless there is exactly one; RecordingError inside `record`. */
  item(): number {
    forbidWhileRecording('item()');
    if (this.size !== 1) throw new ShapeError(`item(): expected a tensor of one value, got ${shapeText(this.shape)}`);
    return this.values ? this.values[0] : this.read('item()')[0];
  }

  /**
   * Overwrites the values in place; the shape stays. Backward of what was computed from the old ones throws.
   *
   * @param values as many numbers, in row-major order, nested arrays of the same shape, or a tensor of it.
   * @throws ShapeError for another size or shape; RecordingError inside `record`.
   */
  assign(values: Tensor | NestedArray | ArrayLike<number>): this {
    forbidWhileRecording('assign()');
    const flat = valuesFor('assign()', this.shape, values);
    if (this.values) this.values.set(flat);
    else if (this.home) this.home.resident.write(this.home.byteOffset, flat);
    else throw noValuesError('assign()');
    this.version++;
    return this;
  }

  /** Forgets the gradient: the next `backward()` starts afresh. */
  zeroGrad(): void {
    this.grad = undefined;
  }

  /** As NumPy prints an array: `tensor([[1, 2], [3, 4]], shape [2, 2])`. */
  toString(): string {
    const values = this.values ?? (this.home ? this.read('toString()') : undefined);
    return printTensor(this.shape, values, this.requiresGrad);
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  private read(what: string): Float32Array {
    if (this.values) return this.values.slice();
    if (this.home) return this.home.resident.read(this.home.byteOffset, this.size);
    throw noValuesError(what);
  }
}

/**
 * Row-major values that fit `shape`, from what people pass: a tensor, nested arrays, or any array of numbers.
 *
 * @throws ShapeError naming both sizes; TypeError for anything else.
 */
export function valuesFor(who: string, shape: Shape, values: unknown): ArrayLike<number> {
  const size = sizeOf(shape);
  if (values instanceof Tensor) {
    if (values.size !== size || values.rank !== shape.length || values.shape.some((n, i) => n !== shape[i])) {
      throw new ShapeError(`${who}: expected shape ${shapeText(shape)}, got ${shapeText(values.shape)}`);
    }
    return values.values ?? values.toFloat32Array();
  }
  if (typeof values === 'number') {
    if (size !== 1)
      throw new ShapeError(`${who}: expected ${size} values for shape ${shapeText(shape)}, got one number`);
    return [values];
  }
  if (Array.isArray(values) && Array.isArray(values[0])) {
    const nested = flattenNested(who, values as NestedArray);
    if (nested.shape.length !== shape.length || nested.shape.some((n, i) => n !== shape[i])) {
      throw new ShapeError(`${who}: expected shape ${shapeText(shape)}, got ${shapeText(nested.shape)}`);
    }
    return nested.values;
  }
  if (!isNumberArray(values))
    throw new TypeError(`${who}: expected numbers for shape ${shapeText(shape)}, got ${valueText(values)}`);
  if (values.length !== size) {
    throw new ShapeError(`${who}: expected ${size} values for shape ${shapeText(shape)}, got ${values.length}`);
  }
  if (Array.isArray(values)) {
    const wrong = values.findIndex((value) => typeof value !== 'number');
    if (wrong >= 0) throw new TypeError(`${who}: [${wrong}] must be a number, got ${valueText(values[wrong])}`);
  }
  return values;
}

/** The values where they are, not a copy: to be read at once, before any other operation. */
export function viewOf(tensor: Tensor): Float32Array {
  const { values, home, size } = tensor;
  if (values) return values;
  if (!home) throw noValuesError('a tensor');
  const start = (home.resident.address() + home.byteOffset) / 4;
  return floats().subarray(start, start + size);
}

/** Whether it is an array, or a typed array of numbers. */
export function isNumberArray(values: unknown): values is ArrayLike<number> {
  if (Array.isArray(values)) return true;
  return (
    ArrayBuffer.isView(values) &&
    !(values instanceof DataView) &&
    !(values instanceof BigInt64Array) &&
    !(values instanceof BigUint64Array)
  );
}

/**
 * A tensor from numbers.
 *
 *     tensor([[1, 2], [3, 4]])              // shape [2, 2]
 *     tensor(new Float32Array(6), [2, 3])   // values are copied
 *     tensor(0.5)                           // a scalar, shape []
 *
 * @param values nested arrays, or a flat array with `shape` beside it; rounded to float32.
 * @throws ShapeError for ragged rows or a shape of another size; TypeError for what is not a number, or an unknown option.
 */
export function tensor(
  values: NestedArray | ArrayLike<number>,
  shape?: Shape,
  options: { requiresGrad?: boolean } = {},
): Tensor {
  requireKnownOptions('tensor', options, ['requiresGrad']);
  const requiresGrad = options.requiresGrad ?? false;
  if (shape !== undefined) {
    const checked = [...requireShape('tensor', shape)];
    return new Tensor(checked, Float32Array.from(valuesFor('tensor', checked, values)), requiresGrad);
  }
  if (typeof values === 'number') return new Tensor([], Float32Array.of(values), requiresGrad);
  if (Array.isArray(values)) {
    const nested = flattenNested('tensor', values as NestedArray);
    return new Tensor(nested.shape, nested.values, requiresGrad);
  }
  if (!isNumberArray(values)) throw new TypeError(`tensor: expected numbers, got ${valueText(values)}`);
  if (values.length === 0) throw new ShapeError('tensor: empty array; a tensor has at least one value');
  return new Tensor([values.length], Float32Array.from(values), requiresGrad);
}
