import type { ComparedNetworks } from '../experiments/compare-networks.ts';
import type { Comparison } from '../experiments/comparison.ts';
import { describeCompare } from '../experiments/describe-compare.ts';
import type { ResultsHeader } from '../experiments/results-header.ts';
import { saveModel } from '../node/index.ts';
import { resultsHeader } from './results-header.ts';
import { StudyRecord } from './study-record.ts';

/** What a run folder holds of comparisons, as `results.json` has it. */
export interface Results extends ResultsHeader {
  /** One for each data set. */
  readonly comparisons: readonly Comparison[];
}

/** Keeps `results.json` and the best model of each data set in a run folder up to date while networks are trained. */
export class ResultsRecord extends StudyRecord {
  private readonly byDataset = new Map<string, Comparison>();
  /** Fingerprints of the models on the disk. */
  private readonly saved = new Map<string, string>();

  constructor(folder: string, command: string) {
    super('simdgrad compare', folder, resultsHeader('compare', describeCompare.format, command));
    this.study = { comparisons: [] };
  }

  get comparisons(): readonly Comparison[] {
    return [...this.byDataset.values()];
  }

  /** Writes what is new. What the disk refuses becomes `failure`; other errors are thrown. */
  async update({ comparison, best }: ComparedNetworks): Promise<void> {
    const { name } = comparison.dataset;
    this.byDataset.set(name, comparison);
    this.study = { comparisons: this.comparisons };
    if (best && this.saved.get(name) !== best.run.fingerprint) {
      await this.attempt(modelFile(name), async (path) => {
        const { model, preprocessing, run } = best;
        await saveModel(path, { model, preprocessing });
        this.saved.set(name, run.fingerprint);
      });
    }
    await this.writeResults();
  }
}

/** The name of the file with the best model of a data set. */
export function modelFile(dataset: string): string {
  return `${dataset}.safetensors`;
}
