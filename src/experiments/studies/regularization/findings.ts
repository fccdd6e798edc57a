/** What came out of the study: cell by cell, and method by method at its own best strength. */
import { type Candidate, choose } from '../../choose.ts';
import { type MeanAndDeviation, meanAndDeviation } from '../../mean-and-deviation.ts';
import { cellCandidate } from '../cell-candidate.ts';
import { finishedRuns, type StudyResults } from '../study.ts';
import type { CellRun } from '../train-cell.ts';
import { type MethodName, methodNames, type Place, places } from './cells.ts';
import type { RegularizationEvidence } from './evidence.ts';
import { zeroShareOf } from './weight-figures.ts';

export type RegularizationRun = CellRun<RegularizationEvidence>;
export type RegularizationResults = StudyResults<RegularizationEvidence>;

/** A method at one strength, over the seeds that are finished. */
export interface CellFindings extends Place {
  /** That came to their end. */
  readonly runs: readonly RegularizationRun[];
  /** On the validation part, at the end. */
  readonly validation: Candidate<Place>;
  /** Undefined while no run is finished. */
  readonly test: MeanAndDeviation | undefined;
  readonly train: MeanAndDeviation | undefined;
  /** Accuracy on the rows trained on − accuracy on those tested on. */
  readonly gap: MeanAndDeviation | undefined;
  /** Share of weights that are exactly 0. */
  readonly zeros: MeanAndDeviation | undefined;
  readonly columnsOff: MeanAndDeviation | undefined;
}

export interface MethodFindings {
  readonly method: MethodName;
  /** From weak to strong. */
  readonly cells: readonly CellFindings[];
  /** By mean validation accuracy; undefined until every strength has been tried with every seed. */
  readonly chosen: CellFindings | undefined;
  /** Whether that is the weakest or strongest of several that were tried. */
  readonly chosenIsAtEdge: boolean;
}

/** Methods of which at least one cell was planned, in the order of `methodNames`. */
export function findMethods(results: RegularizationResults): MethodFindings[] {
  const planned = new Set(results.settings.cells.map(({ name }) => name));
  return methodNames.flatMap((method) => {
    const cells = places.flatMap((place) =>
      place.method === method && planned.has(place.name) ? [findCell(place, results)] : [],
    );
    if (cells.length === 0) return [];
    const all = results.settings.seeds.length;
    const isWhole = cells.every(({ validation: { figures, failures } }) => figures.length + failures === all);
    const best = isWhole ? choose(cells.map(({ validation }) => validation)) : undefined;
    const chosen = best?.accuracy && cells.find(({ validation }) => validation === best);
    const atEdge = cells.length > 1 && chosen !== undefined && [cells[0], cells.at(-1)].includes(chosen);
    return [{ method, cells, chosen, chosenIsAtEdge: atEdge }];
  });
}

/** Of one method; undefined if it was not planned. */
export function findMethod(all: readonly MethodFindings[], method: MethodName): MethodFindings | undefined {
  return all.find((one) => one.method === method);
}

function findCell(place: Place, results: RegularizationResults): CellFindings {
  const runs = finishedRuns(results, place.name);
  const over = (figure: (run: RegularizationRun) => number): MeanAndDeviation | undefined =>
    runs.length === 0 ? undefined : meanAndDeviation(runs.map(figure));
  return {
    ...place,
    runs,
    validation: cellCandidate(results, place.name, place),
    test: over(({ test }) => test!.accuracy),
    train: over(({ train }) => train!.accuracy),
    gap: over(gapOf),
    zeros: over(({ evidence }) => zeroShareOf(evidence!.sizesAfter)),
    columnsOff: over(({ evidence }) => evidence!.columnsOff),
  };
}

/** Accuracy on the rows trained on − accuracy on those tested on: how much of what was learned is only known by heart. */
export function gapOf({ train, test }: Pick<CellRun, 'train' | 'test'>): number {
  return train!.accuracy - test!.accuracy;
}

/**
 * The strongest penalty that validation cannot tell from the best one: its mean accuracy is at most one standard error of the best
 * below the best. The rule by which a lasso is usually chosen for the columns that it leaves.
 *
 * @returns undefined until every strength has been tried with every seed, or for a single seed.
 * @see Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 2009, section 7.10.
 */
export function sparsestAsGood({ cells, chosen }: MethodFindings): CellFindings | undefined {
  const best = chosen?.validation.accuracy;
  if (!best || best.deviation === undefined) return undefined;
  const least = best.mean - best.deviation / Math.sqrt(best.count);
  const asGood = cells.filter(
    ({ validation: { accuracy, failures } }) => accuracy && failures === 0 && accuracy.mean >= least,
  );
  return asGood.at(-1);
}
