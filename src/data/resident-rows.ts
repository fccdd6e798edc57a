/** Short rows that are read over and over, kept in WASM memory as well, where a kernel gathers them. */
import type { Tensor } from '../tensor/tensor.ts';
import { kernels, packScratch } from '../wasm/kernels.ts';
import { floats, memoryUse, Resident } from '../wasm/memory.ts';

/** Larger data stays where it is: the copy would take room that models need. So does more than an eighth of the budget. */
const mostBytes = 16 * 1024 * 1024;
/** Row numbers go to the kernel as float32. */
const mostRows = 2 ** 24;
/** Longer rows are copied as fast from where they are, without the copy. */
const mostColumns = 64;

/**
 * A copy of float32 rows in WASM memory. Like all that lives there it moves out when others need the room, and is copied
 * in anew when it is next wanted.
 */
export class ResidentRows {
  private readonly data: Float32Array;
  private readonly count: number;
  private readonly size: number;
  private readonly resident: Resident;
  private arrivals = 0;

  private constructor(data: Float32Array, count: number, size: number) {
    this.data = data;
    this.count = count;
    this.size = size;
    this.resident = new Resident(data.length * 4, 'working');
  }

  /** Undefined for rows that are better gathered where they are. */
  static for(data: Float32Array, count: number, size: number): ResidentRows | undefined {
    const bytes = data.length * 4;
    const fits = bytes <= Math.min(mostBytes, memoryUse().budget / 8) && count <= mostRows && size <= mostColumns;
    return fits ? new ResidentRows(data, count, size) : undefined;
  }

  /** The next `bringIn` copies the data anew, which may have changed. */
  refresh(): void {
    this.arrivals = 0;
  }

  /** Brings them in. Part of an operation that has begun; WASM memory may grow. */
  bringIn(): void {
    const address = this.resident.address();
    if (this.resident.arrivals === this.arrivals) return;
    this.arrivals = this.resident.arrivals;
    floats().set(this.data, address / 4);
  }

  /** Writes the rows `order[from]` … `order[from + rows − 1]` to a tensor in WASM memory; after `bringIn`. */
  gather(memory: Float32Array, out: Tensor, order: Uint32Array, from: number, rows: number): void {
    const indices = packScratch >>> 2;
    for (let i = 0; i < rows; i++) memory[indices + i] = order[from + i];
    kernels.gatherRows(out.address, this.resident.address(), packScratch, rows, this.size, this.count);
  }

  /** Gives the room back. */
  release(): void {
    this.resident.release();
  }
}
