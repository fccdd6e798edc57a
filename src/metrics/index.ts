/** What `metrics` exports: scores of predictions against the truth, under scikit-learn's names. */
export { accuracyScore } from './accuracy-score.ts';
export type { ClassScores } from './class-counts.ts';
export { type ConfusionMatrixOptions, confusionMatrix } from './confusion-matrix.ts';
export { meanAbsoluteError } from './mean-absolute-error.ts';
export type { MetricName } from './named-metric.ts';
export {
  type PrecisionRecallFscore,
  type PrecisionRecallFscoreOptions,
  precisionRecallFscore,
} from './precision-recall-fscore.ts';
export { r2Score } from './r2-score.ts';
export { rootMeanSquaredError } from './root-mean-squared-error.ts';
export type { SampleWeightsOption } from './sample-weights.ts';
export type { RegressionScoreOptions, Values } from './scored-values.ts';
