/** What a step wired by hand is made of: values and gradients at fixed addresses, and what computes one from the other. */
import type { Address } from '../../src/wasm/kernels.ts';
import { floats, Resident } from '../../src/wasm/memory.ts';

/** What flows between layers. */
export interface Signal {
  /** Of one sample. */
  readonly shape: readonly number[];
  readonly values: Address;
  /** 0 for the data: nobody wants their gradient. */
  readonly gradient: Address;
}

/** A layer over its addresses. */
export interface Stage {
  readonly output: Signal;
  /** Floating-point operations of both ways, of convolutions and matrix products alone; a multiplication and an addition are two. */
  readonly flops: number;
  forward(): void;
  backward(): void;
}

export interface Parameter {
  readonly values: Address;
  readonly gradient: Address;
}

/** Hands out addresses: of parameters in one block, their gradients in another like it, and of everything else. */
export class Wiring {
  readonly batch: number;
  readonly seed: number;
  /** Floats of the block of parameters, with the gaps between them: each begins at a multiple of 16 bytes. */
  readonly parameterFloats: number;
  readonly theta: Address;
  readonly gradient: Address;
  /** Forwards so far: what the masks of dropout are drawn by. */
  readonly forwards = { value: 0 };
  /** What forwards change beside the parameters, in the order of layers. */
  readonly states: { readonly address: Address; readonly size: number }[] = [];
  /** Holds on to the memory. */
  private readonly residents: Resident[] = [];
  private readonly parameters: readonly Float32Array[];
  private placed = 0;
  private offset = 0;

  /** `parameters` in the order in which layers ask for them. */
  constructor(batch: number, seed: number, parameters: readonly Float32Array[]) {
    this.batch = batch;
    this.seed = seed;
    this.parameters = parameters;
    this.parameterFloats = parameters.reduce((sum, values) => sum + paddedFloats(values), 0);
    this.theta = this.take(this.parameterFloats);
    this.gradient = this.take(this.parameterFloats);
  }

  /** Room for so many floats, which begin as zeros. */
  take(count: number): Address {
    const resident = new Resident(Math.ceil(count / 16) * 64, 'kept');
    this.residents.push(resident);
    return resident.address();
  }

  /** The next parameter. */
  parameter(): Parameter {
    const values = this.parameters[this.placed++];
    const { theta, gradient, offset } = this;
    floats().set(values, (theta + offset) / 4);
    this.offset += 4 * paddedFloats(values);
    return { values: theta + offset, gradient: gradient + offset };
  }

  /** Room for values that forwards change, all of them `start`. */
  state(size: number, start: number): Address {
    const address = this.take(size);
    floats().fill(start, address / 4, address / 4 + size);
    this.states.push({ address, size });
    return address;
  }

  /** An output of that shape for each sample, and its gradient. */
  signal(shape: readonly number[]): Signal {
    const count = this.batch * shape.reduce((product, size) => product * size, 1);
    return { shape, values: this.take(count), gradient: this.take(count) };
  }
}

function paddedFloats({ length }: Float32Array): number {
  return Math.ceil(length / 4) * 4;
}
