/** An epoch of `fit` against the number of rows, and what rows take in memory. */

import { type Candidate, measure, type Rounds } from '../harness.ts';
import { grown, heldNow } from '../held.ts';
import { type NetworkSize, rowsOf, trainerOfSize } from './networks.ts';

export const dataNetwork: NetworkSize = { inputs: 11, hidden: [64, 64], classes: 6, batch: 32 };

/** An epoch for each number of rows, in nanoseconds with quartiles. */
export async function timeEpochs(counts: readonly number[], rounds: Rounds) {
  const most = rowsOf(counts[counts.length - 1], dataNetwork);
  const candidates = counts.map((rows): Candidate => {
    const trainer = trainerOfSize(dataNetwork);
    const data = { data: most.x.subarray(0, rows * dataNetwork.inputs), shape: [rows, dataNetwork.inputs] };
    const labels = most.labels.subarray(0, rows);
    const run = () => trainer.fit(data, labels, { epochs: 1, batchSize: dataNetwork.batch });
    return { name: `${rows} rows`, work: rows, run };
  });
  return measure(candidates, rounds);
}

export interface DataMemory {
  readonly rows: number;
  /** How the values are kept. */
  readonly kept: 'float32' | 'bytes';
  /** Bytes of features and labels. */
  readonly dataBytes: number;
  /** Bytes that are held beside them at the end of an epoch, while `fit` is under way, model included. */
  readonly besideBytes: number;
}

/** What `fit` holds beside the data. */
export async function memoryOfFit(rows: number, kept: DataMemory['kept']): Promise<DataMemory> {
  const { x, labels } = rowsOf(rows, dataNetwork);
  const shape = [rows, dataNetwork.inputs];
  const data =
    kept === 'float32'
      ? { data: x, shape }
      : { data: Uint8Array.from(x, (value) => 128 + 30 * value), shape, scale: 1 / 255 };
  heldNow(); // collects, so that finalizers of what was before have their turn now
  await new Promise((resolve) => setTimeout(resolve, 50));
  const before = heldNow();
  let besideBytes = 0;
  await trainerOfSize(dataNetwork).fit(data, labels, {
    epochs: 1,
    batchSize: dataNetwork.batch,
    callbacks: [
      {
        onEpochEnd() {
          const { heapBytes, wasmBytes } = grown(before, heldNow());
          besideBytes = heapBytes + wasmBytes;
        },
      },
    ],
  });
  return { rows, kept, dataBytes: data.data.byteLength + labels.byteLength, besideBytes };
}
