import { rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError } from '../errors.ts';
import { describeResults } from '../experiments/describe.ts';
import type { ResultsHeader } from '../experiments/results-header.ts';
import { writeFileAtomically } from '../node/index.ts';
import type { Context } from './context.ts';
import { readableJson } from './readable-json.ts';
import { writeReport } from './write-report.ts';

/**
 * Keeps `results.json` of an experiment in a run folder up to date, so that whatever ends the program, all finished runs
 * are on the disk.
 */
export class StudyRecord {
  readonly folder: string;
  /** Files written, by name. */
  readonly files = new Set<string>();
  /** Why the last attempt to write a file failed, by its name. */
  private readonly failures = new Map<string, Error>();
  private readonly header: ResultsHeader;
  private readonly who: string;
  /** What there is to write beside the header. */
  protected study: object = {};

  /** @param who for messages: 'simdgrad compare'. */
  constructor(who: string, folder: string, header: ResultsHeader) {
    this.who = who;
    this.folder = folder;
    this.header = header;
  }

  /** Why a file is not what it should be, if one is not; the experiment goes on, and the next attempt writes everything. */
  get failure(): Error | undefined {
    return this.failures.values().next().value;
  }

  /** The results as JSON. */
  get text(): string {
    return readableJson({ ...this.header, ...this.study });
  }

  protected async writeResults(): Promise<void> {
    await this.attempt('results.json', (path) => writeFileAtomically(path, this.text, { who: this.who }));
  }

  /** Writes what is known now. What the disk refuses becomes `failure`; other errors are thrown. */
  async writeStudy(study: object): Promise<void> {
    this.study = study;
    await this.writeResults();
  }

  /**
   * Writes `report.html` of what is there. Whatever goes wrong becomes `failure`: a report can be made again, and what was
   * found out is to be printed all the same.
   *
   * @returns how to get its charts, if it has none.
   */
  async report(context: Pick<Context, 'importPackage'>): Promise<string | undefined> {
    if (!this.files.has('results.json')) return undefined;
    let hint: string | undefined;
    const isAny = (error: unknown): error is Error => error instanceof Error;
    await this.attempt(
      'report.html',
      async (path) => {
        const document = describeResults(this.who, JSON.parse(this.text));
        hint = (await writeReport(path, [document], context)).hint;
      },
      isAny,
    );
    return hint;
  }

  /** Takes the folder away if nothing was written to it, and nobody else has. */
  async close(): Promise<void> {
    if (this.files.size === 0) await rmdir(this.folder).catch(() => {});
  }

  /** Writes a file of the folder. What the disk refuses, or another error that can be borne, becomes `failure`; others are thrown. */
  protected async attempt(
    name: string,
    write: (path: string) => Promise<void>,
    isBorne = (error: unknown): error is Error => error instanceof FileError,
  ): Promise<void> {
    try {
      await write(join(this.folder, name));
      this.files.add(name);
      this.failures.delete(name);
    } catch (error) {
      if (!isBorne(error)) throw error;
      this.failures.set(name, error);
    }
  }
}
