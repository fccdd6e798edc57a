/** What `simdgrad/node` exports: what needs Node, such as files. */

export type { ColumnType } from '../data/table.ts';
export { type FileContent, writeFileAtomically } from './atomic-write.ts';
export { type CsvLoggerOptions, csvLogger } from './csv-logger.ts';
export type { IdxArrays, IdxType } from './idx-header.ts';
export { loadModel, saveModel } from './model-file.ts';
export { type ProgressBarOptions, type ProgressStream, progressBar } from './progress-bar.ts';
export {
  type CsvProgress,
  type ReadCsvOptions,
  readCsv,
  type StreamCsvOptions,
  streamCsv,
} from './read-csv.ts';
export { type IdxArray, type ReadIdxOptions, readIdx } from './read-idx.ts';
export type { TextEncoding } from './text-chunks.ts';
