import { describe, expect, test } from 'vitest';
import { calibrationCurve, expectedCalibrationError } from '../../src/metrics/index.ts';
import { tensor } from '../../src/tensor/tensor.ts';
import { thrownBy } from '../helpers/errors.ts';
import { metricCases, runMetricCase } from '../helpers/metric-cases.ts';

describe.each([
  ['calibrationCurve', calibrationCurve],
  ['expectedCalibrationError', expectedCalibrationError],
] as const)('%s', (name, metric) => {
  test.each(metricCases[name])('equals Python: $name', (one) => runMetricCase(metric, one));
});

test('counts every sample once', () => {
  const { counts, probTrue } = calibrationCurve([0, 1, 1, 0, 1], [0, 0.2, 0.200001, 1, 0.5]);
  expect(counts).toEqual([2, 1, 1, 1]);
  expect(probTrue).toEqual([0.5, 1, 1, 0]);
});

test('a classifier that is right as often as it says has no error', () => {
  const sure = [0, 1, 0, 1];
  expect(expectedCalibrationError(sure, [0, 1, 0, 1])).toBe(0);
  expect(expectedCalibrationError(sure, [1, 0, 1, 0])).toBe(1);
  const half = Array.from({ length: 40 }, (_, i) => i % 2);
  expect(expectedCalibrationError(half, new Array(40).fill(0.5))).toBe(0);
  expect(expectedCalibrationError([0, 1, 1], tensor([0.9, 0.1, 0.4, 0.6, 0.7, 0.3], [3, 2]))).toBeCloseTo(0.4, 6);
});

test.each<[string, () => unknown, RegExp]>([
  [
    'too many columns',
    () =>
      calibrationCurve(
        [0, 1, 2],
        [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ],
      ),
    /rows of 3; give one col/,
  ],
  ['no probability', () => calibrationCurve([0, 1], [0.5, 1.5]), /a probability must be from 0 to 1, got 1.5 at row 2/],
  [
    'no bins',
    () => calibrationCurve([0, 1], [0.5, 0.5], { bins: 0 }),
    /bins must be a whole number of at least 1, got 0/,
  ],
  [
    'another way',
    () => calibrationCurve([0, 1], [0, 1], { strategy: 'equal' as never }),
    /'uniform', 'quantile', got "eq/,
  ],
  ['an option misspelt', () => calibrationCurve([0, 1], [0, 1], { nBins: 5 } as never), /unknown option 'nBins'/],
  ['lengths', () => expectedCalibrationError([0, 1, 1], [0.5, 0.5]), /3 labels and 2 rows/],
  ['half a bin', () => expectedCalibrationError([0, 1], [0.5, 0.5], { bins: 0.5 }), /bins must be a whole number/],
  [
    'rows that are none',
    () =>
      expectedCalibrationError(
        [0, 1],
        [
          [0.5, 0.6],
          [0.5, 0.5],
        ],
      ),
    /must sum to 1, got 1.1 at row 1/,
  ],
])('refuses %s', (_, call, message) => expect(thrownBy(call).message).toMatch(message));
