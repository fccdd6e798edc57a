/** Layers as they are explained: what is shown on the way makes what comes out. */
import { describe, expect, it, test } from 'vitest';
import { layerExamples } from '../../src/explain/layer-examples.ts';
import { type LayerRun, layerNames, traceLayer } from '../../src/explain/layer-trace.ts';

function runOf(name: string, seed?: number): LayerRun {
  return traceLayer(name, seed).run!;
}
const stepOf = (run: LayerRun, name: string): readonly number[] =>
  run.steps.find((step) => step.name.startsWith(name))!.value.values;

function expectNear(actual: readonly number[], expected: readonly number[], digits = 5): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of actual.entries()) expect(value).toBeCloseTo(expected[i], digits);
}

describe('layers', () => {
  it.each(Object.keys(layerExamples))('%s is a layer of the library, and says its sizes', (name) => {
    expect(layerNames).toContain(name);
    const { text, parameters, weights, training, outputShape, input } = runOf(name);
    expect(text).toMatch(new RegExp(`^${name}`));
    expect(training.shape).toEqual([input.shape[0], ...outputShape]);
    const learned = weights.filter((one) => one.learned);
    expect(parameters).toBe(learned.reduce((sum, { values }) => sum + values.length, 0));
  });

  test('batch normalisation: statistics, normal values, running statistics, evaluation', () => {
    const run = runOf('BatchNorm');
    const [gammas, betas] = run.weights.map(({ values }) => values);
    expect(stepOf(run, 'μ')).toEqual([4, 2]);
    expect(stepOf(run, 'σ²')).toEqual([5, 10]);
    const { values } = run.input;
    const normal = values.map((x, i) => (x - [4, 2][i % 2]) / Math.sqrt([5, 10][i % 2] + 1e-3));
    expectNear(stepOf(run, 'x̂'), normal);
    expectNear(
      run.training.values,
      normal.map((one, i) => gammas[i % 2] * one + betas[i % 2]),
    );
    expect(run.kept.map(({ name }) => name)).toEqual(['runningMean', 'runningVariance']);
    expectNear(run.kept[0].after, [0.9 * 0 + 0.1 * 4, 0.9 * 0 + 0.1 * 2]);
    expectNear(run.kept[1].after, [0.9 * 1 + 0.1 * 5, 0.9 * 1 + 0.1 * 10]);
    expectNear(
      run.evaluation.values,
      values.map((x, i) => (x - [0.4, 0.2][i % 2]) / Math.sqrt([1.4, 1.9][i % 2] + 1e-3)),
    );
  });

  test('layer normalisation, alike in training and evaluation', () => {
    const run = runOf('LayerNorm');
    expect(stepOf(run, 'μ')).toEqual([3, 5]);
    expect(stepOf(run, 'σ²')).toEqual([3.5, 125]);
    expectNear(run.training.values, stepOf(run, 'x̂'));
    expect(run.evaluation).toEqual(run.training);
  });

  test('dropout: the mask, another one in the next step, none in evaluation', () => {
    for (const seed of [0, 1, 2]) {
      const run = runOf('Dropout', seed);
      const mask = stepOf(run, 'mask');
      expect(run.training.values).toEqual(run.input.values.map((x, i) => (mask[i] * x) / 0.5));
      expect(run.again!.values).not.toEqual(run.training.values);
      expect(run.evaluation).toEqual(run.input);
    }
    expect(stepOf(runOf('Dropout', 1), 'mask')).not.toEqual(stepOf(runOf('Dropout', 0), 'mask'));
  });

  test('dense: product, bias, activation', () => {
    const run = runOf('Dense');
    const [weight, bias] = run.weights.map(({ values }) => values);
    const { values: x } = run.input;
    const sums = [0, 1].flatMap((row) =>
      [0, 1].map((unit) => [0, 1, 2].reduce((sum, i) => sum + x[3 * row + i] * weight[2 * i + unit], bias[unit])),
    );
    expectNear(stepOf(run, 'x·W + b'), sums);
    expectNear(
      run.training.values,
      sums.map((sum) => Math.max(0, sum)),
    );
  });

  test.each([
    [
      'Conv2D',
      (window: readonly number[]) => [1, 0, -1, 2, 0, -2, 1, 0, -1].reduce((sum, w, i) => sum + w * window[i], 0),
    ],
    ['MaxPool2D', (window: readonly number[]) => Math.max(...window)],
    ['AveragePool2D', (window: readonly number[]) => window.reduce((sum, one) => sum + one, 0) / window.length],
  ])('%s: windows, and what becomes of each', (name, made) => {
    const { windows, training } = runOf(name);
    expect(windows.map(({ result }) => result)).toEqual(training.values);
    expect(windows.map(({ window }) => made(window.values))).toEqual(training.values);
    expect(windows.map(({ row, column }) => [row, column])).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
  });

  test('embedding: rows of the table', () => {
    const { weights, training } = runOf('Embedding');
    const row = (i: number): readonly number[] => weights[0].values.slice(3 * i, 3 * i + 3);
    expect(training.values).toEqual([...row(2), ...row(0), ...row(2)]);
  });

  test('an unknown one is refused', () => {
    expect(() => traceLayer('Lstm')).toThrow(/explain layer: name must be one of 'Activation', .* got "Lstm"/);
  });
});
