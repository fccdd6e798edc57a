import { describe, expect, test } from 'vitest';
import { denseLayers, imageNetworks } from '../../../src/experiments/mnist/image-networks.ts';
import { Sequential } from '../../../src/index.ts';

const built = (layers: ConstructorParameters<typeof Sequential>[0]) =>
  new Sequential(layers, { inputShape: [28, 28, 1], seed: 1 });

describe('the published networks', () => {
  test.each([
    ['conv93k', 93_322],
    ['conv73k', 72_842],
    ['conv4k', 4_034],
    ['conv2k', 1_979],
  ] as const)('%s has %d parameters', (name, count) => {
    const { layers, parameters } = imageNetworks[name];
    const model = built(layers(10));
    expect(model.parameterCount).toBe(count);
    expect(parameters).toBe(count);
    expect(model).toMatchObject({ outputShape: [10], finalActivation: 'softmax' });
  });

  test('stand as the table has them', () => {
    expect(imageNetworks.conv93k.layers(10).map(String)).toEqual([
      'Conv2D(32, 3 × 3, relu)',
      'MaxPool2D(2 × 2)',
      'Conv2D(64, 3 × 3, relu)',
      'MaxPool2D(2 × 2)',
      'Conv2D(64, 3 × 3, relu)',
      'Flatten',
      'Dense(64, relu)',
      'Dense(10, softmax)',
    ]);
    expect(String(imageNetworks.conv73k.layers(10)[4])).toContain('stride 2');
    expect(imageNetworks.conv4k.layers(10).slice(0, 5).map(String)).toEqual([
      'Conv2D(8, 2 × 2, relu)',
      'MaxPool2D(3 × 3)',
      'Conv2D(16, 2 × 2, relu)',
      'MaxPool2D(3 × 3)',
      'Conv2D(32, 2 × 2, stride 2 × 2, relu)',
    ]);
  });

  // Glorot, uniform: within √(6 / (fan in + fan out)), and near it; He's bound for ReLU would be √(6 / fan in).
  test.each(Object.entries(imageNetworks))('%s begins as in Keras', (_, { layers }) => {
    for (const [name, weight] of Object.entries(built(layers(10)).weights())) {
      const largest = Math.max(...weight.toFloat32Array().map(Math.abs));
      if (name.endsWith('bias')) expect(largest, name).toBe(0);
      else {
        const [fanIn, fanOut] = weight.shape.slice(-2);
        const window = weight.shape.slice(0, -2).reduce((product, size) => product * size, 1);
        const bound = Math.sqrt(6 / (window * (fanIn + fanOut)));
        expect(largest, name).toBeLessThanOrEqual(Math.fround(bound));
        expect(largest, name).toBeGreaterThan(0.85 * bound);
      }
    }
  });
});

test('the dense network has dropout after both hidden layers, or none', () => {
  expect(built(denseLayers(10, 0)).parameterCount).toBe(784 * 128 + 128 + 128 * 64 + 64 + 64 * 10 + 10);
  expect(denseLayers(10, 0).map(({ type }) => type)).toEqual(['Flatten', 'Dense', 'Dense', 'Dense']);
  expect(
    denseLayers(10, 0.2)
      .map(String)
      .filter((layer) => layer.startsWith('Dropout')),
  ).toHaveLength(2);
});
