import { describe, expect, it } from 'vitest';
import { checkedJson } from '../../../src/experiments/checked-json.ts';
import { type Cell, cellFrom, costOf, designOf } from '../../../src/experiments/studies/cell.ts';
import {
  defaultRateOf,
  makeStudyOptimizer,
  studyOptimizers,
} from '../../../src/experiments/studies/optimizer-words.ts';
import { prepareStudyData } from '../../../src/experiments/studies/study-data.ts';
import { trainCell } from '../../../src/experiments/studies/train-cell.ts';
import {
  Adadelta,
  Adagrad,
  Adam,
  Adamax,
  AdamW,
  BatchNorm,
  Dense,
  Dropout,
  Lion,
  Momentum,
  Nadam,
  RAdam,
  RmsProp,
  Sequential,
  Sgd,
} from '../../../src/index.ts';
import { moonsData } from '../../helpers/classification-data.ts';

const cell: Cell = { name: 'one', hidden: [6, 5], activation: 'relu', optimizer: 'adam', learningRate: 0.01 };
const parts = prepareStudyData(moonsData(), { train: 60, validation: 20, test: 20 }, 3);
const training = { seed: 3, epochs: 3, batchSize: 8 };

describe('the network of a cell', () => {
  const layersOf = (changed: Partial<Cell>): string[] =>
    designOf({ ...cell, ...changed })
      .layers(2)
      .map(String);

  it('has what the cell says, in this order', () => {
    expect(layersOf({})).toEqual(['Dense(6, relu)', 'Dense(5, relu)', 'Dense(2, softmax)']);
    const all = designOf({ ...cell, batchNorm: true, dropout: 0.2 }).layers(2);
    const kinds = [Dense, BatchNorm, Dropout, Dense, BatchNorm, Dropout, Dense];
    expect(all.map((layer, i) => layer instanceof kinds[i])).toEqual(kinds.map(() => true));
  });

  it('pays the penalties on every weight', () => {
    const penalties = (changed: Partial<Cell>): string[] =>
      designOf({ ...cell, ...changed })
        .layers(2)
        .map((layer) => String((layer as Dense).weightRegularizer ?? 'none'));
    expect(penalties({})).toEqual(['none', 'none', 'none']);
    expect(penalties({ l1: 0.1 })).toEqual(Array(3).fill('l1(0.1, proximal)'));
    expect(penalties({ l2: 0.1 })).toEqual(Array(3).fill('l2(0.1)'));
    expect(penalties({ l1: 0.2, l2: 0.1 })).toEqual(Array(3).fill('l1l2(0.2, 0.1, proximal)'));
    expect(penalties({ l1: 0.1, l1Subgradient: true })).toEqual(Array(3).fill('l1(0.1)'));
  });

  it('begins with the same weights whatever stands between the layers', async () => {
    const fingerprintOf = async (changed: Partial<Cell>) => {
      const model = new Sequential(designOf({ ...cell, ...changed }).layers(2), { inputShape: [2], seed: 9 });
      return model
        .parameters()
        .filter(({ shape }) => shape.length === 2)
        .map((one) => one.toFloat32Array());
    };
    const plain = await fingerprintOf({});
    expect(await fingerprintOf({ dropout: 0.5 })).toEqual(plain);
    expect(await fingerprintOf({ batchNorm: true, optimizer: 'sgd' })).toEqual(plain);
    expect(await fingerprintOf({ initializer: 'heUniform' })).toEqual(plain);
    expect(await fingerprintOf({ initializer: 'lecunNormal' })).not.toEqual(plain);
  });

  it('costs what a training of its size takes', () => {
    const about = { columns: 784, classes: new Array(10) };
    const settings = { parts: { train: 3200, validation: 0 }, batchSize: 32, epochs: 1 };
    expect((costOf({ ...cell, hidden: [64, 64] }, about, settings) - 15_000) / 100).toBeCloseTo(172, 0); // microseconds a step
  });
});

it('optimizers have the default rates of the library', () => {
  const kinds = {
    ...{ sgd: Sgd, momentum: Momentum, nesterov: Sgd, rmsProp: RmsProp, adam: Adam, adamW: AdamW },
    ...{ adagrad: Adagrad, adadelta: Adadelta, adamax: Adamax, nadam: Nadam, rAdam: RAdam, lion: Lion },
  };
  for (const word of studyOptimizers) {
    const made = makeStudyOptimizer(word, 0.5);
    expect(made).toBeInstanceOf(kinds[word]);
    expect(made.learningRate).toBe(0.5);
    expect(new kinds[word]().learningRate).toBe(defaultRateOf(word));
  }
  expect(makeStudyOptimizer('nesterov', 0.1).options).toMatchObject({ momentum: 0.9, nesterov: true });
  expect(makeStudyOptimizer('adamW', 0.1, 0.3).options).toMatchObject({ weightDecay: 0.3 });
});

describe('trainCell', () => {
  it('gives the figures of the finished network, and the same bits again', async () => {
    const run = (await trainCell(cell, parts, 2, training))!;
    expect(run).toMatchObject({ cell: 'one', seed: 3, parameters: 2 * 6 + 6 + 6 * 5 + 5 + 5 * 2 + 2 });
    expect(run.history.validationLoss).toHaveLength(3);
    expect([run.train!.rows, run.test!.rows]).toEqual([60, 20]);
    expect(run.evidence).toBeUndefined();
    const again = (await trainCell(cell, parts, 2, training))!;
    expect({ ...again, seconds: 0 }).toEqual({ ...run, seconds: 0 });
    const other = (await trainCell(cell, parts, 2, { ...training, seed: 4 }))!;
    expect(other.fingerprint).not.toBe(run.fingerprint);
  });

  it('looks before the first step and after the last', async () => {
    const sum = (values: Float32Array): number => values.reduce((all, value) => all + Math.abs(value), 0);
    const first: number[] = [];
    const looks = {
      before: ({ model }: { model: Sequential }) => ({ before: sum(model.parameters()[0].toFloat32Array()) }),
      after: ({ model }: { model: Sequential }) => ({ after: sum(model.parameters()[0].toFloat32Array()) }),
    };
    const run = (await trainCell(cell, parts, 2, { ...training, looks }))!;
    const { before, after } = run.evidence as { before: number; after: number };
    first.push(before, after);
    expect(before).toBeGreaterThan(0);
    expect(after).not.toBe(before);
  });

  it('says where a loss was no finite number any more', async () => {
    const run = (await trainCell({ ...cell, optimizer: 'sgd', learningRate: 1e30 }, parts, 2, training))!;
    expect(run.failure).toMatch(/NaN|finite|Infinity/);
    expect(run.test).toBeUndefined();
  });

  it('comes to nothing when the signal comes', async () => {
    expect(await trainCell(cell, parts, 2, { ...training, signal: AbortSignal.abort() })).toBeUndefined();
  });
});

describe('cellFrom', () => {
  const checked = checkedJson((what) => {
    throw new Error(what);
  });
  it('gives back what was written', () => {
    const whole: Cell = {
      ...cell,
      ...{ initializer: 'heNormal', dropout: 0.2, batchNorm: true, l1: 1, l2: 2, weightDecay: 0.1 },
    };
    for (const one of [cell, whole]) expect(cellFrom(checked, 'cell', JSON.parse(JSON.stringify(one)))).toEqual(one);
  });
  it.each([
    [{ hidden: [] }, 'cell.hidden must be units of layers'],
    [{ hidden: [0] }, 'cell.hidden must be units of layers'],
    [{ activation: 'gelu' }, 'cell.activation must be one of relu, tanh, sigmoid'],
    [{ optimizer: 'lamb' }, 'cell.optimizer must be one of'],
    [{ dropout: 2 }, 'cell.dropout must be from 0 to 1'],
    [{ batchNorm: 1 }, 'cell.batchNorm must be true'],
    [{ initializer: 'zeros' }, 'cell.initializer must be one of'],
  ])('refuses %j', (changed, message) => {
    expect(() => cellFrom(checked, 'cell', { ...cell, ...changed })).toThrow(message);
  });
});
