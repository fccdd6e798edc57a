import { describeTable } from '../experiments/table/describe-table.ts';
import type { TrainedTable } from '../experiments/table/train-table.ts';
import { saveModel } from '../node/index.ts';
import { resultsHeader } from './results-header.ts';
import { StudyRecord } from './study-record.ts';

/** Keeps what `simdgrad train` found out, and its model, in a run folder. */
export class TableRecord extends StudyRecord {
  /** Of the table. */
  readonly name: string;
  private readonly file: string;

  constructor(folder: string, command: string, file: string, name: string) {
    super('simdgrad train', folder, resultsHeader('train', describeTable.format, command));
    this.file = file;
    this.name = name;
  }

  /** Writes model and results. What the disk refuses becomes `failure`; other errors are thrown. */
  async write({ results, best }: TrainedTable): Promise<void> {
    if (!best) return;
    await this.attempt(tableModelFile(this.name), (path) =>
      saveModel(path, { model: best.model, transformer: best.parts.transformer, preprocessing: best.saved }),
    );
    await this.writeStudy({ file: this.file, ...results });
  }
}

/** The name of the file with the model for a table. */
export function tableModelFile(name: string): string {
  return `${name}.safetensors`;
}
