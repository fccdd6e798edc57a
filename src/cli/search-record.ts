import { describeSearch } from '../experiments/search/describe-search.ts';
import type { FinishedSearch } from '../experiments/search/finish-search.ts';
import type { SearchResults } from '../experiments/search/search-results.ts';
import { saveModel } from '../node/index.ts';
import { resultsHeader } from './results-header.ts';
import { StudyRecord } from './study-record.ts';
import { tableModelFile } from './table-record.ts';

/** Keeps what `simdgrad search` found out, and its model, in a run folder. */
export class SearchRecord extends StudyRecord {
  /** Of the data. */
  readonly name: string;
  private readonly data: string;

  constructor(folder: string, command: string, data: string, name: string) {
    super('simdgrad search', folder, resultsHeader('search', describeSearch.format, command));
    this.data = data;
    this.name = name;
  }

  /** Writes model and results. What the disk refuses becomes `failure`; other errors are thrown. */
  async write(results: SearchResults, finished: FinishedSearch | undefined): Promise<void> {
    if (finished) {
      const { model, transformer, saved } = finished;
      await this.attempt(tableModelFile(this.name), (path) =>
        saveModel(path, { model, transformer, preprocessing: saved }),
      );
    }
    await this.writeStudy({ data: this.data, ...results });
  }
}
