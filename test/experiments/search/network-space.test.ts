/** The networks that are searched. */
import { describe, expect, it } from 'vitest';
import { networkSpace, usualParameters } from '../../../src/experiments/search/network-space.ts';
import { searchedLayers, searchedOptimizer } from '../../../src/experiments/search/searched-network.ts';
import { Sequential } from '../../../src/training/sequential.ts';

describe('the space of networks', () => {
  it('has what is usual, and learning rates and strengths by their logarithm', () => {
    expect(() => networkSpace.require('test', usualParameters)).not.toThrow();
    const middle = networkSpace.at(networkSpace.entries.map(() => 0.5));
    expect(middle.learningRate).toBeCloseTo(Math.sqrt(1e-4 * 1e-1), 10);
    expect(middle.l2).toBeCloseTo(Math.sqrt(1e-7 * 1e-2), 10);
    expect(middle.dropout).toBeCloseTo(0.25, 10);
  });

  it('has a momentum for SGD alone', () => {
    const at = (u: number) => networkSpace.at(networkSpace.entries.map(() => u));
    expect(at(0.1)).toMatchObject({ optimizer: 'sgd', momentum: expect.any(Number) });
    expect(at(0.9)).not.toHaveProperty('momentum');
  });

  it('makes layers of a point, by the task', () => {
    const point = { ...usualParameters, layers: 3, units: 16, dropout: 0 };
    const binary = new Sequential(searchedLayers(point, 'binary', 1), { inputShape: [5] });
    expect(binary.parameterCount).toBe(5 * 16 + 16 + 2 * (16 * 16 + 16) + 16 + 1);
    expect(binary.layers).toHaveLength(4);
    const several = new Sequential(searchedLayers({ ...point, layers: 1, dropout: 0.5 }, 'multi-class', 4), {
      inputShape: [5],
    });
    expect(several.layers.map((layer) => layer.type)).toEqual(['Dense', 'Dropout', 'Dense']);
    expect(several.layers[2].config()).toMatchObject({ units: 4, activation: 'softmax' });
    expect(several.layers[0].config()).toMatchObject({ activation: 'relu' });
  });

  it('makes the optimizer of a point', () => {
    const sgd = searchedOptimizer({ ...usualParameters, optimizer: 'sgd', momentum: 0.4 });
    expect(sgd.options).toMatchObject({ momentum: 0.4 });
    expect(sgd.learningRate).toBe(0.001);
    for (const optimizer of ['adam', 'rmsProp'] as const) {
      const made = searchedOptimizer({ ...usualParameters, optimizer, learningRate: 0.02 });
      expect(made.constructor.name.toLowerCase()).toBe(optimizer.toLowerCase());
      expect(made.learningRate).toBe(0.02);
    }
  });
});
