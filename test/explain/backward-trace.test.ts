/** Gradients node by node, against PyTorch's retain_grad. */
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { backward } from '../../src/autodiff/backward.ts';
import { watchingBackward } from '../../src/autodiff/watch-backward.ts';
import { backwardGraphNames } from '../../src/explain/backward-graphs.ts';
import { traceBackward } from '../../src/explain/backward-trace.ts';
import { add } from '../../src/ops/add.ts';
import { mul } from '../../src/ops/mul.ts';
import { sum } from '../../src/ops/sum.ts';
import { tensor } from '../../src/tensor/tensor.ts';

interface GoldenGraph {
  readonly nodes: { shape: number[]; value: number[]; gradient: number[] }[];
  readonly leaves: Record<string, number[]>;
}
const { graphs }: { graphs: Record<string, GoldenGraph> } = JSON.parse(
  readFileSync(new URL('../golden/explain-backward.json', import.meta.url), 'utf8'),
);

/** Three operations of float32 at most, on numbers of at most 21. */
function expectNear(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i], 6);
  });
}

describe('gradients through a graph', () => {
  it('are covered for every graph', () => {
    expect(Object.keys(graphs)).toEqual(backwardGraphNames);
  });

  it.each(backwardGraphNames)('%s are those of PyTorch', (name) => {
    const { nodes, leaves } = graphs[name];
    const trace = traceBackward(name);
    expect(trace.nodes.map(({ shape }) => shape)).toEqual(nodes.map(({ shape }) => shape));
    for (const [i, { values }] of trace.nodes.entries()) expectNear(values, nodes[i].value);
    for (const { number, gradient } of trace.walk) expectNear(gradient.values, nodes[number - 1].gradient);
    const learned = trace.leaves.filter(({ gradient }) => gradient);
    expect(learned.map((leaf) => leaf.name)).toEqual(Object.keys(leaves));
    for (const leaf of learned) expectNear(leaf.gradient!, leaves[leaf.name]);
  });

  it.each(backwardGraphNames)('%s go against the order of creation, and add up', (name) => {
    const { nodes, leaves, walk } = traceBackward(name);
    expect(walk.map(({ number }) => number)).toEqual(nodes.map(({ number }) => number).reverse());
    expect(walk[0].gradient).toEqual({ shape: [], values: [1] });
    const sums = new Map<string, number[]>();
    for (const { number, gradient, adds, rule } of walk) {
      expect(rule.join()).toContain('∂L/∂');
      const arrived = sums.get(`#${number}`);
      if (arrived) expectNear(arrived, gradient.values);
      for (const { input, values, total } of adds) {
        if (!values) continue;
        const before = sums.get(input);
        const now = values.values.map((value, i) => value + (before?.[i] ?? 0));
        expect(total !== undefined).toBe(before !== undefined);
        if (total) expectNear(total.values, now);
        sums.set(input, now);
      }
    }
    for (const { name: leaf, gradient } of leaves) if (gradient) expectNear(gradient, sums.get(leaf)!);
  });

  test('are wanted by weights alone', () => {
    const [last] = traceBackward('dense').walk.slice(-1);
    expect(last.adds.map(({ input, values }) => [input, values?.values])).toEqual([
      ['x', undefined],
      ['W', [0.5, 0.5, -2.5, 1]],
    ]);
  });

  test('of an unknown graph are refused', () => {
    expect(() => traceBackward('cnn' as 'dense')).toThrow(
      "explain backward: graph must be one of 'dense', 'softmax', 'shared', 'broadcast', got \"cnn\"",
    );
  });
});

describe('watchingBackward', () => {
  test('sees no pass after it, also where something was thrown', () => {
    const seen: string[] = [];
    const look = ({ node }: { node: { name: string } }) => seen.push(node.name);
    const loss = () => sum(tensor([1, 2], [2], { requiresGrad: true }));
    watchingBackward(look, () => backward(loss()));
    expect(() => watchingBackward(look, () => backward(tensor([1])))).toThrow();
    backward(loss());
    expect(seen).toEqual(['sum']);
  });

  test('shows copies: what is kept does not change as the walk goes on', () => {
    const w = tensor([2, -1, 0.5], [3], { requiresGrad: true });
    const sent: Float32Array[] = [];
    watchingBackward(
      ({ inputs }) => sent.push(...inputs.filter(({ input }) => input === w).map(({ after }) => after)),
      () => backward(sum(add(mul(w, tensor([1, 2, 4])), w))),
    );
    expect(sent.map((values) => [...values])).toEqual([
      [1, 1, 1],
      [2, 3, 5],
    ]);
  });

  test('leaves the gradients as they are without it', () => {
    const leaf = tensor([1, 2], [2], { requiresGrad: true });
    backward(sum(leaf));
    const twice: (number[] | undefined)[] = [];
    watchingBackward(
      ({ inputs }) => twice.push(...inputs.map(({ before }) => before && [...before])),
      () => backward(sum(leaf)),
    );
    expect(twice).toEqual([[1, 1]]); // what the first pass left
    expect([...leaf.grad!.toFloat32Array()]).toEqual([2, 2]);
  });
});
