/** Models that move out of WASM memory and back, wherever to, compute the same. */
import { afterEach, expect, it } from 'vitest';
import { Adam, dense, memoryUse, randomNormal, record, setMemoryBudget, type Tensor } from '../../src/index.ts';
import { beginOperation, floats, Resident } from '../../src/wasm/memory.ts';

const standard = memoryUse().budget;
afterEach(() => setMemoryBudget(standard));

function model() {
  const weights = [1, 2].map((seed) => randomNormal([8, 8], { seed, requiresGrad: true }));
  const loss = (x: Tensor) =>
    dense(dense(x, weights[0], { activation: 'tanh' }), weights[1])
      .square()
      .mean();
  const graph = record([[4, 8]], loss);
  const adam = new Adam({ learningRate: 0.05 });
  const step = (x: Tensor, recorded: boolean): number => {
    for (const weight of weights) weight.zeroGrad();
    let value: Tensor;
    if (recorded) {
      value = graph.run([x]);
      graph.backward();
    } else {
      value = loss(x);
      value.backward();
    }
    adam.step(weights);
    return value.item();
  };
  return { weights, step };
}

/** Fills WASM memory with something else, so that everything idle moves out, and gives the room back in another order. */
function crowdOut(round: number): void {
  const { budget } = memoryUse();
  beginOperation();
  const guests = [
    new Resident(budget / 2, 'working'),
    new Resident(budget / 2 - 2 ** 20 - 4096 * (round % 7), 'working'),
  ];
  for (const guest of guests) {
    const start = guest.address() / 4;
    floats().fill(Number.NaN, start, start + guest.bytes / 4);
  }
  // One stays for the next round, so that what comes back finds another place.
  (round % 2 === 0 ? guests : guests.reverse())[0].release();
}

it('over recorded and eager steps in any order', () => {
  setMemoryBudget(16 * 2 ** 20);
  const moved = model();
  const still = model();
  const input = (round: number) => randomNormal([4, 8], { seed: 100 + round });
  const wanted = Array.from({ length: 30 }, (_, round) => still.step(input(round), true));
  wanted.forEach((loss, round) => {
    crowdOut(round);
    const before = round % 3 === 1 ? moved.weights[0].sum().item() : 0; // an eager visit between two moves
    if (round % 3 === 1) crowdOut(round + 1);
    expect(Number.isFinite(before)).toBe(true);
    expect(moved.step(input(round), round % 5 !== 4)).toBe(loss);
  });
  moved.weights.forEach((weight, i) => {
    expect(weight.toFloat32Array()).toEqual(still.weights[i].toFloat32Array());
  });
});

it('when a block has been elsewhere, met there by an eager operation, and is back where the graph knew it', () => {
  setMemoryBudget(16 * 2 ** 20);
  const emptied = (): void => {
    beginOperation();
    const all = new Resident(memoryUse().budget, 'working');
    const start = all.address() / 4;
    floats().fill(Number.NaN, start, start + all.bytes / 4); // nothing may live on what lies about
    all.release();
  };
  const weight = randomNormal([8, 8], { seed: 1, requiresGrad: true });
  const graph = record([[4, 8]], (x) => dense(x, weight).square().mean());
  const x = randomNormal([4, 8], { seed: 2 });
  emptied();
  const wanted = graph.run([x]).item();
  const { resident } = weight.home!;
  const first = resident.address();
  emptied();
  const guest = new Resident(2 ** 20, 'working');
  guest.address(); // where the block was
  weight.sum();
  expect(resident.address()).not.toBe(first);
  guest.release();
  emptied();
  expect(graph.run([x]).item()).toBe(wanted);
  expect(resident.address()).toBe(first);
});
