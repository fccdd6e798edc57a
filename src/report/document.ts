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
  /** What it found out, in a sentence or two: what someone who reads nothing else should know. Line ends count. */
  readonly answer?: string;
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
  /** A remark stands smaller and paler than the text it belongs to. */
  readonly tone?: 'remark';
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
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly string[])[];
  /** Rows, from 0, that stand out: the figure that matters, the best network. */
  readonly strong?: readonly number[];
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

export type Chart = LineChart | ScatterChart | BarChart | HeatMap | ParallelChart | ContourChart;

export interface Axis {
  readonly title: string;
  /** Linear unless set. On a logarithmic axis points at or below 0 are left out, and the chart says so. */
  readonly scale?: 'linear' | 'log';
  /** 'percent' writes a share of 0.97 as 97 %. */
  readonly format?: 'number' | 'percent';
  /** What the axis reaches at least, such as [0, 1] for shares; the range of the points unless set. */
  readonly domain?: readonly [low: number, high: number];
}

/** Curves over a number, such as the loss of each epoch; with low and high a band around each. */
export interface LineChart {
  readonly kind: 'lines';
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly LineSeries[];
  /** What whole and dashed lines are, for the legend: { solid: 'training', dashed: 'validation' }. */
  readonly dashes?: { readonly solid: string; readonly dashed: string };
}

export interface LineSeries {
  /** Series of one name have one colour. */
  readonly name: string;
  /** Dashes tell training from validation where colour already tells networks apart. */
  readonly dashed?: boolean;
  /** 'dots' stand alone: single measurements beside a line that sums them up. 'line' unless set. */
  readonly mark?: 'line' | 'dots';
  readonly points: readonly ChartPoint[];
}

export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  readonly low?: number;
  readonly high?: number;
}

/** Labelled points with a bar from low to high: parameters against accuracy. Series of one name have one colour. */
export interface ScatterChart {
  readonly kind: 'scatter';
  /** Choices are texts at 0, 1, 2 … instead of numbers; what lies between them belongs to the nearest. */
  readonly x: Axis & { readonly choices?: readonly string[] };
  readonly y: Axis;
  readonly series: readonly {
    readonly name: string;
    readonly points: readonly (ChartPoint & { readonly label?: string })[];
  }[];
}

/** Lying bars in groups, each with its number: how many times as fast, for each task and library. */
export interface BarChart {
  readonly kind: 'bars';
  /** Along the bars, which begin at 0, on a logarithmic axis at 1. */
  readonly x: Axis;
  /** From the top. */
  readonly groups: readonly string[];
  readonly series: readonly {
    readonly name: string;
    /** One of each group; null where there is none. */
    readonly bars: readonly (Bar | null)[];
  }[];
  /** The bars of a group are end to end in one line, as parts of a whole: values from 0 on a linear axis. Numbers are then left to the table. */
  readonly stacked?: boolean;
}

export interface Bar {
  readonly value: number;
  /** What stands beside it; the value unless set. */
  readonly text?: string;
  /** What it was to reach, or to stay below: a stroke across it. */
  readonly goal?: number;
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
  /** What stands in the cells; the values unless set. */
  readonly texts?: readonly (readonly string[])[];
  /**
   * How colour follows the value. 'sqrt', which is used unless set, and 'log' begin at 0 and show small counts beside large
   * ones; 'linear' goes from the smallest value to the largest.
   */
  readonly scale?: 'sqrt' | 'log' | 'linear';
  /** Hits of a confusion matrix stand in grey, so that colour is left for what was mistaken. */
  readonly mutedDiagonal?: boolean;
}

/**
 * Lines across several axes side by side, one for each thing that has a place on all of them: what the trials of a search were made of, and
 * what came out. The better a line's outcome, the darker it is, the best in front. Axes stand upright from the left to the right, or lie one
 * below the other where a drawing is too narrow for that.
 */
export interface ParallelChart {
  readonly kind: 'parallel';
  readonly axes: readonly ParallelAxis[];
  /** What the last axis is. */
  readonly outcome: Axis & { readonly better: 'lower' | 'higher' };
  readonly lines: readonly ParallelLine[];
}

export interface ParallelAxis extends Axis {
  /** Texts that have a place each, from the bottom, instead of numbers. */
  readonly choices?: readonly string[];
}

export interface ParallelLine {
  /** What stands before it in the table of figures: 'trial 7'. */
  readonly name: string;
  /** One for each axis but the last: a number, or one of its choices; null where there is none, which has a place apart. */
  readonly values: readonly (number | string | null)[];
  readonly outcome: number;
}

/**
 * Lines of equal height on a plane, and paths over it: the ways of optimizers on a loss of two weights. The lower, the darker. A unit is as
 * long on both axes where the drawing would not become very long or flat. Paths are cut off where they leave what the axes show.
 */
export interface ContourChart {
  readonly kind: 'contours';
  readonly x: ContourAxis;
  readonly y: ContourAxis;
  /** On a grid over both domains with even steps, corners included: a row for each y from the lowest, in it a height for each x from the lowest. */
  readonly heights: readonly (readonly number[])[];
  /** Heights at which there is a line, the lowest first. */
  readonly levels: readonly number[];
  readonly paths: readonly ContourPath[];
  /** Places of their own, such as a minimum. Those of one name have one entry in the legend. */
  readonly marks?: readonly ContourMark[];
}

export interface ContourAxis {
  readonly title: string;
  readonly domain: readonly [low: number, high: number];
}

export interface ContourPath {
  readonly name: string;
  /** From its beginning to its end, which has a dot. */
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Grey, thin, and without a name in the legend. */
  readonly muted?: boolean;
  /** Whether its points have dots, as far as they can be told apart. */
  readonly dots?: boolean;
  /** Which colour and which dashes it has, from 0: the same number looks the same in every chart. Its place among the paths unless set. */
  readonly look?: number;
}

export interface ContourMark {
  readonly name: string;
  readonly symbol: 'ring' | 'cross';
  readonly x: number;
  readonly y: number;
}
