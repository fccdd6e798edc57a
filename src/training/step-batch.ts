/** A batch as a step takes it: inputs, targets in the shape that the loss wants, and perhaps a factor for each row. */
import type { InputSource } from '../autodiff/graph.ts';
import type { ResidentRows } from '../data/resident-rows.ts';
import type { Rows } from '../data/rows.ts';
import { type Shape, sizeOf } from '../tensor/shape.ts';
import { Tensor } from '../tensor/tensor.ts';

export interface StepBatch extends InputSource {
  readonly rows: number;
  /** Of x, y and, where rows have factors, of those. */
  readonly shapes: readonly Shape[];
  tensors(): readonly [x: Tensor, y: Tensor, weights?: Tensor];
  /** Values of the targets, row-major; valid until the next batch. */
  targets(): Float32Array;
}

/** A batch that came as tensors. */
export class TensorBatch implements StepBatch {
  readonly rows: number;
  readonly shapes: readonly Shape[];
  private readonly parts: readonly Tensor[];

  constructor(x: Tensor, y: Tensor, weights: Tensor | undefined) {
    this.rows = x.shape[0];
    this.parts = weights ? [x, y, weights] : [x, y];
    this.shapes = weights ? [x.shape, y.shape, weights.shape] : [x.shape, y.shape];
  }

  write(memory: Float32Array, inputs: readonly Tensor[]): void {
    const { parts } = this;
    for (let i = 0; i < parts.length; i++) memory.set(valuesOf(parts[i]), inputs[i].address >>> 2);
  }

  tensors(): readonly [x: Tensor, y: Tensor, weights?: Tensor] {
    return this.parts as unknown as readonly [Tensor, Tensor, Tensor?];
  }

  targets(): Float32Array {
    return valuesOf(this.parts[1]);
  }
}

/** Some of the rows at hand, gathered when they are wanted and where they are wanted. One object serves batch after batch. */
export class GatheredBatch implements StepBatch {
  readonly rows: number;
  readonly shapes: readonly Shape[];
  private readonly x: Rows;
  private readonly resident: ResidentRows | undefined;
  private readonly y: Rows;
  private readonly weights: Float32Array | undefined;
  private readonly targetValues: Float32Array;
  private order: Uint32Array = new Uint32Array();
  private from = 0;

  /**
   * @param resident a copy of x in WASM memory, from which recorded steps are fed.
   * @param targetShape of one row, as the loss wants it.
   */
  constructor(
    rows: number,
    x: Rows,
    resident: ResidentRows | undefined,
    y: Rows,
    targetShape: Shape,
    weights: Float32Array | undefined,
  ) {
    this.rows = rows;
    this.x = x;
    this.resident = resident;
    this.y = y;
    this.weights = weights;
    this.shapes = [[rows, ...x.shape], [rows, ...targetShape], ...(weights ? [[rows]] : [])];
    this.targetValues = new Float32Array(rows * y.size);
  }

  /** Moves on to the rows `order[from]` and those after it. */
  at(order: Uint32Array, from: number): this {
    this.order = order;
    this.from = from;
    return this;
  }

  bringIn(): void {
    this.resident?.bringIn();
  }

  write(memory: Float32Array, inputs: readonly Tensor[]): void {
    const { x, y, resident, weights, order, from, rows } = this;
    if (resident) resident.gather(memory, inputs[0], order, from, rows);
    else x.gather(memory, order, from, rows, inputs[0].address >>> 2);
    y.gather(memory, order, from, rows, inputs[1].address >>> 2);
    if (!weights) return;
    const start = inputs[2].address >>> 2;
    for (let i = 0; i < rows; i++) memory[start + i] = weights[order[from + i]];
  }

  tensors(): readonly [x: Tensor, y: Tensor, weights?: Tensor] {
    const [x, y, weights] = this.shapes.map((shape) => new Tensor(shape, new Float32Array(sizeOf(shape))));
    this.x.gather(x.values!, this.order, this.from, this.rows);
    this.y.gather(y.values!, this.order, this.from, this.rows);
    if (!weights) return [x, y];
    for (let i = 0; i < this.rows; i++) weights.values![i] = this.weights![this.order[this.from + i]];
    return [x, y, weights];
  }

  targets(): Float32Array {
    this.y.gather(this.targetValues, this.order, this.from, this.rows);
    return this.targetValues;
  }
}

function valuesOf(tensor: Tensor): Float32Array {
  return tensor.values ?? tensor.toFloat32Array();
}
