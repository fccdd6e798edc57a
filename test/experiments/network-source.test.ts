import { describe, expect, it } from 'vitest';
import { denseNetworks } from '../../src/experiments/dense-networks.ts';
import { networkSource } from '../../src/experiments/network-source.ts';
import * as simdgrad from '../../src/index.ts';
import { builtInLayers } from '../../src/layers/built-in.ts';
import { Layer } from '../../src/layers/layer.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { layerCases, layerClasses, titleOf } from '../helpers/layer-cases.ts';

const { BatchNorm, Conv2D, Dense, Dropout, Flatten, regularizers, Sequential } = simdgrad;
type Model = InstanceType<typeof Sequential>;

/** What the text builds, with everything the package exports and layers of one's own. */
function built(source: string, own: Readonly<Record<string, unknown>> = {}): Model {
  const scope = { ...simdgrad, ...own };
  return new Function(...Object.keys(scope), `return ${source}`)(...Object.values(scope)) as Model;
}

const configsOf = (layers: readonly Layer[]) => layers.map((layer) => [layer.type, layer.givenName, layer.config()]);

describe('networkSource', () => {
  it('is what people would write', () => {
    const layers = [
      new Dense(64, { activation: 'relu' }),
      new BatchNorm({ momentum: 0.9 }),
      new Dropout(0.5, { name: 'sleep' }),
      new Dense(6, { activation: 'softmax', useBias: false, weightRegularizer: regularizers.l2(1e-4) }),
    ];
    expect(networkSource({ layers, inputShape: [11], seed: 42 })).toBe(`new Sequential(
  [
    new Dense(64, { activation: 'relu' }),
    new BatchNorm({ momentum: 0.9 }),
    new Dropout(0.5, { name: 'sleep' }),
    new Dense(6, { activation: 'softmax', useBias: false, weightRegularizer: regularizers.l2(0.0001) }),
  ],
  { inputShape: [11], seed: 42 },
)`);
    const sparse = [new Dense(3, { weightRegularizer: regularizers.l1(0.01, { proximal: true }) })];
    expect(networkSource({ layers: sparse, inputShape: [4], seed: 0 })).toContain(
      'new Dense(3, { weightRegularizer: regularizers.l1(0.01, { proximal: true }) })',
    );
    const short = [new Dense(3, { activation: 'softmax' })];
    expect(networkSource({ layers: short, inputShape: [4], seed: 0 })).toBe(
      "new Sequential([new Dense(3, { activation: 'softmax' })], { inputShape: [4], seed: 0 })",
    );
  });

  it('takes a model as it is', () => {
    const layers = [new Conv2D(8, [3, 2], { stride: 2, activation: 'relu' }), new Flatten(), new Dense(10)];
    const model = new Sequential(layers, { inputShape: [28, 28, 1], seed: 7 });
    const source = networkSource(model);
    expect(source).toContain("new Conv2D(8, [3, 2], { stride: 2, activation: 'relu' })");
    const again = built(source);
    expect(again).toMatchObject({ seed: 7, inputShape: [28, 28, 1], parameterCount: model.parameterCount });
    expect(configsOf(again.layers)).toEqual(configsOf(layers));
  });

  it.each(denseNetworks)('builds $name again, to the same weights', async ({ layers }) => {
    const model = new Sequential(layers(6), { inputShape: [11], seed: 3 });
    expect(await built(networkSource(model)).fingerprint()).toBe(await model.fingerprint());
  });

  it.each(layerCases.map((one) => [titleOf(one), one] as const))('builds %s again', (_, { layer, args }) => {
    const made = new layerClasses[layer](...args);
    const source = networkSource({ layers: [made], inputShape: [1], seed: 0 });
    const layers = built(source.replace('new Sequential(', 'Array.of(')) as unknown as [Layer[]];
    expect(configsOf(layers[0])).toEqual(configsOf([made]));
    expect(source).toContain(`new ${layer}(`);
  });

  it('has seen every kind of layer', () => {
    expect(new Set(layerCases.map(({ layer }) => layer))).toEqual(new Set(Object.keys(builtInLayers)));
  });

  it('makes layers of one’s own by what they have', () => {
    class Scale extends Layer {
      readonly factor: number;
      constructor({ factor, name }: { factor: number; name?: string }) {
        super({ name });
        this.factor = factor;
      }
      override forward(x: Tensor): Tensor {
        return simdgrad.mul(x, this.factor);
      }
      override config() {
        return { factor: this.factor };
      }
    }
    class Shift extends Scale {
      static fromConfig(config: { factor: number }): Shift {
        return new Shift(config);
      }
    }
    const layers = [new Scale({ factor: 2, name: "it's" }), new Shift({ factor: -1e-9 })];
    const source = networkSource({ layers, inputShape: [2], seed: 0 });
    expect(source).toContain(
      `    new Scale({ factor: 2, name: 'it\\'s' }),\n    Shift.fromConfig({ factor: -1e-9 }),\n`,
    );
    expect(configsOf(built(source, { Scale, Shift }).layers)).toEqual(configsOf(layers));
  });

  it('says who has no config', () => {
    class Mute extends Layer {
      override forward(x: Tensor): Tensor {
        return x;
      }
    }
    expect(() => networkSource({ layers: [new Mute()], inputShape: [2], seed: 0 })).toThrow('Mute: cannot be saved');
  });
});
