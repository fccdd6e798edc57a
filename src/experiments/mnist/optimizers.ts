/** The third part: optimizers side by side on one network, each at its default rate and at the best of some. */
import { type Candidate, choose } from '../choose.ts';
import type { PairedDifference } from '../paired-difference.ts';
import { defaultRate, type OptimizerWord, optimizerWords } from './optimizer-words.ts';
import {
  candidateOfRuns,
  hasAllSeeds,
  runsOf,
  type TestedFindings,
  testDifference,
  testedFindings,
} from './part-runs.ts';
import { adam, type PlannedRun, planRun } from './planned-run.ts';
import { keyOf, type MnistRun, type Training } from './run.ts';
import type { MnistSettings } from './settings.ts';

const part = 'optimizers';

/** Every optimizer at every rate with every seed; then each at its default rate and at its best, to be tested. */
export function planOptimizers(settings: MnistSettings): PlannedRun[] {
  const { seeds } = settings;
  const { rates } = settings.optimizers;
  const choices = seeds.flatMap((seed) =>
    optimizerWords.flatMap((optimizer) =>
      rates[optimizer].map((rate) =>
        planRun(
          { part, stage: 'choice', name: nameOf(optimizer, rate), seed },
          trainingOf(optimizer, rate, settings),
          'train',
          settings,
        ),
      ),
    ),
  );
  const finals = seeds.flatMap((seed) =>
    optimizerWords.flatMap((optimizer) => {
      const usual = trainingOf(optimizer, defaultRate(optimizer), settings);
      const place = { part, stage: 'final', name: `${optimizer} default`, seed } as const;
      return [
        planRun(place, usual, 'train', settings),
        planRun({ ...place, name: `${optimizer} best` }, usual, 'train', settings, (runs) => {
          const { setting: rate } = choose(candidatesOf(runs, optimizer, settings));
          return rate === usual.learningRate ? { sameAs: keyOf(place) } : trainingOf(optimizer, rate, settings);
        }),
      ];
    }),
  );
  return [...choices, ...finals];
}

/** What came out of one optimizer. A setting is its learning rate. */
export interface OptimizerFindings {
  readonly optimizer: OptimizerWord;
  readonly defaultRate: number;
  /** In the order of the rates. */
  readonly candidates: readonly Candidate<number>[];
  /** Undefined until every rate has been tried with every seed. */
  readonly chosen: Candidate<number> | undefined;
  /** Whether that is the smallest or largest rate that was tried: beyond it there may be better ones. */
  readonly chosenIsAtEdge: boolean;
  readonly atDefault: TestedFindings;
  readonly atBest: TestedFindings;
  /** Test accuracy at the best rate against Adam at its best rate; undefined for Adam itself. */
  readonly againstAdam: PairedDifference | undefined;
}

export function findOptimizers(runs: readonly MnistRun[], settings: MnistSettings): OptimizerFindings[] {
  const best = (optimizer: OptimizerWord): TestedFindings => testedFindings(runsOf(runs, part, `${optimizer} best`));
  return optimizerWords.map((optimizer) => {
    const candidates = candidatesOf(runs, optimizer, settings);
    const chosen = candidates.every((one) => hasAllSeeds(one, settings)) ? choose(candidates) : undefined;
    const rates = candidates.map(({ setting }) => setting);
    return {
      optimizer,
      defaultRate: defaultRate(optimizer),
      candidates,
      chosen,
      chosenIsAtEdge: chosen !== undefined && [Math.min(...rates), Math.max(...rates)].includes(chosen.setting),
      atDefault: testedFindings(runsOf(runs, part, `${optimizer} default`)),
      atBest: best(optimizer),
      againstAdam: optimizer === 'adam' ? undefined : testDifference(best('adam'), best(optimizer)),
    };
  });
}

function nameOf(optimizer: OptimizerWord, rate: number): string {
  return `${optimizer} ${rate}`;
}

function trainingOf(optimizer: OptimizerWord, learningRate: number, settings: MnistSettings): Training {
  const { network, epochs } = settings.optimizers;
  return { ...adam, optimizer, learningRate, network, batchSize: settings.batchSize, epochs };
}

function candidatesOf(
  runs: readonly MnistRun[],
  optimizer: OptimizerWord,
  { optimizers }: MnistSettings,
): Candidate<number>[] {
  return optimizers.rates[optimizer].map((rate) => candidateOfRuns(rate, runsOf(runs, part, nameOf(optimizer, rate))));
}
