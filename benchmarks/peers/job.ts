/**
 * What a process of a peer is given to do: a folder that every language can read, with the workload and the names of all
 * tensors in `job.json`, and their float32 values, little-endian and one after the other, in `job.f32`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workload } from '../workloads.ts';

export interface Values {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export interface Batch {
  /** Row-major, [batch, …input]. */
  readonly x: Float32Array;
  /** [batch]: class indices; 0 and 1 where a single sigmoid ends the network. */
  readonly labels: Float32Array;
}

export interface Job {
  readonly workload: Workload;
  /** Weight, bias, weight, bias … as training begins; gamma and beta of batch normalisation. */
  readonly parameters: readonly Values[];
  /** Taken in this order, over and over. */
  readonly batches: readonly Batch[];
}

/** `job.json`. Shapes, in the order in which their values follow one another: all parameters, then x and labels of each batch. */
export interface JobHeader {
  readonly workload: Workload;
  readonly parameters: readonly (readonly number[])[];
  readonly batches: number;
}

export function readJob(folder: string): Job {
  const header = JSON.parse(readFileSync(join(folder, 'job.json'), 'utf8')) as JobHeader;
  const { workload, parameters, batches } = header;
  const bytes = readFileSync(join(folder, 'job.f32'));
  let place = bytes.byteOffset;
  const take = (shape: readonly number[]): Float32Array => {
    const count = shape.reduce((product, size) => product * size, 1);
    const values = new Float32Array(bytes.buffer.slice(place, place + 4 * count));
    place += 4 * count;
    return values;
  };
  return {
    workload,
    parameters: parameters.map((shape) => ({ shape, values: take(shape) })),
    batches: Array.from({ length: batches }, () => ({
      x: take([workload.batch, ...workload.input]),
      labels: take([workload.batch]),
    })),
  };
}
