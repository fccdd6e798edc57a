import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ShapeError } from '../../src/errors.ts';
import { fixedText, floatText } from '../../src/metrics/classification-report-text.ts';
import { accuracyScore, classificationReport, classificationReportText } from '../../src/metrics/index.ts';
import golden from '../golden/classification-report.json' with { type: 'json' };
import { thrownBy } from '../helpers/errors.ts';
import { expectNumbers, metricCases, runMetricCase } from '../helpers/metric-cases.ts';

describe('classificationReport', () => {
  test.each(metricCases.classificationReport)('prints what scikit-learn prints: $name', (one) =>
    runMetricCase(classificationReport, one),
  );

  for (const { name, true: yTrue, predicted, options, data } of golden.cases) {
    test(`has the numbers of scikit-learn: ${name}`, () => {
      const report = classificationReport<string | number>(yTrue, predicted, options as never);
      const scores = ({ precision, recall, f1, support }: (typeof report)['microAverage']) => ({
        ...{ precision, recall, 'f1-score': f1, support },
      });
      const { accuracy, microAverage, macroAverage, weightedAverage } = report;
      const actual = {
        ...Object.fromEntries(report.classes.map((one) => [one.name, scores(one)])),
        ...(accuracy === undefined ? { 'micro avg': scores(microAverage) } : { accuracy }),
        'macro avg': scores(macroAverage),
        'weighted avg': scores(weightedAverage),
      };
      expectNumbers(actual, data, 1e-14, 'report');
    });
  }

  test('is plain data that becomes the same text after JSON', () => {
    const report = classificationReport(['a', 'b', 'b'], ['a', 'b', 'a'], { digits: 3, sampleWeights: [1, 2, 0.5] });
    const kept = JSON.parse(JSON.stringify(report));
    expect(classificationReportText(kept)).toBe(report.toText());
    const { toText: _, ...data } = report;
    expect(kept).toEqual(data);
    expect(report.classes[1]).toEqual({ label: 'b', name: 'b', precision: 1, recall: 0.8, f1: 8 / 9, support: 2.5 });
    expect(report).toMatchObject({ accuracy: 3 / 3.5, weighted: true, digits: 3 });
  });

  const labels = fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { minLength: 1, maxLength: 60 });

  test('has the accuracy as weighted recall, and in the text lines of one length', () => {
    fc.assert(
      fc.property(labels, fc.nat(15), (pairs, digits) => {
        const yTrue = pairs.map(([t]) => t);
        const yPred = pairs.map(([, p]) => p);
        const report = classificationReport(yTrue, yPred, { digits });
        const accuracy = accuracyScore(yTrue, yPred);
        expect(report.accuracy).toBe(accuracy);
        expect(Math.abs(report.weightedAverage.recall - accuracy)).toBeLessThanOrEqual(1e-15);
        expect(report.microAverage).toEqual({
          precision: accuracy,
          recall: accuracy,
          f1: accuracy,
          support: pairs.length,
        });
        const lines = report.toText().split('\n');
        expect(lines.at(-1)).toBe('');
        expect(lines).toHaveLength(report.classes.length + 7);
        if (digits <= 7) {
          const long = lines.filter((line) => line !== '');
          expect(new Set(long.map((line) => line.length)).size).toBe(1);
        }
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  test('refuses what cannot be reported', () => {
    const call = (options: object) => thrownBy(() => classificationReport(['a', 'b'], ['a', 'a'], options as never));
    expect(call({ targetNames: ['x'] })).toBeInstanceOf(ShapeError);
    expect(call({ targetNames: ['x'] }).message).toBe(
      'classificationReport: targetNames needs one name for each of 2 classes, got 1',
    );
    expect(call({ targetNames: ['x', 3] })).toBeInstanceOf(TypeError);
    expect(call({ targetNames: 'xy' }).message).toMatch(/targetNames must be an array, got "xy"/);
    for (const digits of [-1, 1.5, 101, Number.NaN]) expect(call({ digits })).toBeInstanceOf(RangeError);
    expect(call({ digits: '2' })).toBeInstanceOf(TypeError);
    expect(call({ zeroDivision: 2 }).message).toBe('classificationReport: zeroDivision must be 0 or 1, got 2');
    expect(call({ labels: ['c'] }).message).toMatch(/^classificationReport: none of labels \("c"\) occurs/);
    expect(call({ target_names: ['x', 'y'] }).message).toMatch(/did you mean 'targetNames'/);
    expect(call({ sampleWeights: [1, -1] })).toMatchObject({ name: 'DataError', row: 2 });
    expect(thrownBy(() => classificationReport([], [])).message).toBe('classificationReport: no samples');
    expect(thrownBy(() => classificationReport([0, 1], [0])).message).toMatch(/^classificationReport: .*got 2 and 1$/);
    expect(thrownBy(() => classificationReport([0, Number.NaN], [0, 1]))).toMatchObject({ row: 2 });
  });
});

describe('numbers as Python prints them', () => {
  test('with so many digits: what lies exactly between two texts becomes the even one', () => {
    const expected: [number, number, string][] = [
      [0.125, 2, '0.12'],
      [0.375, 2, '0.38'],
      [0.625, 2, '0.62'],
      [0.875, 2, '0.88'],
      [0.5, 0, '0'],
      [1.5, 0, '2'],
      [2.5, 0, '2'],
      [0.25, 1, '0.2'],
      [0.75, 1, '0.8'],
      [0.0625, 3, '0.062'],
      [0.15, 1, '0.1'], // a little below 0.15
      [0.35, 1, '0.3'],
      [0.45, 1, '0.5'],
      [0.005, 2, '0.01'],
      [0.995, 2, '0.99'],
      [1, 2, '1.00'],
      [2 / 3, 20, '0.66666666666666662966'],
      [1, 100, `1.${'0'.repeat(100)}`],
    ];
    for (const [value, digits, text] of expected) expect(fixedText(value, digits), `${value}`).toBe(text);
  });

  test('in full: the shortest text that reads back as the number', () => {
    const expected: [number, string][] = [
      [0, '0.0'],
      [12, '12.0'],
      [1.2999999999999998, '1.2999999999999998'],
      [0.0001, '0.0001'],
      [0.00001, '1e-05'],
      [1.5e-7, '1.5e-07'],
      [2.5e-300, '2.5e-300'],
      [1e15, '1000000000000000.0'],
      [1e16, '1e+16'],
      [1.5e16, '1.5e+16'],
      [123456789012345680, '1.2345678901234568e+17'],
    ];
    for (const [value, text] of expected) expect(floatText(value)).toBe(text);
  });
});
