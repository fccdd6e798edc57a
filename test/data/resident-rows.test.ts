import { afterEach, describe, expect, it } from 'vitest';
import { result } from '../../src/autodiff/node.ts';
import { toRows } from '../../src/data/rows.ts';
import { Dense, Sequential, Tensor, Trainer } from '../../src/index.ts';
import { beginOperation, floats, memoryUse, Resident, setMemoryBudget } from '../../src/wasm/memory.ts';

const values = Float32Array.from({ length: 7 * 5 }, (_, i) => i + 0.5);
const rows = toRows('x', { data: values, shape: [7, 5] });
const order = Uint32Array.of(6, 0, 3, 3, 1);

/** Rows 0, 3 and 3 of `order`, gathered by the kernel. */
function gathered(resident: NonNullable<ReturnType<typeof rows.resident>>, home: Resident): number[] {
  beginOperation();
  resident.bringIn();
  const out = result([3, 5]);
  out.address = home.address();
  resident.gather(floats(), out, order, 1, 3);
  return Array.from(floats().subarray(out.address / 4, out.address / 4 + 15));
}

const expected = (): number[] => [0, 3, 3].flatMap((row) => Array.from(values.subarray(row * 5, row * 5 + 5)));

describe('rows in WASM memory', () => {
  const { budget } = memoryUse();
  afterEach(() => setMemoryBudget(budget));

  it('are gathered as where they are', () => {
    const resident = rows.resident()!;
    expect(gathered(resident, new Resident(60, 'working'))).toEqual(expected());
    resident.release();
  });

  it('come back after others needed the room, and take changes in when refreshed', () => {
    const resident = rows.resident()!;
    const home = new Resident(60, 'working');
    gathered(resident, home);
    setMemoryBudget(2 ** 20);
    const large = new Resident(2 ** 20, 'working');
    beginOperation();
    large.address();
    expect(memoryUse().inUse, 'nothing else is left inside').toBe(large.bytes);
    large.release();
    setMemoryBudget(budget);
    expect(gathered(resident, home)).toEqual(expected());

    values[15] = -1;
    resident.refresh();
    expect(gathered(resident, home)).toEqual(expected());
    values[15] = 15.5;
    resident.release();
  });

  it('are not kept where they are large, long, scaled or bytes', () => {
    const of = (data: Float32Array | Uint8Array, columns: number, scale?: number) =>
      toRows('x', { data, shape: [data.length / columns, columns], scale }).resident();
    expect(of(new Float32Array(64 * 4), 64)).toBeDefined();
    expect(of(new Float32Array(65 * 4), 65)).toBeUndefined();
    expect(of(new Float32Array(8), 4, 0.5)).toBeUndefined();
    expect(of(new Uint8Array(8), 4)).toBeUndefined();
    expect(of(new Float32Array(2 ** 22 + 4), 4)).toBeUndefined();
    setMemoryBudget(2 ** 20);
    expect(of(new Float32Array(2 ** 15 + 4), 4)).toBeUndefined();
  });
});

describe('fit', () => {
  it('reads data that a callback changed from the next epoch on, as steps on those numbers do', async () => {
    const data = Float32Array.from({ length: 24 }, (_, i) => Math.fround((i % 7) / 7));
    const y = Float32Array.from({ length: 12 }, (_, i) => i % 2);
    const make = () => new Sequential([new Dense(2, { activation: 'softmax' })], { inputShape: [2], seed: 3 });
    const fitted = make();
    const double = () => {
      for (let i = 0; i < data.length; i++) data[i] *= 2;
    };
    const options = { epochs: 2, batchSize: 12, shuffle: false, callbacks: [{ onEpochEnd: double }] };
    const before = data.slice();
    await new Trainer(fitted, { loss: 'crossEntropy', optimizer: 'adam' }).fit({ data, shape: [12, 2] }, y, options);

    const stepped = make();
    const trainer = new Trainer(stepped, { loss: 'crossEntropy', optimizer: 'adam' });
    const labels = new Tensor([12], y);
    trainer.step(new Tensor([12, 2], before), labels);
    trainer.step(
      new Tensor(
        [12, 2],
        before.map((value) => value * 2),
      ),
      labels,
    );
    expect(await fitted.fingerprint()).toBe(await stepped.fingerprint());
  });
});
