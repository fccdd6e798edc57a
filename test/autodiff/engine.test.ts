import { describe, expect, it } from 'vitest';
import { backward } from '../../src/autodiff/backward.ts';
import { gradCheck } from '../../src/autodiff/grad-check.ts';
import { graphOf } from '../../src/autodiff/print-graph.ts';
import { record } from '../../src/autodiff/record.ts';
import { GradientError, RecordingError, ShapeError } from '../../src/errors.ts';
import { noGrad } from '../../src/tensor/mode.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';
import { sumOfSquares, times } from '../helpers/operations.ts';

/** loss = Σ (w·x·w)²; ∂loss/∂w = 4·w³·x². */
function loss(x: Tensor, w: Tensor): Tensor {
  return sumOfSquares(times(times(w, x), w));
}
const xs = [1, -2, 0.5];
const ws = [0.5, 1, -1.5];
const expectedLoss = xs.reduce((sum, x, i) => sum + (x * ws[i] * ws[i]) ** 2, 0);
const expectedGradient = xs.map((x, i) => 4 * ws[i] ** 3 * x ** 2);

describe('eager', () => {
  it('computes at once and finds gradients, with a value used twice', () => {
    const w = tensor(ws, [3], { requiresGrad: true });
    const value = loss(tensor(xs), w);
    expect(value.item()).toBeCloseTo(expectedLoss, 5);
    backward(value);
    expect([...w.grad!.toFloat32Array()]).toEqual(expectedGradient);
  });

  it('accumulates gradients until zeroGrad', () => {
    const w = tensor(ws, [3], { requiresGrad: true });
    backward(loss(tensor(xs), w));
    backward(loss(tensor(xs), w));
    expect([...w.grad!.toFloat32Array()]).toEqual(expectedGradient.map((g) => 2 * g));
    w.zeroGrad();
    expect(w.grad).toBeUndefined();
    backward(loss(tensor(xs), w));
    expect([...w.grad!.toFloat32Array()]).toEqual(expectedGradient);
  });

  it('passes gradCheck, and a wrong gradient does not', () => {
    gradCheck(loss, [tensor(xs), tensor(ws)]);
    const wrong = (w: Tensor): Tensor =>
      times(
        w,
        noGrad(() => times(w, w)),
      );
    expect(() => gradCheck(wrong, [tensor(ws)])).toThrow(GradientError);
  });

  it('refuses backward after a value it needs has changed', () => {
    const w = tensor(ws, [3], { requiresGrad: true });
    const value = loss(tensor(xs), w);
    w.assign([1, 1, 1]);
    expect(() => backward(value)).toThrow(/times needs was overwritten/);
  });

  it('goes 100,000 operations deep', () => {
    const w = tensor([1], [1], { requiresGrad: true });
    const one = tensor([1]);
    let x: Tensor = w;
    for (let i = 0; i < 100_000; i++) x = times(x, one);
    backward(x);
    expect(w.grad!.item()).toBe(1);
  });

  it('remembers nothing inside noGrad', () => {
    const w = tensor(ws, [3], { requiresGrad: true });
    const value = noGrad(() => loss(tensor(xs), w));
    expect(value.requiresGrad).toBe(false);
    expect(() => backward(value)).toThrow(GradientError);
  });

  it('refuses a loss of more than one value', () => {
    const w = tensor(ws, [3], { requiresGrad: true });
    expect(() => backward(times(w, w))).toThrow(ShapeError);
  });
});

describe('recorded', () => {
  it('gives the same bits as eager, over and over', () => {
    const w = tensor(ws, [3], { requiresGrad: true });
    const graph = record([[3]], (x) => loss(x, w));
    for (let round = 0; round < 3; round++) {
      const x = tensor(xs.map((value) => value + round / 7));
      const e = tensor(ws, [3], { requiresGrad: true });
      const eager = loss(x, e);
      backward(eager);
      expect(graph.run([x]).item()).toBe(eager.item());
      w.zeroGrad();
      graph.backward();
      expect(w.grad!.toFloat32Array()).toEqual(e.grad!.toFloat32Array());
    }
  });

  it('accumulates over runs, also onto a gradient that was set by hand', () => {
    const w = tensor(ws, [3], { requiresGrad: true });
    const graph = record([[3]], (x) => loss(x, w));
    graph.run([xs]);
    graph.backward();
    graph.run();
    graph.backward();
    expect([...w.grad!.toFloat32Array()]).toEqual(expectedGradient.map((g) => 2 * g));
    w.grad = tensor([1, 2, 3]);
    graph.run();
    graph.backward();
    expect([...w.grad!.toFloat32Array()]).toEqual(expectedGradient.map((g, i) => g + i + 1));
  });

  it('sees what is assigned to a parameter, and returns several outputs', () => {
    const w = tensor(ws, [3], { requiresGrad: true });
    const graph = record([[3]], (x) => [loss(x, w), times(x, w)]);
    w.assign([1, 1, 1]);
    const [value, product] = graph.run([xs]);
    expect(value.item()).toBeCloseTo(1 + 4 + 0.25, 6);
    expect(product.toArray()).toEqual(xs);
    graph.backward();
    expect([...w.grad!.toFloat32Array()]).toEqual(xs.map((x) => 4 * x * x));
  });

  it('is not disturbed by eager passes over the same parameter', () => {
    const w = tensor(ws, [3], { requiresGrad: true });
    const graph = record([[3]], (x) => loss(x, w));
    graph.run([xs]);
    graph.backward();
    w.zeroGrad();
    graph.run([xs]);
    backward(sumOfSquares(w));
    expect([...w.grad!.toFloat32Array()]).toEqual(ws.map((value) => 2 * value));
    w.zeroGrad();
    graph.backward();
    expect([...w.grad!.toFloat32Array()]).toEqual(expectedGradient);
  });

  it('leaves the gradient of a parameter alone that is frozen for another graph', () => {
    const w = tensor(ws, [3], { requiresGrad: true });
    const v = tensor(ws, [3], { requiresGrad: true });
    const both = record([[3]], (x) => sumOfSquares(times(times(x, v), w)));
    both.run([xs]);
    both.backward();
    const gradient = w.grad!.toFloat32Array();
    w.requiresGrad = false;
    const frozen = record([[3]], (x) => sumOfSquares(times(times(x, v), w)));
    frozen.run([[5, 6, 7]]);
    frozen.backward();
    expect(w.grad!.toFloat32Array()).toEqual(gradient);
    both.run();
    expect(() => both.backward()).toThrow(/requiresGrad of \[3\] became false after the graph was recorded/);
    w.requiresGrad = true;
    frozen.run();
    expect(() => frozen.backward()).toThrow(GradientError);
    w.zeroGrad();
    both.run([xs]);
    both.backward();
    expect(w.grad!.toFloat32Array()).toEqual(gradient);
  });

  it('finds the gradient by an input that wants one', () => {
    const graph = record([tensor(ws, [3], { requiresGrad: true })], (w) => sumOfSquares(w));
    graph.run([ws]);
    graph.backward();
    expect([...graph.inputs[0].grad!.toFloat32Array()]).toEqual(ws.map((w) => 2 * w));
  });

  it('forbids reading and writing values while recording, and leaves recording mode on an error', () => {
    const w = tensor(ws, [3], { requiresGrad: true });
    for (const read of [
      () => w.item(),
      () => w.toArray(),
      () => w.toFloat32Array(),
      () => w.assign(ws),
      () => backward(w),
      () => record([], () => w),
    ]) {
      expect(() =>
        record([[3]], (x) => {
          read();
          return x;
        }),
      ).toThrow(RecordingError);
      expect(times(w, w).size).toBe(3);
    }
  });

  it('refuses backward without a run, in noGrad, after a change, and when the arena served another graph', () => {
    const w = tensor(ws, [3], { requiresGrad: true });
    const graph = record([[3]], (x) => loss(x, w));
    expect(() => graph.backward()).toThrow(RecordingError);
    graph.run([xs]);
    w.assign(ws);
    expect(() => graph.backward()).toThrow(GradientError);
    const forwardOnly = noGrad(() => record([[3]], (x) => loss(x, w)));
    forwardOnly.run([xs]);
    expect(() => forwardOnly.backward()).toThrow(GradientError);
  });

  it('refuses a tensor of another recording and a wrong number of inputs', () => {
    let leaked: Tensor | undefined;
    const graph = record([[3]], (x) => {
      leaked = times(x, x);
      return leaked;
    });
    expect(() => record([[3]], (x) => times(x, leaked!))).toThrow(RecordingError);
    expect(() => graph.run([xs, xs])).toThrow(ShapeError);
    expect(() => graph.run([[1, 2]])).toThrow(ShapeError);
    expect(() => record([[3]], (() => 3) as never)).toThrow(RecordingError);
  });

  it('goes 100,000 operations deep', () => {
    const w = tensor([1], [1], { requiresGrad: true });
    const graph = record([[1]], (x) => {
      let y = x;
      for (let i = 0; i < 100_000; i++) y = times(y, w);
      return y;
    });
    expect(graph.run([[1]]).item()).toBe(1);
    graph.backward();
    expect(w.grad!.item()).toBe(100_000);
    expect(graphOf(graph).toText().split('\n')).toHaveLength(100_000);
  });

  it('reuses memory: a long chain needs no more than a short one without backward', () => {
    const chain = (length: number) =>
      noGrad(() =>
        record([[1000]], (x) => {
          let y = x;
          for (let i = 0; i < length; i++) y = times(y, x);
          return y;
        }),
      );
    expect(chain(100).bytes).toBe(chain(3).bytes);
  });
});

describe('graphOf', () => {
  it('prints eager and recorded graphs', () => {
    const w = tensor(ws, [3], { requiresGrad: true });
    const text = graphOf(loss(tensor(xs), w)).toText();
    expect(text).toBe(
      '#1 times        [3] ← parameter [3], constant [3]\n' +
        '#2 times        [3] ← #1, parameter [3]\n' +
        '#3 sumOfSquares []  ← #2',
    );
    const graph = record([[3]], (x) => loss(x, w));
    expect(graphOf(graph).toText()).toBe(text.replace('constant', 'input'));
    expect(graphOf(graph).toMermaid()).toContain('n1 --> n2');
  });
});
