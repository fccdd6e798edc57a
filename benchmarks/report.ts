/** The outcome of a part as it leaves the part's process: plain data, with figures in words. */
import type { Figure, Outcome, ResultTable } from './part.ts';

export interface ReportedFigure {
  readonly what: string;
  readonly measured: number;
  readonly atLeast?: number;
  readonly below?: number;
  /** The measured value and the promise, as people read them. */
  readonly text: string;
  readonly promise: string;
  readonly met: boolean;
}

export interface Report {
  readonly tables: readonly ResultTable[];
  readonly figures: readonly ReportedFigure[];
  readonly results: object;
  readonly ratios: Readonly<Record<string, number>>;
  readonly skipped: string | undefined;
  /** How long the part took. */
  readonly seconds: number;
}

export function reportOf({ tables, figures, results, ratios, skipped }: Outcome, seconds: number): Report {
  return { tables, figures: figures.map(reported), results, ratios, skipped, seconds };
}

function reported({ what, measured, atLeast, below, text }: Figure): ReportedFigure {
  // A measurement that is not a number keeps no promise.
  const met = (atLeast === undefined || measured >= atLeast) && (below === undefined || measured < below);
  const promise = [
    ...(atLeast === undefined ? [] : [`at least ${text(atLeast)}`]),
    ...(below === undefined ? [] : [`below ${text(below)}`]),
  ].join(', ');
  return { what, measured, atLeast, below, text: text(measured), promise, met };
}

/** Whether anything was measured at all: a filter may leave nothing of a part. */
export function isEmpty({ tables, figures }: Report): boolean {
  return figures.length === 0 && tables.every(({ rows }) => rows.length === 0);
}
