/** What was published about update rules, as statements about paired differences: written down before the study was run. */
import { bestOf, type Candidate } from '../choose.ts';
import { bySeed } from '../differences-by-seed.ts';
import { type Statement, testAccuracies } from './judge-statements.ts';
import { findPairs, type PairFindings, type RateFindings } from './optimizer-pairs.ts';
import { type StudyOptimizer, studyOptimizers, titleOfOptimizer } from './optimizer-words.ts';
import { rangesBySeed } from './rate-ranges.ts';
import type { StudyResults } from './study.ts';
import { shareLoss } from './study-data.ts';
import type { CellRun } from './train-cell.ts';

/**
 * The sentences, and what each is taken to say. "Learns faster" is a lower training loss, as a mean over all epochs: the area below the
 * curve. Losses are shares of that of who answers the shares of the classes, so that the margin is half a percent of what there is
 * to learn. Rates are chosen on the validation part, by accuracy; a comparison of rules is at the best rate of each.
 *
 *     Dozat, 2016: Nesterov's momentum in Adam "improves the speed of convergence and the quality of the learned models"
 *     Liu et al., 2020: RAdam "works for a broader range of learning rates" than Adam (their program's description): the range from the
 *         least to the most accurate of its rates is smaller than Adam's, at the same six rates
 *     Chen et al., 2023, section 5: "a suitable learning rate for Lion is typically 3-10x smaller than that for AdamW": at a third
 *         and at a tenth of AdamW's best rate Lion is no less accurate than AdamW, and at that rate itself less than at a third
 *     Zeiler, 2012: Adadelta "requires no manual tuning of a learning rate": at 1, the paper's rule, it is no less accurate than at the
 *         best of its rates; and it mends "the continual decay of learning rates" of Adagrad, which ends with a higher training loss
 *     Kingma & Ba, 2015: 0.001 is a good default for Adam and 0.002 for Adamax: no less accurate than the best rate; and, section 6, Adam
 *         makes progress faster than Adagrad, RMSProp, Nesterov and Adadelta on networks of several layers
 *     Wilson et al., 2017: what Adagrad, RMSProp and Adam find generalises worse than what SGD and SGD with momentum do
 *     Schmidt, Schneider & Hennig, 2021: trying several optimizers at their defaults "works approximately as well as tuning the
 *         hyperparameters of a single, fixed optimizer": the best of all at their defaults is no less accurate than Adam at its best rate
 *
 * @see Dozat, Incorporating Nesterov momentum into Adam, 2016. https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ
 * @see Liu et al., On the variance of the adaptive learning rate and beyond, 2020. https://arxiv.org/abs/1908.03265,
 *   https://github.com/LiyuanLucasLiu/RAdam
 * @see Chen et al., Symbolic discovery of optimization algorithms, 2023. https://arxiv.org/abs/2302.06675
 * @see Zeiler, ADADELTA: an adaptive learning rate method, 2012. https://arxiv.org/abs/1212.5701
 * @see Kingma & Ba, Adam: a method for stochastic optimization, 2015. https://arxiv.org/abs/1412.6980
 * @see Wilson et al., The marginal value of adaptive gradient methods in machine learning, 2017. https://arxiv.org/abs/1705.08292
 * @see Schmidt, Schneider & Hennig, Descending through a crowded valley: benchmarking deep learning optimizers, 2021.
 *   https://arxiv.org/abs/2007.01547
 */
export function ruleStatements(results: StudyResults): Statement[] {
  const pairs = findPairs(results);
  const of = (optimizer: StudyOptimizer): PairFindings | undefined => pairs.find((one) => one.optimizer === optimizer);
  const known = shareLoss(results.data);
  const faster = lossOf(({ history }) => history.loss.reduce((sum, loss) => sum + loss, 0) / history.loss.length);
  const atEnd = lossOf(({ train }) => train!.loss);
  function lossOf(read: (run: CellRun) => number): Figure {
    return { values: (runs) => bySeed(runs, (run) => read(run) / known), unit: '% of the loss' };
  }
  const bestRates = (
    name: string,
    says: Statement['says'],
    one: StudyOptimizer,
    other: StudyOptimizer,
    figure: Figure,
  ) => statement(name, says, settingOf(of(one), 'atBest'), settingOf(of(other), 'atBest'), figure);
  const asDefault = (optimizer: StudyOptimizer): Statement =>
    statement(
      `${titleOfOptimizer(optimizer)} is no less accurate at its default rate than at its best`,
      'notLower',
      settingOf(of(optimizer), 'atDefault'),
      settingOf(of(optimizer), 'atBest'),
    );
  const best = (optimizers: readonly StudyOptimizer[], at: At = 'atBest'): Setting | undefined =>
    settingOf(
      bestOf(
        optimizers.flatMap((one) => of(one) ?? []),
        (pair): Candidate<number> => pair[at],
      ),
      at,
    );
  const adamW = settingOf(of('adamW'), 'atBest');
  const lion = (divisor: number): Setting | undefined => {
    const near = ({ setting }: RateFindings): boolean => {
      const ratio = adamW ? (setting * divisor) / adamW.findings.setting : 0;
      return ratio > 0.85 && ratio < 1.15;
    };
    const findings = of('lion')?.rates.find(near);
    return findings && { optimizer: 'lion', findings };
  };
  const [adam, rAdam] = [of('adam'), of('rAdam')];
  return [
    bestRates('Nadam is more accurate than Adam', 'higher', 'nadam', 'adam', accuracy),
    bestRates('Nadam learns faster than Adam', 'lower', 'nadam', 'adam', faster),
    {
      name: 'RAdam depends less on its rate than Adam',
      about:
        adam && rAdam ? 'test accuracy at the best of the six rates less that at the worst: RAdam and Adam' : notKnown,
      says: 'lower',
      before: rangesBySeed(adam?.rates ?? []),
      after: rangesBySeed(rAdam?.rates ?? []),
    },
    statement('Lion at a third of the rate of AdamW is no less accurate than AdamW', 'notLower', lion(3), adamW),
    statement('Lion at a tenth of the rate of AdamW is no less accurate than AdamW', 'notLower', lion(10), adamW),
    statement('Lion at the rate of AdamW is less accurate than at a third of it', 'lower', lion(1), lion(3)),
    asDefault('adadelta'),
    bestRates('Adagrad ends with a higher training loss than Adadelta', 'higher', 'adagrad', 'adadelta', atEnd),
    asDefault('adam'),
    asDefault('adamax'),
    statement(
      'Adam learns faster than the best of Adagrad, RMSProp, Nesterov and Adadelta',
      'lower',
      settingOf(of('adam'), 'atBest'),
      best(['adagrad', 'rmsProp', 'nesterov', 'adadelta']),
      faster,
    ),
    statement(
      'The better of SGD and Momentum is more accurate than the best of Adagrad, RMSProp and Adam',
      'higher',
      best(['sgd', 'momentum']),
      best(['adagrad', 'rmsProp', 'adam']),
    ),
    statement(
      'The best of all at their default rates is no less accurate than Adam at its best rate',
      'notLower',
      best(studyOptimizers, 'atDefault'),
      settingOf(of('adam'), 'atBest'),
    ),
  ];
}

type At = 'atBest' | 'atDefault';

/** An optimizer at one rate. */
interface Setting {
  readonly optimizer: StudyOptimizer;
  readonly findings: RateFindings;
}

function settingOf(pair: PairFindings | undefined, at: At): Setting | undefined {
  return pair && { optimizer: pair.optimizer, findings: pair[at] };
}

/** What is compared, of the runs of both sides. */
interface Figure {
  readonly values: (runs: readonly CellRun[]) => Map<number, number>;
  readonly unit: NonNullable<Statement['unit']>;
}

const accuracy: Figure = { values: testAccuracies, unit: 'points' };
const notKnown = 'not tried';

function statement(
  name: string,
  says: Statement['says'],
  after: Setting | undefined,
  before: Setting | undefined,
  { values, unit }: Figure = accuracy,
): Statement {
  const text = ({ optimizer, findings }: Setting): string => `${titleOfOptimizer(optimizer)} ${findings.setting}`;
  return {
    ...{ name, says, unit },
    about: after && before ? `${text(after)} and ${text(before)}` : notKnown,
    before: before ? values(before.findings.runs) : new Map(),
    after: after ? values(after.findings.runs) : new Map(),
  };
}
