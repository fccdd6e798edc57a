import type { Command } from 'commander';
import { DatasetError } from '../../datasets/index.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { useEnvironment } from '../environment.ts';
import {
  DataError,
  EngineInUseError,
  FileError,
  GradientError,
  MemoryError,
  MissingPackageError,
  NonFiniteError,
  NotFittedError,
  RecordingError,
  ShapeError,
  UnsupportedError,
} from '../errors.ts';
import { JobError } from '../jobs/job-error.ts';
import { WorkerError } from '../node/index.ts';
import { registerCompare } from './compare.ts';
import type { Context, RegisterCommand } from './context.ts';
import { registerDatasets } from './datasets.ts';
import { registerEvaluate } from './evaluate.ts';
import { registerExperiment } from './experiment.ts';
import { registerExplain } from './explain.ts';
import { registerPredict } from './predict.ts';
import { createProgram, runProgram } from './program.ts';
import { registerRace } from './race.ts';
import { registerReport } from './report.ts';
import { registerSearch } from './search.ts';
import { registerStudy } from './study.ts';
import { registerTrain } from './train.ts';

/** The subcommands, in the order of --help. */
const commands: readonly RegisterCommand[] = [
  registerTrain,
  registerCompare,
  registerPredict,
  registerEvaluate,
  registerSearch,
  registerExperiment,
  registerStudy,
  registerRace,
  registerReport,
  registerDatasets,
  registerExplain,
];

/** What `simdgrad` without a word means. */
const withoutWords: readonly string[] = ['compare', 'digits'];

/** The `simdgrad` command, which has read no words yet. */
export function simdgradProgram(context: Context): Command {
  const program = createProgram('simdgrad', context)
    .description(packageJson.description)
    .version(packageJson.version, '-V, --version', 'show the version and stop')
    .addHelpText('after', `\nWithout a command: simdgrad ${withoutWords.join(' ')}`);
  for (const register of commands) register(program, context);
  return program;
}

/**
 * Runs the `simdgrad` command.
 *
 * @param words without the interpreter and the script: `process.argv.slice(2)`.
 * @returns what to exit with, as `runProgram` has it. An error that is nobody's fault but the program's is thrown.
 */
export async function runSimdgrad(words: readonly string[], context: Context): Promise<number> {
  const program = simdgradProgram(context).hook('preAction', () => useEnvironment(context.environment));
  return runProgram(program, words.length > 0 ? words : withoutWords, context, isExpected);
}

/** Errors that say what is wrong with data, files or numbers that were given; anything else is a fault of ours. */
function isExpected(error: unknown): error is Error {
  const kinds = [
    DatasetError,
    DataError,
    FileError,
    ShapeError,
    RangeError,
    EngineInUseError,
    MemoryError,
    MissingPackageError,
    NonFiniteError,
    NotFittedError,
    RecordingError,
    GradientError,
    UnsupportedError,
    WorkerError,
  ];
  if (error instanceof JobError) return isExpected(error.cause);
  return kinds.some((kind) => error instanceof kind) || typeof (error as NodeJS.ErrnoException)?.syscall === 'string';
}
