/**
 * Parameters in one block of WASM memory, gradients in a second one of the same layout.
 *
 * Adjacent parameters are adjacent in memory (each starts on 16 bytes; the gaps hold zeros and stay zero under every
 * update rule), so that an optimizer updates a whole model in one kernel call. Optimizer slots are further blocks of
 * this layout. The block moves out of WASM memory when others need the room and comes back when it is used; nothing is
 * disposed of.
 */
import { valueText } from '../errors.ts';
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

  /** @throws ShapeError or TypeError for a wrong shape or number of values. */
  constructor(parameters: readonly ParameterSpec[]) {
    if (!Array.isArray(parameters) || parameters.length === 0) {
      throw new TypeError(`ParameterBlock: expected at least one { shape }, got ${valueText(parameters)}`);
    }
    const tensors = parameters.map(({ shape, values, requiresGrad = true }) => {
      const checked = [...requireShape('ParameterBlock', shape)];
      const given =
        values === undefined
          ? new Float32Array(sizeOf(checked))
          : Float32Array.from(valuesFor('ParameterBlock', checked, values));
      return new Tensor(checked, given, requiresGrad);
    });
    this.tensors = tensors;
    this.bytes = layOut(tensors);
    this.values = new Resident(this.bytes, 'kept');
    this.gradients = new Resident(this.bytes, 'kept');
    moveInto(this, tensors);
  }

  /** Moves tensors that live in JavaScript memory into one new block; they stay the same tensors to everyone. */
  static adopt(tensors: readonly Tensor[]): ParameterBlock {
    const block = Object.create(ParameterBlock.prototype) as Mutable<ParameterBlock>;
    block.tensors = tensors;
    block.bytes = layOut(tensors);
    block.values = new Resident(block.bytes, 'kept');
    block.gradients = new Resident(block.bytes, 'kept');
    moveInto(block, tensors);
    return block;
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function paddedBytes(tensor: Tensor): number {
  return Math.ceil(tensor.size / 4) * 16;
}

function layOut(tensors: readonly Tensor[]): number {
  return tensors.reduce((bytes, tensor) => bytes + paddedBytes(tensor), 0);
}

function moveInto(block: ParameterBlock, tensors: readonly Tensor[]): void {
  let byteOffset = 0;
  for (const tensor of tensors) {
    block.values.write(byteOffset, tensor.values!);
    tensor.values = undefined;
    tensor.home = { resident: block.values, byteOffset };
    tensor.block = block;
    tensor.gradientHome = new Tensor(tensor.shape, undefined);
    tensor.gradientHome.home = { resident: block.gradients, byteOffset };
    byteOffset += paddedBytes(tensor);
  }
}
