/** Calls of every metric with what scikit-learn says, for their own tests and for `test/completeness.test.ts`. */
import { expect } from 'vitest';
import type { Matrix } from '../../src/data/index.ts';
import * as metrics from '../../src/metrics/index.ts';
import { tensor } from '../../src/tensor/tensor.ts';
import reports from '../golden/classification-report.json' with { type: 'json' };
import scores from '../golden/metrics.json' with { type: 'json' };
import probabilities from '../golden/probability-metrics.json' with { type: 'json' };
import resampling from '../golden/resampling-metrics.json' with { type: 'json' };

/** Metrics take their arguments as (yTrue, yPred, options); what is compared of the result is a number, a text or numbers. */
type Metric = (...args: never[]) => unknown;

export interface MetricCase {
  readonly name: string;
  readonly args: readonly unknown[];
  readonly expected: unknown;
  /** |a − b| ≤ tolerance · max(1, |b|). */
  readonly tolerance: number;
  /** What of the result is compared. */
  readonly of?: (result: never) => unknown;
}

/** Each of a handful of roundings: scikit-learn sums in another order. */
const tolerance = 1e-14;

function ofClasses(
  expected: (one: (typeof scores.classes)[number]) => unknown,
  options: (one: (typeof scores.classes)[number]) => object,
  of?: MetricCase['of'],
): MetricCase[] {
  return scores.classes
    .filter((one) => expected(one) !== undefined)
    .map((one) => ({
      name: one.name,
      args: [one.true, one.predicted, given(options(one))],
      expected: expected(one),
      tolerance,
      ...(of ? { of } : {}),
    }));
}

function ofValues(name: 'r2' | 'mae' | 'rmse' | 'mape'): MetricCase[] {
  return scores.values
    .filter((one) => one[name] !== null)
    .map((one) => ({
      name: one.name,
      args: [one.true, one.predicted, given({ sampleWeights: one.sampleWeights })],
      expected: one[name],
      tolerance,
    }));
}

function ofProbabilities(metric: string): MetricCase[] {
  return probabilities.cases
    .filter((one) => one.metric === metric)
    .map(({ name, yTrue, scores: numbers, float32, options, expected }) => ({
      name,
      args: [yTrue, float32 ? tensor(numbers) : numbers, options],
      expected: metric === 'rocCurve' ? fromInfinity(expected as unknown as metrics.RocCurve) : expected,
      // scikit-learn adds float32 scores up in float32.
      tolerance: float32 ? 3e-7 : tolerance,
    }));
}

/** Scores as JSON can name them. */
const byName = {
  accuracy: metrics.accuracyScore,
  r2: metrics.r2Score,
  mae: metrics.meanAbsoluteError,
  macroF1: (yTrue: number[], yPred: number[], options: metrics.SampleWeightsOption) =>
    metrics.precisionRecallFscore(yTrue, yPred, options).macro.fscore,
};

/** Of a linear model: numbers, or classes where a number is above 0. */
const linear =
  (weights: readonly number[], score: string) =>
  ({ data, shape: [rows, columns] }: Matrix): number[] =>
    Array.from({ length: rows }, (_, i) => {
      const sum = weights.reduce((total, weight, j) => total + weight * data[i * columns + j], 0);
      return score === 'accuracy' ? (sum > 0 ? 1 : 0) : sum;
    });

function ofResampling(metric: string, of?: MetricCase['of']): MetricCase[] {
  return resampling.cases
    .filter((one) => one.metric === metric)
    .map(({ name, args, expected }) => ({
      name,
      args: resamplingArgs(metric, args),
      expected,
      tolerance: 1e-12,
      ...(of ? { of } : {}),
    }));
}

function resamplingArgs(metric: string, args: readonly unknown[]): readonly unknown[] {
  if (metric === 'bootstrapInterval') {
    const [yTrue, yPred, score, options] = args;
    return [yTrue, yPred, byName[score as keyof typeof byName], options];
  }
  if (metric === 'permutationImportance') {
    const [weights, x, y, score, options] = args;
    return [linear(weights as number[], score as string), x, y, byName[score as keyof typeof byName], options];
  }
  return args;
}

/** 1.2.1 begins at the highest score + 1; from 1.3 on curves begin at Infinity. */
function fromInfinity(curve: metrics.RocCurve): metrics.RocCurve {
  return { ...curve, thresholds: [Number.POSITIVE_INFINITY, ...curve.thresholds.slice(1)] };
}

/** JSON has null for what is not given. */
function given(options: object): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null));
}

export const metricCases: Readonly<Record<string, readonly MetricCase[]>> = {
  accuracyScore: ofClasses(
    ({ accuracy }) => accuracy,
    ({ sampleWeights }) => ({ sampleWeights }),
  ),
  confusionMatrix: ofClasses(
    ({ matrix }) => matrix,
    ({ labels, sampleWeights }) => ({ labels, sampleWeights }),
  ),
  precisionRecallFscore: ofClasses(
    ({ perClass, averages }) => ({ ...perClass, ...averages }),
    ({ labels, beta, zeroDivision, sampleWeights }) => ({ labels, beta, zeroDivision, sampleWeights }),
    ({ precision, recall, fscore, support, micro, macro, weighted }: metrics.PrecisionRecallFscore) => ({
      ...{ precision, recall, fscore, support },
      ...{ micro, macro, weighted },
    }),
  ),
  classificationReport: reports.cases.map((one) => ({
    name: one.name,
    args: [one.true, one.predicted, one.options],
    expected: one.text,
    tolerance: 0,
    of: (report: metrics.ClassificationReport) => report.toText(),
  })),
  classificationReportText: reports.cases.map((one) => ({
    name: one.name,
    args: [
      JSON.parse(
        JSON.stringify(metrics.classificationReport<string | number>(one.true, one.predicted, one.options as never)),
      ),
    ],
    expected: one.text,
    tolerance: 0,
  })),
  rocAucScore: ofProbabilities('rocAucScore'),
  rocCurve: ofProbabilities('rocCurve'),
  logLoss: ofProbabilities('logLoss'),
  brierScore: ofProbabilities('brierScore'),
  topKAccuracy: ofProbabilities('topKAccuracy'),
  calibrationCurve: ofResampling('calibrationCurve', ({ probTrue, probPred }: metrics.CalibrationCurve) => ({
    probTrue,
    probPred,
  })),
  expectedCalibrationError: ofResampling('expectedCalibrationError'),
  bootstrapInterval: ofResampling('bootstrapInterval'),
  permutationImportance: ofResampling('permutationImportance'),
  r2Score: ofValues('r2'),
  meanAbsoluteError: ofValues('mae'),
  rootMeanSquaredError: ofValues('rmse'),
  meanAbsolutePercentageError: ofValues('mape'),
};

/** @throws where the result is not what is expected. */
export function runMetricCase(
  metric: Metric,
  { args, expected, tolerance, of = (result) => result }: MetricCase,
): void {
  const result: unknown = metric(...(args as never[]));
  expectNumbers(of(result as never), expected, tolerance, 'result');
}

/** Numbers, texts, and lists and objects of them, are equal within the tolerance. */
export function expectNumbers(actual: unknown, expected: unknown, tolerance: number, what: string): void {
  if (typeof expected === 'number' && Number.isFinite(expected)) {
    const distance = Math.abs((actual as number) - expected);
    expect(distance, `${what}: ${actual} for ${expected}`).toBeLessThanOrEqual(
      tolerance * Math.max(1, Math.abs(expected)),
    );
  } else if (typeof expected === 'object' && expected !== null) {
    expect(Object.keys(actual as object), what).toEqual(Object.keys(expected));
    for (const [key, value] of Object.entries(expected)) {
      expectNumbers((actual as Record<string, unknown>)[key], value, tolerance, `${what}.${key}`);
    }
  } else expect(actual, what).toBe(expected);
}
