/** The report of the whole suite: a chapter for each file of results that is there. */
import type { ReportDocument } from '../../src/report/index.ts';
import type { GrowthResults } from '../growth.ts';
import type { KernelsResults } from '../kernels.ts';
import type { LongRunResults } from '../long-run.ts';
import type { PeersResults } from '../peers/result.ts';
import type { RelaxedResults } from '../relaxed.ts';
import type { ReportedFigure } from '../report.ts';
import { readResults } from '../results.ts';
import type { StartResults } from '../start.ts';
import type { ThreadsResults } from '../threads.ts';
import type { TrainingResults } from '../training.ts';
import { type Chapter, documentOf } from './chapter.ts';
import { describeGrowth } from './growth.ts';
import { describeKernels } from './kernels.ts';
import { describeLongRun } from './long-run.ts';
import { describePeers } from './peers.ts';
import { describeRelaxed } from './relaxed.ts';
import { describeStart } from './start.ts';
import { describeThreads } from './threads.ts';
import { describeTraining } from './training.ts';

type Describer = (results: unknown, figures: readonly ReportedFigure[]) => Chapter;

/** A describer takes what the part of its name has written, so the files need no second look. */
function describer<Results>(describe: (results: Results, figures: readonly ReportedFigure[]) => Chapter): Describer {
  return describe as Describer;
}

/** By the name of the file, in the order of the report. */
export const describers: Readonly<Record<string, Describer>> = {
  peers: describer<PeersResults>(describePeers),
  kernels: describer<KernelsResults>(describeKernels),
  training: describer<TrainingResults>(describeTraining),
  growth: describer<GrowthResults>(describeGrowth),
  'long-run': describer<LongRunResults>(describeLongRun),
  start: describer<StartResults>(describeStart),
  threads: describer<ThreadsResults>(describeThreads),
  relaxed: describer<RelaxedResults>(describeRelaxed),
};

export const reportTitle = 'simdgrad: benchmarks';

/** The chapters of all results in a folder. */
export async function benchmarkDocuments(folder: string): Promise<ReportDocument[]> {
  const documents: ReportDocument[] = [];
  for (const [name, describe] of Object.entries(describers)) {
    const file = await readResults(folder, name);
    if (file) documents.push(documentOf(file, describe(file.results, file.figures)));
  }
  return documents;
}
