import { describe, expect, test } from 'vitest';
import { DataError } from '../../src/errors.ts';
import { type BestNetwork, compareNetworks } from '../../src/experiments/compare-networks.ts';
import { denseNetworks } from '../../src/experiments/dense-networks.ts';
import { evaluateSaved } from '../../src/experiments/evaluate-saved.ts';
import { preprocessingFromJSON } from '../../src/experiments/saved-preprocessing.ts';
import { worstRows } from '../../src/experiments/worst-rows.ts';
import { deserializeModel, serializeModel } from '../../src/index.ts';
import { moonsData } from '../helpers/classification-data.ts';
import { thrownBy } from '../helpers/errors.ts';

const data = moonsData();
const { best } = await compareNetworks(data, [denseNetworks[3]], { seeds: [3], epochs: 20 });
const { run, test: predicted, model, preprocessing } = best as BestNetwork;

/** As it comes back from a file. */
function reloaded() {
  const loaded = deserializeModel(serializeModel({ model, preprocessing }));
  return { model: loaded.model, saved: preprocessingFromJSON('test', loaded.preprocessing) };
}

describe('evaluateSaved', () => {
  test('has the very figures of the run, on the rows of its test part', () => {
    const { model, saved } = reloaded();
    const evaluation = evaluateSaved('test', model, saved, data);
    expect(evaluation).toEqual({ part: 'test', accuracy: run.accuracy.test, macroF1: run.macroF1, test: predicted });
    expect(saved.test).toEqual({ rows: 30, accuracy: run.accuracy.test, macroF1: run.macroF1 });
  });

  test('on other data, all rows, with classes matched by their labels', () => {
    const { model, saved } = reloaded();
    const other = { ...moonsData({ samples: 90, seed: 7 }), name: 'other moons' };
    const straight = evaluateSaved('test', model, saved, other);
    expect(straight.part).toBe('all');
    expect(straight.test.rows).toHaveLength(90);
    expect(straight.accuracy).toBeGreaterThan(0.8);
    const turned = { ...other, classes: ['lower', 'upper'], y: other.y.map((label) => 1 - label) };
    expect(evaluateSaved('test', model, saved, turned)).toEqual(straight);
  });

  test.each<[string, () => Partial<typeof data>, string]>([
    ['rows that have become more', () => moonsData({ samples: 202 }), 'has 202 rows, but had 200'],
    ['other columns', () => ({ x: { data: new Float32Array(600), shape: [200, 3] } }), 'takes [2] a row, moons has 3'],
    ['a class it does not know', () => ({ classes: ['upper', 'middle'] }), 'is of class "middle"'],
    ['bytes', () => ({ x: { data: new Uint8Array(400), shape: [200, 2], scale: 1 / 255 } }), 'got bytes'],
  ])('refuses %s', (_, changes, message) => {
    const { model, saved } = reloaded();
    const error = thrownBy(() => evaluateSaved('test', model, saved, { ...data, ...changes() }));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toContain(message);
  });

  test('refuses classes that do not fit the outputs', () => {
    const { model, saved } = reloaded();
    const more = { ...saved, classes: ['upper', 'lower', 'third'] };
    expect(() => evaluateSaved('test', model, more, data)).toThrow('outputs [2] for 3 classes');
  });
});

describe('preprocessingFromJSON', () => {
  const json = JSON.parse(JSON.stringify(preprocessing));

  test('reads what was written', () => {
    expect(JSON.parse(JSON.stringify(preprocessingFromJSON('test', json)))).toEqual(json);
    const { scaler: _, ...unscaled } = json;
    expect(preprocessingFromJSON('test', unscaled).scaler).toBeUndefined();
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a list', []],
    ['text', 'moons'],
    ['no network', { ...json, network: undefined }],
    ['a long name', { ...json, dataset: 'm'.repeat(201) }],
    ['negative rows', { ...json, rows: -1 }],
    ['half a row', { ...json, rows: 0.5 }],
    ['one class', { ...json, classes: ['upper'] }],
    ['a class twice', { ...json, classes: ['upper', 'upper'] }],
    ['a class that is none', { ...json, classes: ['upper', null] }],
    ['no split', { ...json, split: undefined }],
    ['a share above 1', { ...json, split: { ...json.split, testSize: 15 } }],
    ['no seed', { ...json, split: { validationSize: 0.15, testSize: 0.15 } }],
    ['a scaler that is none', { ...json, scaler: { type: 'StandardScaler', mean: [0] } }],
    ['no figures', { ...json, test: undefined }],
    ['an accuracy in per cent', { ...json, test: { ...json.test, accuracy: 97 } }],
    ['an accuracy that is text', { ...json, test: { ...json.test, accuracy: '0.97' } }],
  ])('refuses %s', (_, broken) => {
    expect(thrownBy(() => preprocessingFromJSON('test', broken))).toBeInstanceOf(DataError);
  });
});

describe('worstRows', () => {
  const test4 = {
    rows: Uint32Array.of(7, 3, 9, 1),
    labels: [0, 1, 2, 0],
    predictions: [1, 1, 0, 2],
    probabilities: Float32Array.of(0.25, 0.5, 0.25, 0, 1, 0, 0.75, 0.125, 0.125, 0.25, 0.25, 0.5),
  };

  test('are the wrong ones, with the least probability of the truth first, then by row', () => {
    expect(worstRows(test4, 10)).toEqual([
      { row: 9, label: 2, prediction: 0, probabilityOfLabel: 0.125, probabilityOfPrediction: 0.75 },
      { row: 1, label: 0, prediction: 2, probabilityOfLabel: 0.25, probabilityOfPrediction: 0.5 },
      { row: 7, label: 0, prediction: 1, probabilityOfLabel: 0.25, probabilityOfPrediction: 0.5 },
    ]);
    expect(worstRows(test4, 1)).toHaveLength(1);
    expect(worstRows(test4, 0)).toEqual([]);
  });

  test('none where all is right', () => {
    expect(worstRows({ ...test4, predictions: test4.labels }, 10)).toEqual([]);
  });
});
