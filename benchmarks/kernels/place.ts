import { philoxPlace, RandomStream } from '../../src/tensor/random.ts';
import { type Address, kernels } from '../../src/wasm/kernels.ts';
import { beginOperation, bytes, floats, integers, Resident } from '../../src/wasm/memory.ts';
import type { Prepared } from './case.ts';

/** The same numbers twice: in WASM memory for the kernel, in an ordinary array for the plain loop. */
export interface Twice<Values extends Float32Array | Int32Array = Float32Array> {
  readonly at: Address;
  readonly values: Values;
}

/** Arrays do not begin at equal distances from a page: stores would seem to meet loads, which they do not in programs. */
const stagger = 320;

/**
 * Working memory for one case after the other: arrays that a kernel and its loop read and write, each in a memory of its own, and
 * how many bytes that are.
 */
export class Place {
  readonly #area: Resident;
  readonly #mirror: ArrayBuffer;
  #used = 0;
  #written: { at: Address; values: Float32Array | Int32Array }[] = [];
  bytesRead = 0;
  bytesWritten = 0;

  constructor(bytesOfArea: number) {
    beginOperation();
    this.#area = new Resident(bytesOfArea, 'kept');
    this.#area.address();
    this.#mirror = new ArrayBuffer(bytesOfArea);
  }

  /** Begins another case: what the last one had is gone. */
  clear(): void {
    this.#used = 0;
    this.#written = [];
    this.bytesRead = 0;
    this.bytesWritten = 0;
  }

  /** What the plain loop writes: in the order in which the arrays were asked for. */
  get outputs(): readonly (Float32Array | Int32Array)[] {
    return this.#written.map(({ values }) => values);
  }

  #take(n: number): { at: Address; offset: number } {
    const offset = this.#used;
    this.#used += Math.ceil((4 * n) / 64) * 64 + stagger;
    if (this.#used > this.#area.bytes) throw new Error(`the case needs more than ${this.#area.bytes} bytes`);
    return { at: this.#area.address() + offset, offset };
  }

  #floats(n: number, low: number, high: number): Twice {
    const { at, offset } = this.#take(n);
    const values = new Float32Array(this.#mirror, offset, n);
    // By the kernel: in plain code tens of millions of values take seconds. Every array has its own.
    kernels.randomUniform(at, n, low, high, ...philoxPlace(1, 'benchmark', offset / 64));
    values.set(floats().subarray(at / 4, at / 4 + n));
    return { at, values };
  }

  /** n numbers in [low, high) that are read. */
  input(n: number, low = -1, high = 1): Twice {
    this.bytesRead += 4 * n;
    return this.#floats(n, low, high);
  }

  /** n numbers that are written. They begin as NaN, so that one which is not written shows. */
  output(n: number): Twice {
    this.bytesWritten += 4 * n;
    const { at, offset } = this.#take(n);
    const values = new Float32Array(this.#mirror, offset, n).fill(Number.NaN);
    floats().fill(Number.NaN, at / 4, at / 4 + n);
    this.#written.push({ at, values });
    return { at, values };
  }

  /** n numbers in [low, high) that are read and overwritten. */
  state(n: number, low = -1, high = 1): Twice {
    const both = this.#floats(n, low, high);
    this.bytesRead += 4 * n;
    this.bytesWritten += 4 * n;
    this.#written.push(both);
    return both;
  }

  /** n zeros that are read and overwritten. */
  zeros(n: number): Twice {
    const both = this.state(n);
    floats().fill(0, both.at / 4, both.at / 4 + n);
    both.values.fill(0);
    return both;
  }

  /** n whole numbers in [0, below) that are read, as float32. */
  labels(n: number, below: number): Twice {
    const both = this.input(n);
    const stream = new RandomStream(1, 'labels');
    for (let i = 0; i < n; i++) both.values[i] = stream.integerBelow(below);
    this.write(both);
    return both;
  }

  /** n ones that are read. */
  ones(n: number): Twice {
    const both = this.input(n);
    both.values.fill(1);
    this.write(both);
    return both;
  }

  /** Gives the kernel what has been changed in the ordinary array. */
  write({ at, values }: Twice): void {
    floats().set(values, at / 4);
  }

  /** Numbers in [−1, 1) in the place of an output, for the kernel alone: it is going to be overwritten. */
  draw({ at, values }: Twice): Twice {
    kernels.randomUniform(at, values.length, -1, 1, ...philoxPlace(1, 'benchmark'));
    return { at, values };
  }

  /** Whole numbers that are read: a layout. */
  integers(given: readonly number[]): Twice<Int32Array> {
    const { at, offset } = this.#take(given.length);
    const values = new Int32Array(this.#mirror, offset, given.length);
    values.set(given);
    integers().set(given, at / 4);
    return { at, values };
  }

  /** n 32-bit words that are written. */
  words(n: number): Twice<Int32Array> {
    this.bytesWritten += 4 * n;
    const { at, offset } = this.#take(n);
    const values = new Int32Array(this.#mirror, offset, n);
    this.#written.push({ at, values });
    return { at, values };
  }

  /** Room for the smaller results of a kernel that its loop has in variables, or elsewhere. */
  scratch(n: number): Address {
    return this.#take(n).at;
  }

  /**
   * Runs both once and compares all that they write, and what they return where the kernel returns a number.
   *
   * @throws Error naming the first value that differs.
   */
  requireEqual(who: string, { run, loop, tolerance = 1e-5 }: Prepared): void {
    const results = [run(), loop()];
    const require = (what: string, got: number, expected: number): void => {
      if (Math.abs(got - expected) <= tolerance * Math.max(1, Math.abs(expected))) return;
      throw new Error(`${who}: ${what} is ${got}, and ${expected} by the plain loop`);
    };
    if (typeof results[0] === 'number') require('the result', results[0], results[1] as number);
    for (const [j, { at, values }] of this.#written.entries()) {
      const memory = values instanceof Int32Array ? integers() : floats();
      for (let i = 0; i < values.length; i++) require(`output ${j} at ${i}`, memory[at / 4 + i], values[i]);
    }
  }
}

/** Bytes that are moved as fast as the machine does: what kernels bound by memory are compared with. */
export class Stream {
  readonly #area: Resident;
  #bytes = 0;

  constructor(bytesOfArea: number) {
    beginOperation();
    this.#area = new Resident(bytesOfArea, 'kept');
    this.#area.address();
  }

  /** The call that moves as many bytes in as many kinds: reads two halves, writes all, or copies one half over the other. */
  moving(bytesRead: number, bytesWritten: number): { readonly kind: string; readonly run: () => unknown } {
    this.#bytes = bytesRead + bytesWritten;
    if (this.#bytes > this.#area.bytes) throw new Error(`the case moves more than ${this.#area.bytes} bytes`);
    const start = this.#area.address();
    const half = this.#bytes >> 1;
    if (bytesWritten < bytesRead / 8) {
      const memory = Buffer.from(bytes().buffer);
      return { kind: 'read', run: () => memory.compare(memory, start, start + half, start + half, start + 2 * half) };
    }
    if (bytesRead < bytesWritten / 8) return { kind: 'write', run: () => bytes().fill(0, start, start + 2 * half) };
    return { kind: 'copy', run: () => bytes().copyWithin(start + half, start, start + half) };
  }
}
