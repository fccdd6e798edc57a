/** What was published about regularization, as statements about paired differences: written down before the study was run. */
import { bySeed } from '../../differences-by-seed.ts';
import { type Statement, testAccuracies } from '../judge-statements.ts';
import type { StudyResults } from '../study.ts';
import { type MethodName, usualFactor } from './cells.ts';
import { findConvergence } from './convergence.ts';
import type { RegularizationEvidence } from './evidence.ts';
import { type CellFindings, findMethod, findMethods, gapOf, type RegularizationRun } from './findings.ts';

/**
 * The sentences, and what each is taken to say:
 *
 *     "L1 lowered accuracy markedly"          test accuracy with L1 − with no penalty is below 0: with Keras' factor 0.01 by its
 *                                             subgradient, as it was published; and with L1 at its best strength, proximal
 *     "L2 did better"                         test accuracy with L2 − with L1 is above 0: at 0.01, and each at its best strength
 *     "batch normalisation and dropout        test accuracy with it − without is above 0; and, apart from that, the gap between
 *      improved generalisation"               training and test accuracy with it − without is below 0
 *     "… improved convergence"                epochs to a fixed validation loss, with it − without, are below 0
 *
 * Dropout is at its best strength. How large "markedly" is stands beside the verdict, as the difference.
 *
 * The fixed validation loss is that of `findConvergence`. Epochs are told as a share of those that all networks have, so that the margin
 * within which a difference is none is half a percent of the training. Where most runs of the two are there within the first epoch, nobody
 * saw which were sooner, and nothing is judged.
 */
export function regularizationStatements(results: StudyResults<RegularizationEvidence>): Statement[] {
  const all = findMethods(results);
  const best = (method: MethodName): CellFindings | undefined => findMethod(all, method)?.chosen;
  const usual = (method: 'l1Subgradient' | 'l2'): CellFindings | undefined =>
    findMethod(all, method)?.cells.find(({ strength }) => strength === usualFactor);
  const none = best('none');
  const statement = (
    name: string,
    says: Statement['says'],
    [after, before]: readonly [CellFindings | undefined, CellFindings | undefined],
    figure: string,
    read: (runs: readonly RegularizationRun[]) => Map<number, number>,
    more: Pick<Statement, 'unit' | 'most'> = {},
  ): Statement => ({
    ...{ name, says, ...more },
    about: after && before ? `${figure}: ${after.name} − ${before.name}` : 'not known before all seeds are finished',
    before: before ? read(before.runs) : new Map(),
    after: after ? read(after.runs) : new Map(),
  });
  const convergence = findConvergence(all, results);
  const { epochs } = results.settings;
  const epochShare = (runs: readonly RegularizationRun[]): Map<number, number> =>
    convergence ? bySeed(runs, (run) => convergence.epochsOf(run) / epochs) : new Map();
  const sooner = (name: string, after: CellFindings | undefined): Statement => {
    const figure = `epochs to a fixed validation loss, as a share of all ${epochs}`;
    const all = statement(name, 'lower', [after, none], figure, epochShare, { unit: '% of the epochs', most: 1 });
    if (!after || !none || !convergence?.isTooSoon([...after.runs, ...none.runs])) return all;
    const why = 'not judged, since most runs of the two are there within the first epoch, before which nobody looks';
    return { ...all, about: `${all.about}; ${why}`, before: new Map(), after: new Map() };
  };
  const gaps = (runs: readonly RegularizationRun[]): Map<number, number> => bySeed(runs, gapOf);
  const [accuracy, gap] = ['test accuracy', 'training − test accuracy'];
  const [l1, l2, batchNorm, dropout] = [best('l1'), best('l2'), best('batchNorm'), best('dropout')];
  const [usualL1, usualL2] = [usual('l1Subgradient'), usual('l2')];
  return [
    statement(`L1 ${usualFactor} lowers accuracy`, 'lower', [usualL1, none], accuracy, testAccuracies),
    statement('L1 at its best strength lowers accuracy', 'lower', [l1, none], accuracy, testAccuracies),
    statement(
      `L2 ${usualFactor} does better than L1 ${usualFactor}`,
      'higher',
      [usualL2, usualL1],
      accuracy,
      testAccuracies,
    ),
    statement('L2 does better than L1, each at its best strength', 'higher', [l2, l1], accuracy, testAccuracies),
    statement('Batch normalisation improves generalisation', 'higher', [batchNorm, none], accuracy, testAccuracies),
    statement('Dropout improves generalisation', 'higher', [dropout, none], accuracy, testAccuracies),
    statement('Batch normalisation narrows the gap', 'lower', [batchNorm, none], gap, gaps),
    statement('Dropout narrows the gap', 'lower', [dropout, none], gap, gaps),
    sooner('Batch normalisation converges sooner', batchNorm),
    sooner('Dropout converges sooner', dropout),
  ];
}
