import { rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError } from '../errors.ts';
import type { ComparedNetworks } from '../experiments/compare-networks.ts';
import type { Comparison } from '../experiments/comparison.ts';
import { describeResults } from '../experiments/describe.ts';
import { describeCompare } from '../experiments/describe-compare.ts';
import type { ResultsHeader } from '../experiments/results-header.ts';
import { saveModel, writeFileAtomically } from '../node/index.ts';
import type { Context } from './context.ts';
import { readableJson } from './readable-json.ts';
import { resultsHeader } from './results-header.ts';
import { writeReport } from './write-report.ts';

/** What a run folder holds of comparisons, as `results.json` has it. */
export interface Results extends ResultsHeader {
  /** One for each data set. */
  readonly comparisons: readonly Comparison[];
}

/**
 * Keeps `results.json` and the best model of each data set in a run folder up to date while networks are trained, so that
 * whatever ends the program, all finished runs are on the disk.
 */
export class ResultsRecord {
  readonly folder: string;
  /** Files written, by name. */
  readonly files = new Set<string>();
  /** Why the last attempt to write failed; training goes on, and the next attempt writes everything. */
  failure: FileError | undefined;
  private readonly header: ResultsHeader;
  private readonly byDataset = new Map<string, Comparison>();
  /** Fingerprints of the models on the disk. */
  private readonly saved = new Map<string, string>();

  constructor(folder: string, command: string) {
    this.folder = folder;
    this.header = resultsHeader('compare', describeCompare.format, command);
  }

  get results(): Results {
    return { ...this.header, comparisons: this.comparisons };
  }

  get comparisons(): readonly Comparison[] {
    return [...this.byDataset.values()];
  }

  /** The results as JSON. */
  get text(): string {
    return readableJson(this.results);
  }

  /** Writes what is new. What the disk refuses becomes `failure`; other errors are thrown. */
  async update({ comparison, best }: ComparedNetworks): Promise<void> {
    const { name } = comparison.dataset;
    this.byDataset.set(name, comparison);
    try {
      if (best && this.saved.get(name) !== best.run.fingerprint) {
        const { model, preprocessing } = best;
        await saveModel(join(this.folder, modelFile(name)), { model, preprocessing });
        this.saved.set(name, best.run.fingerprint);
        this.files.add(modelFile(name));
      }
      await writeFileAtomically(join(this.folder, 'results.json'), this.text, { who: 'simdgrad compare' });
      this.files.add('results.json');
      this.failure = undefined;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      this.failure = error;
    }
  }

  /**
   * Writes `report.html` of what is there. What the disk refuses becomes `failure`.
   *
   * @returns how to get its charts, if it has none.
   */
  async report(context: Pick<Context, 'importPackage'>): Promise<string | undefined> {
    if (!this.files.has('results.json')) return undefined;
    try {
      const document = describeResults('simdgrad compare', JSON.parse(this.text));
      const { hint } = await writeReport(join(this.folder, 'report.html'), [document], context);
      this.files.add('report.html');
      return hint;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      this.failure = error;
      return undefined;
    }
  }

  /** Takes the folder away if nothing was written to it. */
  async close(): Promise<void> {
    if (this.files.size === 0) await rmdir(this.folder).catch(() => {});
  }
}

/** The name of the file with the best model of a data set. */
export function modelFile(dataset: string): string {
  return `${dataset}.safetensors`;
}
