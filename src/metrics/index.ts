/** What `metrics` exports: scores of predictions against the truth, under scikit-learn's names. */
export { accuracyScore } from './accuracy-score.ts';
export { type ConfusionMatrixOptions, confusionMatrix } from './confusion-matrix.ts';
