/** What is to be known of a data set before it is read. The files are not part of this repository. */
export interface Dataset {
  readonly name: string;
  readonly title: string;
  /** Below the folder that SIMDGRAD_DATASETS names. */
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly rows: number;
  readonly delimiter: string;
  /** The column to predict. */
  readonly target: string;
  /** Where it is published. */
  readonly source: string;
  readonly licence: string;
  readonly citation: string;
}
