/**
 * Parameters in one block of WASM memory, gradients in a second one of the same layout.
 *
 * Adjacent parameters are adjacent in memory (each starts on 16 bytes; the gaps hold zeros and stay zero under every
 * update rule), so that an optimizer updates a whole model in one kernel call. Optimizer slots are further blocks of
 * this layout. The block moves out of WASM memory when others need the room and comes back when it is used; nothing is
 * disposed of.
 */
import { shapeText, valueText } from '../errors.ts';
import { Resident } from '../wasm/memory.ts';
import { requireShape, type Shape, sizeOf } from './shape.ts';
import { type Block, Tensor, valuesFor } from './tensor.ts';

/** A parameter to make: `values` default to zeros, `requiresGrad` to true (false for running statistics). */
export interface ParameterSpec {
  readonly shape: Shape;
  readonly values?: ArrayLike<number>;
  readonly requiresGrad?: boolean;
}

export class ParameterBlock implements Block {
  readonly tensors: readonly Tensor[];
  /** Bytes of the block, gaps included. */
  readonly bytes: number;
  readonly values: Resident;
  /** Gradients, in the same layout. Takes WASM memory from the first backward on. */
  readonly gradients: Resident;

  /**
   * @param parameters what to make, or tensors that move in and stay the same tensors to everyone who knows them.
   * @throws ShapeError or TypeError for a wrong shape or number of values, or a tensor whose values are not in JavaScript
   *   memory.
   */
  constructor(parameters: readonly (ParameterSpec | Tensor)[]) {
    if (!Array.isArray(parameters) || parameters.length === 0) {
      throw new TypeError(`ParameterBlock: expected at least one { shape }, got ${valueText(parameters)}`);
    }
    const tensors: readonly Tensor[] = parameters.map((one) => (one instanceof Tensor ? one : tensorFor(one)));
    const elsewhere = tensors.find(({ values }) => values === undefined);
    if (elsewhere) {
      throw new TypeError(`ParameterBlock: the tensor ${shapeText(elsewhere.shape)} is in WASM memory already`);
    }
    this.tensors = tensors;
    this.bytes = tensors.reduce((bytes, tensor) => bytes + paddedBytes(tensor), 0);
    this.values = new Resident(this.bytes, 'kept');
    this.gradients = new Resident(this.bytes, 'kept');
    let byteOffset = 0;
    for (const tensor of tensors) {
      this.moveIn(tensor, byteOffset);
      byteOffset += paddedBytes(tensor);
    }
  }

  private moveIn(tensor: Tensor, byteOffset: number): void {
    this.values.write(byteOffset, tensor.values!);
    tensor.values = undefined;
    tensor.home = { resident: this.values, byteOffset };
    tensor.block = this;
    tensor.gradientHome = new Tensor(tensor.shape, undefined);
    tensor.gradientHome.home = { resident: this.gradients, byteOffset };
  }
}

function tensorFor({ shape, values, requiresGrad = true }: ParameterSpec): Tensor {
  const checked = [...requireShape('ParameterBlock', shape)];
  if (values === undefined) return new Tensor(checked, new Float32Array(sizeOf(checked)), requiresGrad);
  return new Tensor(checked, Float32Array.from(valuesFor('ParameterBlock', checked, values)), requiresGrad);
}

/** Bytes of a tensor in a block: up to the next 16. */
function paddedBytes(tensor: Tensor): number {
  return Math.ceil(tensor.size / 4) * 16;
}
