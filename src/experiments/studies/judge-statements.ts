import { bySeed } from '../differences-by-seed.ts';
import { type Claim, type JudgedClaim, judgeClaims, type Verdict } from '../judge-claims.ts';
import type { CellRun } from './train-cell.ts';

/** What a hundredth of a difference is called: that of two accuracies, of two shares of the epochs, or of two multiples of a loss. */
export type StatementUnit = 'points' | '% of the epochs' | '% of the loss';

/** Something that was published, as a comparison of two shares, such as test accuracies, seed by seed. */
export interface Statement {
  /** A sentence that stands for itself. */
  readonly name: string;
  /** What is compared with what: 'adam relu 0.001 − sgd relu 0.01', or why there is nothing to compare. */
  readonly about: string;
  /** By seed, of the one thing and of the other; a seed that one of them lacks is left out. */
  readonly before: ReadonlyMap<number, number>;
  readonly after: ReadonlyMap<number, number>;
  /** That `after` is higher or lower, or that it is not. */
  readonly says: Claim['says'];
  /** 'points' unless set. */
  readonly unit?: StatementUnit;
  /** As a claim has it. */
  readonly most?: number;
}

export interface JudgedStatement extends Statement {
  readonly verdict: Verdict;
  /** Undefined where fewer than two seeds have both figures, which judge nothing and are undecided. */
  readonly judged: JudgedClaim | undefined;
}

/**
 * Judges the statements of a study on one data set, all together: Holm's correction is for as many as have two seeds.
 *
 * @throws as `judgeClaims`.
 */
export function judgeStatements(statements: readonly Statement[]): JudgedStatement[] {
  const paired = statements.map(({ name, before, after, says, most }) => {
    const seeds = [...after.keys()].filter((seed) => before.has(seed));
    return {
      name,
      says,
      most,
      before: seeds.map((seed) => before.get(seed)!),
      after: seeds.map((seed) => after.get(seed)!),
    };
  });
  const judged = new Map(
    judgeClaims(paired.filter(({ after }) => after.length >= 2)).map((claim) => [claim.name, claim]),
  );
  return statements.map((statement) => {
    const claim = judged.get(statement.name);
    return { ...statement, judged: claim, verdict: claim?.verdict ?? 'undecided' };
  });
}

/** Test accuracy by seed. */
export function testAccuracies(runs: readonly CellRun[]): Map<number, number> {
  return bySeed(runs, ({ test }) => test!.accuracy);
}
