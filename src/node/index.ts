/** What `simdgrad/node` exports: what needs Node, such as files and threads. */

export type { ColumnType } from '../data/table.ts';
export type { Executor, JobCall } from '../jobs/executor.ts';
export { type InProcessOptions, inProcessExecutor } from '../jobs/in-process-executor.ts';
export type { Job, Task, TaskContext, TaskProgress, Tasks } from '../jobs/job.ts';
export { JobError } from '../jobs/job-error.ts';
export type { Totals } from '../jobs/job-totals.ts';
export { type JobProgress, type RunJobsOptions, runJobs, type SoFar } from '../jobs/run-jobs.ts';
export { TimeLimitError } from '../jobs/time-limit-error.ts';
export { type FileContent, writeFileAtomically } from './atomic-write.ts';
export { type CsvLoggerOptions, csvLogger } from './csv-logger.ts';
export type { IdxArrays, IdxType } from './idx-header.ts';
export { WorkerError } from './job-thread.ts';
export { type Journal, type JournalOptions, type JournalStudy, openJournal } from './journal.ts';
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
export { readSearch } from './read-search.ts';
export { type FileSearchOptions, search } from './search.ts';
export type { TextEncoding } from './text-chunks.ts';
export { type WorkerExecutorOptions, workerExecutor } from './worker-executor.ts';
