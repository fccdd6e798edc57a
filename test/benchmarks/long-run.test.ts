/** The long runs: every case trains, and the one that changes its model on the way is then what it is called. */
import { expect, it } from 'vitest';
import { cases } from '../../benchmarks/long-run/cases.ts';

it.each(cases)('$name trains', ({ start, prepare, premise }) => {
  const training = start();
  const step = (i: number): number => {
    const { x, y } = training.batches[i % training.batches.length];
    return training.trainer.step(x, y).loss;
  };
  for (let i = 0; i < 400; i++) expect(step(i)).toBeGreaterThanOrEqual(0);
  if (!prepare) return;
  prepare(training);
  expect(premise(training, step(0))).toContain('of probabilities');
});

it('says where a case is not what it is called', () => {
  const [flat, , , dead] = cases;
  expect(() => flat.premise(flat.start(), 0.5)).toThrow('a loss of 0.5 is not flat');
  expect(() => dead.premise(dead.start(), 0)).toThrow('0 weights of the first layer are 0, expected at least 512');
});
