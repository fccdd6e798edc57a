/** What `simdgrad/datasets` exports: data sets by name, published ones with their files and generated ones. Needs Node. */
export { type AnyDataset, type DatasetDescription, type DatasetFile, type FileSource, noLicence } from './dataset.ts';
export {
  ChecksumError,
  DatasetError,
  DatasetUnavailableError,
  type DownloadAttempt,
} from './errors.ts';
export { type FetchOptions, fetchDataset } from './fetch-dataset.ts';
export type { DownloadProgress } from './fetch-files.ts';
export type { ImageDataset, LabelledImages } from './images.ts';
export {
  type DatasetPlace,
  datasetPaths,
  type ListedDataset,
  type ListedFile,
  type ListOptions,
  listDatasets,
} from './list-datasets.ts';
export { type LoadedDataset, type LoadOptions, loadDataset, loadDatasets } from './load-dataset.ts';
export { type Environment, type Places, placesOf } from './places.ts';
export { type DatasetGroupName, type DatasetName, datasetNames, groups as datasetGroups } from './registry.ts';
export type { TableDataset } from './tables.ts';
export type { ClassificationDataset, RegressionDataset, TabularDataset } from './tabular.ts';
