/** What `metrics` exports: scores of predictions against the truth, under scikit-learn's names. */
export { accuracyScore } from './accuracy-score.ts';
export { type BootstrapIntervalOptions, bootstrapInterval, type ScoredInterval } from './bootstrap-interval.ts';
export { brierScore } from './brier-score.ts';
export { type CalibrationCurve, type CalibrationCurveOptions, calibrationCurve } from './calibration-curve.ts';
export type { ClassScores } from './class-counts.ts';
export {
  type ClassificationReport,
  type ClassificationReportData,
  type ClassificationReportOptions,
  classificationReport,
  type ReportedClass,
  type ReportedScores,
} from './classification-report.ts';
export { classificationReportText } from './classification-report-text.ts';
export { type ConfusionMatrixOptions, confusionMatrix } from './confusion-matrix.ts';
export { type ExpectedCalibrationErrorOptions, expectedCalibrationError } from './expected-calibration-error.ts';
export { type LogLossOptions, logLoss } from './log-loss.ts';
export { meanAbsoluteError } from './mean-absolute-error.ts';
export { meanAbsolutePercentageError } from './mean-absolute-percentage-error.ts';
export type { MetricName } from './named-metric.ts';
export {
  type ColumnImportance,
  type PermutationImportance,
  type PermutationImportanceOptions,
  permutationImportance,
} from './permutation-importance.ts';
export {
  type PrecisionRecallFscore,
  type PrecisionRecallFscoreOptions,
  precisionRecallFscore,
} from './precision-recall-fscore.ts';
export { r2Score } from './r2-score.ts';
export type { ResamplingOptions, Score } from './resampled-rows.ts';
export { type RocAucOptions, rocAucScore } from './roc-auc-score.ts';
export { type RocCurve, type RocCurveOptions, rocCurve } from './roc-curve.ts';
export { rootMeanSquaredError } from './root-mean-squared-error.ts';
export type { SampleWeightsOption } from './sample-weights.ts';
export type { ColumnScoreOptions } from './scored-columns.ts';
export type { RegressionScoreOptions, Values } from './scored-values.ts';
export { type TopKAccuracyOptions, topKAccuracy } from './top-k-accuracy.ts';
