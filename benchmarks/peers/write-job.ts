import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { batchesOf, modelOf, type Workload } from '../workloads.ts';
import type { JobHeader } from './job.ts';

/** Writes a job into a new folder: the weights with which our model begins, and so many of the batches. */
export function writeJob(folder: string, workload: Workload, batches = Number.POSITIVE_INFINITY): void {
  const parameters = modelOf(workload).parameters();
  const given = batchesOf(workload).slice(0, batches);
  const header: JobHeader = { workload, parameters: parameters.map(({ shape }) => shape), batches: given.length };
  const values = [...parameters.map((one) => one.toFloat32Array()), ...given.flatMap(({ x, labels }) => [x, labels])];
  mkdirSync(folder);
  writeFileSync(join(folder, 'job.json'), JSON.stringify(header));
  const bytes = values.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength));
  writeFileSync(join(folder, 'job.f32'), Buffer.concat(bytes));
}
