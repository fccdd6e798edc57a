import { describe, expect, it } from 'vitest';
import { HandWiredStep } from '../../benchmarks/hand-wired.ts';
import { checkedContestants, epochOf } from '../../benchmarks/training/contestants.ts';
import { checkedRecordedStep } from '../../benchmarks/training/recorded-step.ts';
import { images, initialParameters, large, small, tiny, wide, workloads } from '../../benchmarks/workloads.ts';

describe('a step wired by hand', () => {
  it.each(workloads)('has the bits of Trainer.step: $id, $network', (workload) => {
    const steps = workload === wide || workload === images ? 2 : 9; // those take their time; the benchmark itself checks 50
    checkedContestants(workload, epochOf(workload, 8), steps);
  });

  it.each([small, large])('has the bits of a recorded graph with an optimizer: $id, $network', (workload) => {
    checkedRecordedStep(workload, epochOf(workload, 8), 9);
  });

  it('is told apart from one that began elsewhere', () => {
    const [x] = epochOf(tiny, 1).ready;
    const parameters = initialParameters(tiny);
    const losses = [0, 1].map((shift) => {
      const begun = parameters.map((values, i) => (i === 0 ? values.map((value) => value + shift) : values));
      return new HandWiredStep(tiny, begun).step(x.x.values!, x.y.values!);
    });
    expect(losses[0]).not.toBe(losses[1]);
  });

  it('counts the operations that its results need', () => {
    // 32 rows: 11·64 twice, 64·64 and 64·6 three times, an addition and a multiplication each
    expect(new HandWiredStep(small, initialParameters(small)).flops).toBe(2 * 32 * (2 * 704 + 3 * 4096 + 3 * 384));
    // 43·10 twice, 10·8 and 8·1 three times
    expect(new HandWiredStep(tiny, initialParameters(tiny)).flops).toBe(2 * 32 * (2 * 430 + 3 * 80 + 3 * 8));
  });
});
