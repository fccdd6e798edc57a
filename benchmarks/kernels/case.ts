/** What is measured of a kernel: at which size, over which arrays, beside which plain loop and which limit. */
import type { Kernels } from '../../src/wasm/kernels.ts';
import type { Place } from './place.ts';

export type KernelName = keyof Kernels;

/** A kernel and the plain loop that one would write in TypeScript for the same. */
export interface Prepared {
  readonly run: () => unknown;
  /**
   * Idiomatic: over ordinary arrays, in JavaScript's own numbers and with `Math`. It is the opponent, and what the kernel's answer
   * is checked against; bits are held to twins of the kernels by `test/kernels`.
   */
  readonly loop: () => unknown;
  /** The fraction by which answers may differ, 1e-5 unless given: `loop` rounds elsewhere. */
  readonly tolerance?: number;
}

/** A kernel at one size. */
export interface Case {
  readonly kernel: KernelName;
  /** Of the kernel, with its variant. */
  readonly name: string;
  readonly size: string;
  /** Whether the short form has it: one size of each kernel, which runs from the second-level cache. */
  readonly quick: boolean;
  /**
   * Floating-point operations where arithmetic binds: then the limit is the strict roofline, else the bandwidth at which the bytes
   * that the kernel reads and writes can be moved.
   */
  readonly flops?: number;
  /** What a speed is counted in, where arithmetic does not bind. */
  readonly elements?: number;
  /** False where there is nothing to compare with the limit: a call costs more than the work. */
  readonly hasLimit: boolean;
  /** False where it would take seconds: then it only checks the answer. */
  readonly timesLoop: boolean;
  prepare(place: Place): Prepared;
}

/** The name of a case. */
export function nameOf({ name, size }: Case): string {
  return `${name}, ${size}`;
}

const kibi = 1024;

interface Size {
  readonly name: string;
  /** Of all the arrays that a kernel reads and writes together; undefined for so few elements that the call is what it costs. */
  readonly bytes: number | undefined;
}

/**
 * From a handful to more than the third-level cache of 32 MiB; the others fill half of the first-level cache and a quarter of the
 * second and the third.
 */
const sizes: readonly Size[] = [
  { name: 'tiny', bytes: undefined },
  { name: 'L1', bytes: 16 * kibi },
  { name: 'L2', bytes: 256 * kibi },
  { name: 'L3', bytes: 8192 * kibi },
  { name: 'memory', bytes: 40960 * kibi },
];
/** Of those, in order. */
export const sizeNames: readonly string[] = sizes.map(({ name }) => name);
const fewElements = 10;
const quickSize = 'L2';

/** A kernel over arrays of any length. */
export interface Streaming {
  readonly kernel: KernelName;
  /** What tells it from others of the same kernel. */
  readonly variant?: string;
  /** Bytes of all arrays together for each element. */
  readonly bytesOfElement: number;
  /** Elements come in multiples of this: the columns of a row. */
  readonly row?: number;
  prepare(place: Place, n: number): Prepared;
}

/** A kernel that streams, at each size. */
export function overSizes({ kernel, variant, bytesOfElement, row = 1, prepare }: Streaming): Case[] {
  return sizes.map(({ name, bytes }): Case => {
    const wanted = bytes === undefined ? fewElements : bytes / bytesOfElement;
    // Whole rows, else whole vectors, but for the few: their tails are what they cost.
    const step = bytes === undefined || row > 1 ? row : 16;
    const elements = Math.max(step, Math.floor(wanted / step) * step);
    return {
      kernel,
      name: variant === undefined ? kernel : `${kernel} ${variant}`,
      size: name,
      quick: name === quickSize,
      elements,
      hasLimit: bytes !== undefined,
      timesLoop: true,
      prepare: (place) => prepare(place, elements),
    };
  });
}

/** Bytes that a case may take of a place. */
export const mostBytes = 64 * kibi * kibi;
