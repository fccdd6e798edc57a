import { describe, expect, it } from 'vitest';
import {
  accuracyWith,
  constantColumns,
  keepColumns,
} from '../../../../src/experiments/studies/regularization/without-columns.ts';
import { prepareStudyData } from '../../../../src/experiments/studies/study-data.ts';
import { Dense, Dropout, Sequential, Sgd } from '../../../../src/index.ts';
import { columnsData } from '../../../helpers/columns-data.ts';

const data = columnsData();
const parts = prepareStudyData(data, { train: 60, validation: 20, test: 40 }, 1);
const columns = parts.train.x.shape[1];
const all = Array.from({ length: columns }, (_, i) => i);
const design = (learningRate: number) => ({
  layers: (classes: number) => [
    new Dense(6, { activation: 'relu' as const }),
    new Dropout(0.2),
    new Dense(classes, { activation: 'softmax' as const }),
  ],
  optimizer: () => new Sgd({ learningRate }),
});
const options = { seed: 4, epochs: 2, batchSize: 16 };

describe('some of the columns', () => {
  it('stand in the order that is asked for', () => {
    const x = { data: Uint8Array.from([1, 2, 3, 4, 5, 6]), shape: [2, 3], scale: 0.5 };
    expect(keepColumns(x, [2, 0])).toEqual({ data: Uint8Array.from([3, 1, 6, 4]), shape: [2, 2], scale: 0.5 });
    expect(keepColumns(x, [0, 1, 2])).toEqual(x);
  });

  it('may be constant', () => {
    const x = { data: Float32Array.from([1, 2, 3, 1, 2, 4, 1, 5, 3]), shape: [3, 3] };
    expect(constantColumns(x)).toEqual([0]);
    expect(constantColumns({ data: Float32Array.from([7, 8]), shape: [1, 2] })).toEqual([0, 1]);
  });
});

describe('a network without some columns', () => {
  it('begins as the one with all of them, of which these columns are 0', async () => {
    const kept = [0, 2, 4];
    const whole = new Sequential(design(1).layers(2), { inputShape: [columns], seed: options.seed });
    const { x, y } = parts.test;
    const zeroed = { ...x, data: x.data.map((value, i) => (kept.includes(i % columns) ? value : 0)) };
    const expected = whole.evaluate(zeroed, y, { loss: 'crossEntropy', metrics: ['accuracy'] }).accuracy;
    const slow = design(1e-20); // no weight changes
    expect(await accuracyWith(kept, slow, parts, 2, options)).toBe(expected);
    expect(await accuracyWith([1, 3], slow, parts, 2, options)).not.toBe(expected);
  });

  it('with all of its columns is the same network', async () => {
    const { layers, optimizer } = design(0.3);
    const model = new Sequential(layers(2), { inputShape: [columns], seed: options.seed });
    const loss = 'crossEntropy';
    await model.fit(parts.train.x, parts.train.y, { ...options, loss, optimizer: optimizer() });
    const { accuracy } = model.evaluate(parts.test.x, parts.test.y, { loss, metrics: ['accuracy'] });
    expect(await accuracyWith(all, design(0.3), parts, 2, options)).toBe(accuracy);
  });

  it('is nothing once the signal has come', async () => {
    const signal = AbortSignal.abort();
    expect(await accuracyWith(all, design(0.3), parts, 2, { ...options, signal })).toBeUndefined();
  });
});
