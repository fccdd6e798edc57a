/** Every layer forward and backward against PyTorch: test/golden/layers.py. */
import { describe, expect, it } from 'vitest';
import { add, mul } from '../../src/ops/index.ts';
import { type LayerCase, layerCases, runLayerCase, titleOf } from '../helpers/layer-cases.ts';

/** Of max(1, largest expected value). Half of it is seen: batch normalisation of two values, which nearly cancel. */
const tolerance = 2e-6;

describe('layers agree with PyTorch, eager and recorded', () => {
  it.each(layerCases.map((one) => [titleOf(one), one] as const))('%s', (_, one) => {
    runLayerCase(one, tolerance);
  });
});

describe('the comparison notices', () => {
  const [first] = layerCases;
  const batchNorm = layerCases.find(({ layer }) => layer === 'BatchNorm')!;
  const changed = (one: LayerCase, change: object): LayerCase => ({
    ...one,
    calls: [...one.calls.slice(0, -1), { ...one.calls.at(-1)!, ...change }],
  });

  it('another output', () => {
    expect(() => runLayerCase(first, tolerance, (y) => add(y, 1e-4))).toThrow(/call 1, output: \[0\]/);
  });

  it('another gradient', () => {
    const twice = first.calls[0].upstream.map((value) => 2 * value);
    expect(() => runLayerCase(changed(first, { upstream: twice }), tolerance)).toThrow(/gradient of x: \[0\]/);
    const { weight } = first.calls[0].gradients;
    const bias = first.calls[0].gradients['bias'].map((value) => value + 1e-4);
    const wrongBias = changed(first, { gradients: { weight, bias } });
    expect(() => runLayerCase(wrongBias, tolerance)).toThrow(/gradient of bias: \[0\]/);
    expect(() => runLayerCase(changed(first, { gradients: { weight } }), tolerance)).toThrow(/2 weights are learned/);
  });

  it('a running statistic that is the sample variance of PyTorch', () => {
    const { states } = batchNorm.calls.at(-1)!;
    const runningVariance = states['runningVariance'].map((value) => value * (1 + 0.01 / 7));
    const wrong = changed(batchNorm, { states: { ...states, runningVariance } });
    expect(() => runLayerCase(wrong, tolerance)).toThrow(/call 4, runningVariance: \[0\]/);
  });

  it('logits that went through the activation', () => {
    const softmax = layerCases.find(({ args }) => JSON.stringify(args) === '[7,{"activation":"softmax"}]')!;
    const wrong = changed(softmax, { logits: softmax.calls[0].y[1] });
    expect(() => runLayerCase(wrong, tolerance)).toThrow(/call 1, logits: \[0\]/);
    expect(() => runLayerCase(softmax, tolerance, (y) => mul(y, 1))).not.toThrow();
  });
});
