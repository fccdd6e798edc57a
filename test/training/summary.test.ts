import { describe, expect, it } from 'vitest';
import { BatchNorm, Dense, Dropout, Embedding, Flatten } from '../../src/layers/index.ts';
import { Adam, Sgd } from '../../src/optimizers/index.ts';
import { Sequential } from '../../src/training/sequential.ts';

const make = () =>
  new Sequential(
    [
      new Dense(64, { activation: 'relu' }),
      new BatchNorm(),
      new Dropout(0.5),
      new Dense(3, { activation: 'softmax', name: 'head' }),
    ],
    { inputShape: [20] },
  );

describe('summary', () => {
  it('is a table of the layers, with the bytes of a step', () => {
    // Every value of a step takes whole cache lines of 64 bytes. For 4 rows: x [4, 2], y [4, 1], the outputs [4, 1], the
    // loss, and the gradients of these two; 6 values. Nothing can share room: all but the loss are read in backward, and
    // the loss is a result.
    const model = new Sequential([new Dense(1, { useBias: false })], { inputShape: [2] });
    expect(model.summary({ batchSize: 4 })).toBe(
      [
        'layer   kind          output  parameters',
        '        inputs        [2]',
        'dense1  Dense(2 → 1)  [1]              2',
        '',
        '2 parameters',
        'A training step of 4 rows takes 400 B: weights 8 B, gradients 8 B, activations 384 B.',
      ].join('\n'),
    );
  });

  it('counts what is learned, what is kept, and the slots of an optimizer', () => {
    // dense1: 20·64 + 64 = 1,344; batchNorm1: γ and β 128, kept statistics 128; head: 64·3 + 3 = 195; together 1,667
    // learned. Weights 4·(1,667 + 128) = 7,180 bytes, gradients 4·1,667 = 6,668, Adam's two slots 13,336.
    const lines = make().summary({ batchSize: 8, optimizer: new Adam() }).split('\n');
    expect(lines.slice(0, -1)).toEqual([
      'layer       kind                    output  parameters',
      '            inputs                  [20]',
      'dense1      Dense(20 → 64, relu)    [64]         1,344',
      'batchNorm1  BatchNorm(64)           [64]           128  128 kept',
      'dropout1    Dropout(0.5)            [64]             0',
      'head        Dense(64 → 3, softmax)  [3]            195',
      '',
      '1,667 parameters',
    ]);
    expect(lines.at(-1)).toMatch(
      /^A training step of 8 rows takes \d\d\.\d kB: weights 7\.2 kB, gradients 6\.7 kB, Adam 13\.3 kB, activations \d\.\d kB\.$/,
    );
  });

  it('says which layers are frozen, and counts no gradients of theirs', () => {
    const model = make();
    model.layers[0].trainable = false;
    model.layers[1].trainable = false;
    const lines = model.summary({ batchSize: 8, optimizer: new Adam() }).split('\n');
    expect(lines.slice(2, 5)).toEqual([
      'dense1      Dense(20 → 64, relu)    [64]         1,344  frozen',
      'batchNorm1  BatchNorm(64)           [64]           128  frozen, 128 kept',
      'dropout1    Dropout(0.5)            [64]             0',
    ]);
    expect(lines[7]).toBe('1,667 parameters, 195 of them learned');
    expect(lines.at(-1)).toMatch(/weights 7\.2 kB, gradients 780 B, Adam 1\.6 kB, /);
  });

  it('of 32 rows and no optimizer unless told otherwise', () => {
    const last = (options?: object) => make().summary(options).split('\n').at(-1)!;
    expect(last()).toBe(last({ batchSize: 32 }));
    expect(last()).toMatch(/^A training step of 32 rows takes .*, activations /);
    expect(last()).not.toMatch(/Adam/);
    expect(last({ optimizer: new Sgd() })).toMatch(/, Sgd 0 B, /); // without momentum it keeps nothing
  });

  it('grows with the batch, and changes nothing', () => {
    const model = make();
    const bytes = (batchSize: number) => {
      const [, value, unit] = /activations ([\d.]+) (B|kB|MB)/.exec(model.summary({ batchSize }))!;
      return Number(value) * { B: 1, kB: 1e3, MB: 1e6 }[unit as 'B' | 'kB' | 'MB'];
    };
    expect(bytes(1000) / bytes(100)).toBeGreaterThan(9);
    expect(bytes(1000) / bytes(100)).toBeLessThan(10.5);
    expect(model.counter.value).toBe(0);
    expect(model.weights()['batchNorm1.runningMean'].toArray()).toEqual(new Array(64).fill(0));
  });

  it('of models of any output, learned or not', () => {
    const words = new Sequential([new Embedding(1000, 16), new Flatten(), new Dense(1, { activation: 'sigmoid' })], {
      inputShape: [8],
    });
    expect(words.summary().split('\n')[2]).toBe('embedding1  Embedding(1000 × 16)     [8, 16]      16,000');
    const nothing = new Sequential([new Flatten()], { inputShape: [2, 3] }).summary();
    expect(nothing).toContain('flatten1  Flatten  [6]');
    expect(nothing).toContain('0 parameters');
    const images = new Sequential([new Dense(4)], { inputShape: [2, 3] });
    expect(images.summary().split('\n')[2]).toBe('dense1  Dense(3 → 4)  [2, 4]          16');
  });

  it('needs a batch and an optimizer', () => {
    expect(() => make().summary({ batchSize: 0 })).toThrow(RangeError);
    expect(() => make().summary({ optimizer: 'adam' as never })).toThrow(/make one: new Adam\(\)/);
    expect(() => make().summary({ batch: 3 } as never)).toThrow(/unknown option 'batch'/);
  });
});
