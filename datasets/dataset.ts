/** What is known of a data set before any of its files is opened, and how it becomes numbers. */
import type { ImageDataset } from './images.ts';
import type { TableDataset } from './tables.ts';
import type { TabularDataset } from './tabular.ts';

/** Where a file can be had: an address that gives the file itself, or a zip archive and the file's name in it. */
export interface FileSource {
  readonly url: string;
  readonly member?: string;
}

/** A file of a data set. The files are not part of this package. */
export interface DatasetFile {
  /** Below the data folder and below the cache, with slashes: 'iris/iris.data'. */
  readonly path: string;
  readonly bytes: number;
  /** In lower-case hexadecimal. */
  readonly sha256: string;
  /** Tried in this order; none of a file that no address gives. */
  readonly sources: readonly FileSource[];
  /** Of such a file: what it is made of, and how, in sentences that end a line where they should. */
  readonly origin?: string;
}

export interface DatasetDescription {
  readonly name: string;
  readonly title: string;
  /** Drawn by a formula from a seed: no file, no download, nobody's measurements. */
  readonly generated: boolean;
  readonly task: 'classification' | 'regression';
  /** Of a generated set: unless its options say otherwise. */
  readonly rows: number;
  /** How many of them are for what, if it comes divided. */
  readonly parts?: { readonly train: number; readonly test: number };
  readonly features: number;
  /** How many classes, if the task is classification. */
  readonly classes?: number;
  /** What is predicted. */
  readonly target: string;
  /** Of a set that loads as a table: how many of its columns are numbers and text, the target among them, and its empty cells. */
  readonly table?: { readonly numeric: number; readonly text: number; readonly missing: number };
  readonly files: readonly DatasetFile[];
  /** Where it is published, if it is. */
  readonly source?: string;
  readonly licence?: string;
  readonly citation?: string;
}

/** In place of a licence, where the publisher states none. */
export const noLicence = 'none stated';

/** Options that are true or false. */
export type Switches = Readonly<Record<string, boolean>>;

/** What any data set loads as. */
export type AnyDataset = TabularDataset | ImageDataset | TableDataset;

/** A data set that others published as files. */
export interface PublishedDataset<Loaded extends AnyDataset = AnyDataset, Own extends Switches = Record<never, never>>
  extends DatasetDescription {
  readonly generated: false;
  readonly source: string;
  readonly licence: string;
  readonly citation: string;
  /** What `load` can be told beyond how to fetch files, as it is unless told otherwise. */
  readonly switches?: Own;
  /** Reads the files, which are there and checked. `paths` are in the order of `files`. */
  load(paths: readonly string[], switches: Own): Promise<Loaded>;
}

/** A data set that is drawn from a seed. */
export interface GeneratedDataset<Options extends object, Loaded extends TabularDataset> extends DatasetDescription {
  readonly generated: true;
  /** What is not in `options` is as the description says. */
  generate(options?: Options): Loaded;
}
