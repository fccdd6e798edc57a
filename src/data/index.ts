/** Data before training: tables, splits, scaling, labels and generated sets. Nothing here touches files. */
export { type Batch, type BatchesOptions, batches } from './batches.ts';
export { type BlobsOptions, blobs } from './blobs.ts';
export type { LearnedCategory } from './category-features.ts';
export { type CirclesOptions, circles } from './circles.ts';
export { type ClassificationOptions, classification } from './classification.ts';
export { ColumnTransformer, type ColumnTransformerJson } from './column-transformer.ts';
export {
  type CrossValidateOptions,
  type CrossValidationProgress,
  crossValidate,
  type FoldFigures,
  type NumberedFold,
} from './cross-validate.ts';
export type { NumberSummary, TableDescription, TableDescriptionData, TextSummary } from './describe-table.ts';
export { type DigitsOptions, digits, type GreyImages } from './digits.ts';
export { duplicateGroups } from './duplicate-groups.ts';
export { type Fold, type FoldsOptions, groupKFold, kFold, stratifiedKFold } from './folds.ts';
export { type Friedman1Options, friedman1 } from './friedman1.ts';
export { LabelEncoder, type LabelEncoderJson } from './label-encoder.ts';
export type { Label } from './labels.ts';
export type { Float64Matrix, Matrix, MatrixLike } from './matrix.ts';
export { MinMaxScaler, type MinMaxScalerJson, type MinMaxScalerOptions } from './min-max-scaler.ts';
export { type MoonsOptions, moons } from './moons.ts';
export { RobustScaler, type RobustScalerJson } from './robust-scaler.ts';
export type { RowsLike, ScaledArray } from './rows.ts';
export { rowsAt } from './rows-at.ts';
export { sliceRows } from './slice-rows.ts';
export { type SpiralsOptions, spirals } from './spirals.ts';
export {
  type TrainTestSplitOptions,
  type TrainValidationTestSplitOptions,
  trainTestSplit,
  trainValidationTestSplit,
} from './split.ts';
export { StandardScaler, type StandardScalerJson } from './standard-scaler.ts';
export { type Column, type ColumnsLike, type ColumnType, Table, type ValueCount } from './table.ts';
export type { TableRow } from './table-row.ts';
export type {
  CategoricalColumnsOptions,
  ColumnTransformerOptions,
  NumericColumnsOptions,
  ScaleName,
  TransformerSettings,
} from './transformer-options.ts';
