/**
 * A report as data: what experiments make of their results and renderers turn into HTML, text or SVG.
 *
 * Every string may come from data, so renderers escape all of them. Numbers in tables are strings already, formatted by
 * whoever knows what they mean.
 */

/** One report, or one chapter of several joined. */
export interface ReportDocument {
  readonly title: string;
  /** What the experiment was to find out, in a sentence or two. */
  readonly question: string;
  readonly blocks: readonly Block[];
  readonly provenance: Provenance;
}

/** Where figures come from, and how to get them again. */
export interface Provenance {
  /** The exact command. */
  readonly command: string;
  /** Of simdgrad, Node and whatever else had a part, by name. */
  readonly versions: Readonly<Record<string, string>>;
  /** Processor, cores, platform. */
  readonly machine: string;
  /** ISO 8601, in UTC. */
  readonly date: string;
  readonly seeds: readonly number[];
  /** SHA-256 of the weights of trained models, by what they are called. */
  readonly fingerprints: Readonly<Record<string, string>>;
}

export type Block = HeadingBlock | TextBlock | CodeBlock | TableBlock | ChartBlock | ImagesBlock;

/** Begins a section. */
export interface HeadingBlock {
  readonly kind: 'heading';
  readonly text: string;
}

/** One paragraph. */
export interface TextBlock {
  readonly kind: 'text';
  readonly text: string;
}

/** Text whose line ends and spaces count: the program that builds a network, a classification report. */
export interface CodeBlock {
  readonly kind: 'code';
  readonly language: 'typescript' | 'text';
  readonly text: string;
  readonly caption?: string;
}

export interface TableBlock {
  readonly kind: 'table';
  readonly caption: string;
  readonly columns: readonly { readonly title: string; readonly align?: 'left' | 'right' }[];
  readonly rows: readonly (readonly string[])[];
}

export interface ChartBlock {
  readonly kind: 'chart';
  readonly caption: string;
  readonly chart: Chart;
}

/** Small pictures with a line below each: the worst mistakes. */
export interface ImagesBlock {
  readonly kind: 'images';
  readonly caption: string;
  readonly images: readonly GreyImage[];
}

export interface GreyImage {
  readonly width: number;
  readonly height: number;
  /** Base64 of width · height bytes, row by row, 0 the background. */
  readonly pixels: string;
  readonly label: string;
}

export type Chart = LineChart | ScatterChart | HeatMap;

export interface Axis {
  readonly title: string;
  /** Linear unless set. */
  readonly scale?: 'linear' | 'log';
}

/** Curves over a number, such as the loss of each epoch; with low and high a band around each. */
export interface LineChart {
  readonly kind: 'lines';
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly LineSeries[];
}

export interface LineSeries {
  readonly name: string;
  /** Dashes tell training from validation where colour already tells networks apart. */
  readonly dashed?: boolean;
  readonly points: readonly ChartPoint[];
}

export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  readonly low?: number;
  readonly high?: number;
}

/** Labelled points with a bar from low to high: parameters against accuracy. */
export interface ScatterChart {
  readonly kind: 'scatter';
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly {
    readonly name: string;
    readonly points: readonly (ChartPoint & { readonly label?: string })[];
  }[];
}

/** A matrix of counts or values as coloured cells with their numbers: a confusion matrix. */
export interface HeatMap {
  readonly kind: 'heatMap';
  /** What the rows are: 'true class'. */
  readonly rowTitle: string;
  /** What the columns are: 'predicted class'. */
  readonly columnTitle: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly values: readonly (readonly number[])[];
}
