import { describe, expect, it } from 'vitest';
import { NonFiniteError } from '../../src/errors.ts';
import {
  Activation,
  Adam,
  BatchNorm,
  Dense,
  Dropout,
  deserializeModel,
  Embedding,
  Flatten,
  LabelEncoder,
  Layer,
  LayerNorm,
  type LayerOptions,
  Reshape,
  randomNormal,
  readSafetensors,
  regularizers,
  Sequential,
  StandardScaler,
  serializeModel,
  type Tensor,
  Trainer,
} from '../../src/index.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { thrownBy } from '../helpers/errors.ts';
import { Residual, Scale } from '../helpers/layers.ts';

const x = randomNormal([24, 4], { seed: 1 });
const labels = Array.from({ length: 24 }, (_, i) => i % 3);

/** Dropout, running statistics, penalties, a frozen layer, a name, and clipping: all that training depends on. */
function network(seed = 42): Sequential {
  const frozen = new Dense(6, { activation: 'tanh', name: 'features' });
  frozen.trainable = false;
  return new Sequential(
    [
      frozen,
      new Dense(8, { useBias: false, weightRegularizer: regularizers.l2(1e-3) }),
      new BatchNorm({ momentum: 0.9 }),
      new Activation('leakyRelu', { slope: 0.2 }),
      new Dropout(0.4),
      new Dense(3, { activation: 'softmax', weightRegularizer: regularizers.l1l2(1e-4, 2e-4) }),
    ],
    { inputShape: [4], seed },
  );
}

const train = (model: Sequential, epochs: number) =>
  model.fit(x, labels, {
    loss: 'crossEntropy',
    optimizer: new Adam({ learningRate: 0.01, clipNorm: 1 }),
    epochs,
    batchSize: 7,
  });

const copyOf = (model: Sequential, options?: Parameters<typeof deserializeModel>[1]) =>
  deserializeModel(serializeModel({ model }), options).model;

/** Both predict, and are, the same. */
async function expectSame(copy: Sequential, model: Sequential, inputs: Tensor = x): Promise<void> {
  expect(await copy.fingerprint()).toBe(await model.fingerprint());
  expectSameBits(copy.predict(inputs).toFloat32Array(), model.predict(inputs).toFloat32Array(), 'predictions');
  expect(copy.summary()).toBe(model.summary());
  expect(Object.keys(copy.weights())).toEqual(Object.keys(model.weights()));
}

describe('a model that was saved and loaded', () => {
  it('predicts the same bits and trains on to the same bits', async () => {
    const model = network();
    await train(model, 3);
    const copy = copyOf(model);
    await expectSame(copy, model);
    expect(copy.counter.value).toBe(model.counter.value);
    expect(copy.counter.value).toBe(12);
    expect(copy.layers.map(({ trainable }) => trainable)).toEqual([false, true, true, true, true, true]);
    expectSameBits(copy.penalty().toFloat32Array(), model.penalty().toFloat32Array());

    const [after, copied] = [await train(model, 2), await train(copy, 2)];
    expect(copied.loss).toEqual(after.loss);
    await expectSame(copy, model);

    const trainers = [model, copy].map((one) => new Trainer(one, { loss: 'crossEntropy', optimizer: 'sgd' }));
    const [first, second] = trainers.map((trainer) => trainer.step(x, labels).loss);
    expect(second).toBe(first);
    await expectSame(copy, model);
  });

  it('would train on to others without its count of training forwards, so that this says something', async () => {
    const model = network();
    await train(model, 1);
    const copy = copyOf(model);
    copy.counter.value = 0;
    await Promise.all([train(model, 1), train(copy, 1)]);
    expect(await copy.fingerprint()).not.toBe(await model.fingerprint());
  });

  it('is an independent copy', async () => {
    const model = network();
    const before = await model.fingerprint();
    await train(copyOf(model), 1);
    expect(await model.fingerprint()).toBe(before);
  });

  it('gives the same bytes again, whatever happened to memory', async () => {
    const model = network();
    await train(model, 1);
    const bytes = serializeModel({ model });
    expect(serializeModel({ model })).toEqual(bytes);
    expect(serializeModel(deserializeModel(bytes))).toEqual(bytes);
  });

  it('may be made of all layers there are', async () => {
    const model = new Sequential(
      [
        new Embedding(5, 4, { weightRegularizer: regularizers.l1(1e-3) }),
        new LayerNorm({ epsilon: 1e-4 }),
        new Flatten({ name: 'flat' }),
        new Reshape([2, 6]),
        new Dense(3, { activation: 'gelu' }),
        new Flatten(),
        new Dense(1, { activation: 'sigmoid' }),
      ],
      { inputShape: [3], seed: 7 },
    );
    const indices = randomNormal([6, 3], { seed: 2 }).mul(0).add(3);
    await expectSame(copyOf(model), model, indices);
  });

  it('may have no weights at all', async () => {
    const model = new Sequential([new Activation('relu')], { inputShape: [4] });
    await expectSame(copyOf(model), model);
  });

  it('may have the largest seed, and any count of forwards', () => {
    const model = network(Number.MAX_SAFE_INTEGER);
    model.counter.value = 2 ** 32 - 1;
    const copy = copyOf(model);
    expect(copy.seed).toBe(Number.MAX_SAFE_INTEGER);
    expect(copy.counter.value).toBe(2 ** 32 - 1);
  });

  it("may have layers of one's own, with layers in them, frozen one by one", async () => {
    const residual = new Residual({ units: 4, name: 'block' });
    const model = new Sequential([new Scale(2), residual, new Dense(3, { activation: 'softmax' })], {
      inputShape: [4],
    });
    residual.second.trainable = false;
    await train(model, 2);
    const copy = copyOf(model, { layers: { Residual, Scale } });
    await expectSame(copy, model);
    expect(Object.keys(copy.weights())).toContain('block.dense1.weight');
    expect((copy.layers[1] as Residual).first.trainable).toBe(true);
    expect((copy.layers[1] as Residual).second.trainable).toBe(false);
    expect((copy.layers[0] as Scale).start).toBe(2);
    await Promise.all([train(model, 1), train(copy, 1)]);
    await expectSame(copy, model);
  });

  it('comes with its preprocessing, as JSON', () => {
    const scaler = new StandardScaler().fit([
      [1, 2],
      [3, 5],
    ]);
    const classes = new LabelEncoder<string>().fit(['red', 'white']);
    const preprocessing = { scaler, classes, columns: ['alcohol', 'pH'], dropped: null };
    const model = network();
    const loaded = deserializeModel(serializeModel({ model, preprocessing })).preprocessing as {
      scaler: never;
      classes: never;
    };
    expect(loaded).toEqual(JSON.parse(JSON.stringify(preprocessing)));
    expect(StandardScaler.fromJSON(loaded.scaler).transform([[2, 2]])).toEqual(scaler.transform([[2, 2]]));
    expect(LabelEncoder.fromJSON(loaded.classes).classes).toEqual(['red', 'white']);
    expect(deserializeModel(serializeModel({ model })).preprocessing).toBeUndefined();
  });
});

describe('the file', () => {
  it('holds the weights by name, and readable metadata', () => {
    const model = network();
    const { tensors, metadata } = readSafetensors(serializeModel({ model, preprocessing: [1] }));
    expect(Object.keys(tensors).sort()).toEqual(Object.keys(model.weights()).sort());
    expectSameBits(tensors['dense2.weight'].data as Float32Array, model.weights()['dense2.weight'].toFloat32Array());
    expect(tensors['batchNorm1.runningVariance']).toMatchObject({ dtype: 'F32', shape: [8] });
    expect({ ...metadata }).toEqual({
      'simdgrad.format': '1',
      'simdgrad.model': expect.any(String),
      'simdgrad.preprocessing': '[1]',
    });
    expect(JSON.parse(metadata['simdgrad.model'])).toEqual({
      type: 'Sequential',
      inputShape: [4],
      seed: 42,
      trainingForwards: 0,
      layers: [
        { type: 'Dense', name: 'features', config: { units: 6, activation: 'tanh', useBias: true } },
        {
          type: 'Dense',
          config: { units: 8, activation: 'none', useBias: false, weightRegularizer: { type: 'l2', lambda: 1e-3 } },
        },
        { type: 'BatchNorm', config: { momentum: 0.9, epsilon: 1e-3 } },
        { type: 'Activation', config: { activation: 'leakyRelu', slope: 0.2 } },
        { type: 'Dropout', config: { rate: 0.4 } },
        {
          type: 'Dense',
          config: {
            units: 3,
            activation: 'softmax',
            useBias: true,
            weightRegularizer: { type: 'l1l2', lambda1: 1e-4, lambda2: 2e-4 },
          },
        },
      ],
      frozen: ['features'],
    });
  });
});

describe('serializeModel refuses', () => {
  class NoConfig extends Layer {
    override forward(x: Tensor): Tensor {
      return x;
    }
  }
  class Impostor extends Layer {
    override get type(): string {
      return 'Dense';
    }
    override forward(x: Tensor): Tensor {
      return x;
    }
    override config() {
      return {};
    }
  }
  class OddConfig extends Impostor {
    override get type(): string {
      return 'OddConfig';
    }
    override config() {
      return { values: Float32Array.of(1) };
    }
  }
  class Forgetful extends OddConfig {
    override get type(): string {
      return 'Forgetful';
    }
    readonly units: number;
    constructor(units = 3, options?: LayerOptions) {
      super(options);
      this.units = units;
    }
    override config(): never {
      return { units: this.units } as never;
    }
  }
  class Nameless extends Residual {
    constructor({ units }: { units: number }) {
      super({ units });
    }
  }
  class SubDense extends Dense {
    override get type(): string {
      return 'SubDense';
    }
  }
  class Other extends Scale {
    override get type(): string {
      return 'Scale';
    }
    static override fromConfig({ start, ...options }: Record<string, unknown>): Other {
      return new Other(start as number, options);
    }
  }
  const of = (...layers: Layer[]) => ({ model: new Sequential(layers, { inputShape: [4] }) });
  const anonymous = new (class extends NoConfig {
    override config() {
      return {};
    }
  })();
  const diverged = network();
  diverged.weights()['dense3.bias'].assign([0, Number.NaN, 0]);

  type Row = [what: string, contents: unknown, error: new (...args: never[]) => Error, message: RegExp];
  const rows: Row[] = [
    ['nothing', undefined, TypeError, /options must be an object, got null/],
    ['a bare model', network(), TypeError, /unknown option/],
    ['no model', {}, TypeError, /model must be a Sequential, got undefined/],
    ['another kind of model', { model: { forward: () => x } }, TypeError, /must be a Sequential, got an Object/],
    ['a misspelt option', { model: network(), preprocesing: 1 }, TypeError, /did you mean 'preprocessing'/],
    [
      'preprocessing that JSON lacks',
      { model: network(), preprocessing: new Map() },
      TypeError,
      /preprocessing must be plain JSON, got a Map/,
    ],
    [
      'NaN in the preprocessing',
      { model: network(), preprocessing: { mean: [Number.NaN] } },
      RangeError,
      /preprocessing: "0" is NaN/,
    ],
    [
      'a layer without config()',
      of(new NoConfig()),
      TypeError,
      /noConfig1: NoConfig: cannot be saved: give the class a method config/,
    ],
    ['a layer whose class has no name', of(anonymous), TypeError, /1: its class has no name; give it a getter type/],
    [
      'a layer with the type of another',
      of(new Impostor()),
      TypeError,
      /dense1: another class of layers has the type 'Dense'/,
    ],
    [
      'two classes of one type',
      of(new Scale(1), new Other(1)),
      TypeError,
      /scale2: another class of layers has the type 'Scale'/,
    ],
    [
      'a config that is no JSON',
      of(new OddConfig()),
      TypeError,
      /oddConfig1: config\(\): what it returns: "values" must be plain JSON, got a Float32Array/,
    ],
    [
      'a layer that its config does not make',
      of(new Forgetful(5)),
      TypeError,
      /forgetful1: a Forgetful made from what its config\(\) returns has another config/,
    ],
    [
      'a class that forgets the name',
      of(Object.assign(new Nameless({ units: 4 }), { givenName: 'a' })),
      TypeError,
      /does not pass its option name on/,
    ],
    [
      'a class that inherits fromConfig',
      of(new SubDense(3)),
      TypeError,
      /SubDense.fromConfig gave a Dense; give the class a fromConfig/,
    ],
    [
      'a model that diverged',
      { model: diverged },
      NonFiniteError,
      /dense3.bias has NaN at place 1: the model has diverged/,
    ],
  ];
  it.each(rows)('%s', (_, contents, error, message) => {
    const thrown = thrownBy(() => serializeModel(contents as never));
    expect(thrown).toBeInstanceOf(error);
    expect(thrown.message).toMatch(message);
  });
});
