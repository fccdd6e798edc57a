import type { Job, TaskProgress } from '../../jobs/job.ts';
import type { Block } from '../../report/document.ts';
import type { CheckedJson } from '../checked-json.ts';
import { runsByKey } from '../runs-by-key.ts';
import { type Cell, costOf } from './cell.ts';
import type { JudgedStatement, Statement } from './judge-statements.ts';
import type { StudySettings } from './settings.ts';
import type { AboutStudyData } from './study-data.ts';
import type { CellLooks, CellRun } from './train-cell.ts';

/**
 * A study: cells that are trained with every seed, what is looked at in them, and what is made of the results.
 *
 * Whatever it makes is a pure function of the results, so that the terminal, the report and a test see the same.
 */
export interface Study<Evidence = unknown> {
  /** As the command line has it: 'optimizers'. */
  readonly name: string;
  readonly title: string;
  /** What it is to find out, in a sentence or two. */
  readonly question: string;
  /** What it trains, in a line for --help. */
  readonly summary: string;
  readonly cells: readonly Cell[];
  readonly looks?: CellLooks;
  /** How many trainings a cell takes, those of its looks included, about; 1 unless set. */
  readonly trainingsOf?: (cell: Cell) => number;
  /** Reads what `looks` made of a cell of this name; a study that looks at something must have it. @throws by `checked.refuse`. */
  evidenceFrom?(checked: CheckedJson, what: string, json: unknown, cell: string): Evidence;
  /** What is trained and how it is judged, beside what all studies say; for the section "Set-up". */
  setup(results: StudyResults<Evidence>): readonly string[];
  /** What was published, statement by statement. Written down before the study was run; which figures they are about may be chosen on the validation part, by the mean over seeds. */
  statements(results: StudyResults<Evidence>): Statement[];
  /** What someone who reads nothing else should know, beside the verdicts; empty before there is anything to say. */
  answer(results: StudyResults<Evidence>): string;
  /** Sections on what was found out: after the set-up, before the statements. */
  sections(results: StudyResults<Evidence>, judged: readonly JudgedStatement[]): Block[];
}

/** What a study has found out on one data set so far, as plain data. */
export interface StudyResults<Evidence = unknown> {
  readonly data: AboutStudyData;
  readonly settings: StudySettings;
  /** Seed by seed, in the order of the cells. */
  readonly runs: readonly CellRun<Evidence>[];
  /** Keys of the runs that are still to be done. */
  readonly missing: readonly string[];
}

/** What the task of a study is given: plain data. Whoever does it finds study and data set by their names. */
export interface StudyJob {
  readonly study: string;
  readonly dataset: string;
  readonly cell: Cell;
  readonly seed: number;
  readonly parts: StudySettings['parts'];
  readonly epochs: number;
  readonly batchSize: number;
}

/** How far the training of a job is. */
export interface StudyProgress extends TaskProgress {
  readonly share: number;
}

/** The name that module of tasks has for the task of all studies. */
export const studyTask = 'trainStudyCell';

/** Tells a run from all others, also of other data sets: 'digits: adam relu 0.001, seed 3'. */
export function keyOf(data: Pick<AboutStudyData, 'name'>, cell: string, seed: number): string {
  return `${data.name}: ${cell}, seed ${seed}`;
}

/** All trainings of a study of one data set, seed by seed, so that the parts of a seed are prepared once. */
export function jobsOf(
  study: Pick<Study, 'name' | 'trainingsOf'>,
  data: AboutStudyData,
  settings: StudySettings,
): Job[] {
  const { seeds, cells, parts, epochs, batchSize } = settings;
  return seeds.flatMap((seed) =>
    cells.map((cell): Job => {
      const input: StudyJob = { study: study.name, dataset: data.name, cell, seed, parts, epochs, batchSize };
      return {
        key: keyOf(data, cell.name, seed),
        cost: costOf(cell, data, settings) * (study.trainingsOf?.(cell) ?? 1),
        task: studyTask,
        input,
      };
    }),
  );
}

/** What is known from the results of some of the jobs. */
export function resultsOf<Evidence>(
  data: AboutStudyData,
  settings: StudySettings,
  runs: ReadonlyMap<string, CellRun<Evidence>>,
): StudyResults<Evidence> {
  return { data, settings, ...runsByKey(keysOf(data, settings), runs) };
}

/** Of all runs, seed by seed. */
export function keysOf(data: Pick<AboutStudyData, 'name'>, { seeds, cells }: StudySettings): string[] {
  return seeds.flatMap((seed) => cells.map(({ name }) => keyOf(data, name, seed)));
}

/** The results of those seeds with which every cell has been trained: of a study that was stopped, what can be compared. */
export function wholeSeeds<Evidence>({ data, settings, runs }: StudyResults<Evidence>): StudyResults<Evidence> {
  const seeds = settings.seeds.filter(
    (seed) => runs.filter((run) => run.seed === seed).length === settings.cells.length,
  );
  return { data, settings: { ...settings, seeds }, runs: runs.filter(({ seed }) => seeds.includes(seed)), missing: [] };
}

/** The runs of a cell that came to their end, in the order of the seeds. */
export function finishedRuns<Evidence>({ runs }: StudyResults<Evidence>, cell: string): CellRun<Evidence>[] {
  return runs.filter((run) => run.cell === cell && run.test !== undefined);
}
