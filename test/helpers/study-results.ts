import type { Cell } from '../../src/experiments/studies/cell.ts';
import { keyOf, resultsOf, type Study, type StudyResults } from '../../src/experiments/studies/study.ts';
import type { AboutStudyData } from '../../src/experiments/studies/study-data.ts';
import type { CellRun } from '../../src/experiments/studies/train-cell.ts';

export const fakeData: AboutStudyData = {
  name: 'made-up',
  title: 'Made up',
  rows: 1000,
  columns: 7,
  classes: ['a', 'b'],
  counts: [600, 400],
  fingerprint: 'f0',
};

/** What a run is to say, beside what all fake runs do. */
export interface FakeFigures {
  readonly test: number;
  /** Test accuracy unless set. */
  readonly validation?: number;
  /** 0.1 above the test accuracy unless set. */
  readonly train?: number;
  readonly validationLoss?: readonly number[];
  readonly evidence?: unknown;
  readonly failure?: string;
}

/** Results of a study that nobody trained: every run has the figures of its cell and seed. */
export function fakeResults<Evidence>(
  { cells }: Pick<Study, 'cells'>,
  figures: (cell: Cell, seed: number) => FakeFigures,
  { seeds = [0, 1, 2, 3, 4] }: { readonly seeds?: readonly number[] } = {},
): StudyResults<Evidence> {
  const settings = { seeds, parts: { train: 700, validation: 150, test: 150 }, epochs: 3, batchSize: 32, cells };
  const runs = new Map<string, CellRun<Evidence>>();
  for (const seed of seeds) {
    for (const cell of cells) {
      const {
        test,
        validation = test,
        train = Math.min(1, test + 0.1),
        failure,
        evidence,
        ...rest
      } = figures(cell, seed);
      const validationLoss = [...(rest.validationLoss ?? [0.6, 0.5, 1 - validation])];
      runs.set(keyOf(fakeData, cell.name, seed), {
        cell: cell.name,
        seed,
        parameters: 100,
        history: { loss: validationLoss, validationLoss, validationAccuracy: validationLoss.map(() => validation) },
        seconds: 0.3,
        ...(failure !== undefined
          ? { failure }
          : {
              train: { rows: 700, accuracy: train, loss: 1 - train },
              test: { rows: 150, accuracy: test, loss: 1 - test },
              fingerprint: 'a1',
              ...(evidence !== undefined && { evidence: evidence as Evidence }),
            }),
      });
    }
  }
  return resultsOf(fakeData, settings, runs);
}
