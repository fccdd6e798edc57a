import type { Block, ChartBlock, LineSeries, TableBlock } from '../../report/document.ts';
import { columnsOf } from '../columns-of.ts';
import { bySeed } from '../differences-by-seed.ts';
import { countText, intervalText, listText, percentText, plural, pointsText, spreadText } from '../figure-text.ts';
import { type Claim, judgeClaims } from '../judge-claims.ts';
import { meanAndDeviation } from '../mean-and-deviation.ts';
import { networkSpace } from '../search/network-space.ts';
import { holmText, pText } from '../studies/describe-statements.ts';
import type { JudgedStatement } from '../studies/judge-statements.ts';
import { scoreNames, scoreTitle } from '../table/scores.ts';
import { gridValues } from './grid-values.ts';
import { manualPoints } from './manual-points.ts';
import { firstRung, type MethodName, methodTitles, reductionFactor } from './methods.ts';
import { type Along, bestLosses, epochsOf, epochsUntil, finalLoss, regretCurve } from './regret.ts';
import { finishedRuns, type SearchStudyResults } from './results.ts';
import type { SearchRun } from './run-search.ts';
import { competitiveClaim, competitiveVerdict, lossRatios } from './statements.ts';

/** The searches of a method that found a network. */
interface MethodFindings {
  readonly method: MethodName;
  readonly title: string;
  readonly runs: readonly SearchRun[];
}

function findMethods(results: SearchStudyResults): MethodFindings[] {
  return results.settings.methods.map((method) => ({
    ...{ method, title: methodTitles[method] },
    runs: finishedRuns(results, method),
  }));
}

export function searchSetup(results: SearchStudyResults): string[] {
  const { data, settings, runs } = results;
  const { seeds, rows, trials, epochs, methods } = settings;
  const { train, validation, test } = data.parts;
  const used =
    rows === data.rows ? `All ${countText(rows)} rows` : `${countText(rows)} of the ${countText(data.rows)} rows`;
  const drawn = rows === data.rows ? '' : ', drawn anew for each seed';
  const task = data.classes ? `its ${data.classes.length} classes` : 'a number';
  const failed = runs.filter((run) => run.test === undefined).length;
  const replaced = runs.filter((run) => run.test && run.diverged > 0).length;
  return [
    `${used} of ${data.title}${drawn}: ${task} (${data.target}) from ${plural(data.columns, 'input')} of the network. For each of ${plural(seeds.length, 'seed')} they are divided anew ` +
      `into ${countText(train)} to train on, ${countText(validation)} to choose by and ${countText(test)} to test on; what is learned of the columns is learned from the training part. ` +
      `The losses are ${data.classes ? 'cross-entropies' : 'squared errors of the standardised target'}, without penalties.`,
    `Each method may use ${countText(trials * epochs)} epochs for a seed: ${plural(trials, 'trial')} of ${epochs}. None ends early but by halving, and what counts of a trial is the lowest ` +
      'validation loss after any of its epochs. With one seed the networks of all trials and methods begin with the same random numbers. The best network is ' +
      'trained once more on the rows trained on and chosen by, as many epochs as were best, and then looks at the test part, once.',
    `The space: ${networkSpace.entries
      .map(
        ({ name, dimension, condition }) =>
          `${name} ${dimension}${condition ? ` where ${condition.parent} is ${condition.values.join(' or ')}` : ''}`,
      )
      .join('; ')}.`,
    ...methodTexts(methods, { trials, epochs }),
    ...(replaced > 0
      ? [
          `In ${countText(replaced)} of the ${countText(runs.length)} searches weights of the best network grew without end when it was trained once more; the best before it took its place on the test part.`,
        ]
      : []),
    ...(failed > 0
      ? [`${countText(failed)} of the searches found no network whose training came to its end; they are left out.`]
      : []),
  ];
}

function methodTexts(methods: readonly MethodName[], { trials, epochs }: { trials: number; epochs: number }): string[] {
  const texts: Readonly<Partial<Record<MethodName, string>>> = {
    manual: `Manual: ${Math.min(trials, manualPoints.length)} settings of a list that was written down before, the same for all seeds; it cannot look at results on the way, as a person would.`,
    grid: `Grid: ${gridText(trials)}.`,
    halving: `Halving: the points of random search, as many as the epochs are enough for; a trial goes on after ${firstRung(epochs)} and ${firstRung(epochs) * reductionFactor} epochs if it is among the best third so far.`,
  };
  return methods.flatMap((method) => texts[method] ?? []);
}

function gridText(trials: number): string {
  const several = Object.entries(gridValues(trials)).filter(([, values]) => values.length > 1);
  const points = several.reduce((product, [, values]) => product * values.length, 1);
  const axes = several.map(([name, values]) => {
    const list = values.map((value) => (typeof value === 'number' ? String(Number(value.toPrecision(2))) : value));
    return `${name} ${list.join(', ')}`;
  });
  if (axes.length === 0) return 'the usual network alone';
  const combined = listText(axes.map((axis) => `(${axis})`));
  return `${plural(points, 'point')}, every combination of ${combined}, all else as usual, in an order drawn by the seed`;
}

/** Which methods come to the lowest and the highest loss, and what became of the published sentence. */
export function searchAnswer(results: SearchStudyResults, judged: readonly JudgedStatement[]): string {
  const order = byLoss(results);
  const verdict = competitiveVerdict(judged);
  const text = ({ title, runs }: MethodFindings): string => `${title} (${meanLoss(runs).toFixed(4)})`;
  return [
    ...(order.length > 1
      ? [
          `With ${plural(results.settings.seeds.length, 'seed')} the mean of the lowest validation losses goes from ${text(order[0])} to ${text(order[order.length - 1])}.`,
        ]
      : []),
    ...(verdict ? [`That ${competitiveClaim} is ${verdict}${verdict === 'undecided' ? '' : ' here'}.`] : []),
  ].join(' ');
}

function meanLoss(runs: readonly SearchRun[]): number {
  return meanAndDeviation(runs.map(finalLoss)).mean;
}

/** Methods that found a network with every seed, the lowest mean loss first. */
function byLoss(results: SearchStudyResults): MethodFindings[] {
  return findMethods(results)
    .filter(({ runs }) => runs.length === results.settings.seeds.length)
    .sort((a, b) => meanLoss(a.runs) - meanLoss(b.runs));
}

export function searchSections(results: SearchStudyResults): Block[] {
  const methods = findMethods(results);
  return [
    { kind: 'heading', text: 'What each method finds' },
    foundTable(results, methods),
    { kind: 'heading', text: 'How soon' },
    ...regretCharts(results),
    {
      kind: 'text',
      tone: 'remark',
      text:
        'Regret: the lowest validation loss so far, less the lowest that any method found with that seed in the end; means over seeds. Bands: 95 % intervals of the mean ' +
        'by Student’s t on a logarithmic scale, each by itself. Halving has as many epochs as the others, for more trials.',
    },
    ...untilTable(results, methods),
    ...(['random', 'grid'] as const).flatMap((method) => differences(results, methods, method)),
    { kind: 'heading', text: 'What the searches cost' },
    costTable(methods),
    { kind: 'heading', text: 'What they chose' },
    choiceTable(methods),
  ];
}

function foundTable(results: SearchStudyResults, methods: readonly MethodFindings[]): TableBlock {
  const best = bestLosses(results);
  const score = scoreTitle(scoreNames[results.data.task][0]);
  const [first] = byLoss(results);
  const strong = methods.findIndex(({ method }) => method === first?.method);
  return {
    kind: 'table',
    caption: `Mean ± deviation over ${plural(results.settings.seeds.length, 'seed')}`,
    columns: columnsOf(['method', 'validation loss', 'regret', `test ${score}`, 'test loss', 'found best', 'seeds']),
    rows: methods.map(({ title, runs }) => {
      const over = (figure: (run: SearchRun) => number): string =>
        runs.length === 0 ? '–' : spreadText(meanAndDeviation(runs.map(figure)), 4);
      return [
        title,
        over(finalLoss),
        over((run) => finalLoss(run) - best.get(run.seed)!),
        over(({ test }) => test!.score),
        over(({ test }) => test!.loss),
        String(runs.filter((run) => finalLoss(run) === best.get(run.seed)).length),
        String(runs.length),
      ];
    }),
    ...(strong >= 0 && { strong: [strong] }),
  };
}

/** Those that do not learn, and random search beside those that do: bands of seven could not be told apart. */
const groups: readonly (readonly MethodName[])[] = [
  ['random', 'manual', 'grid', 'quasiRandom'],
  ['random', 'bayesian', 'tpe', 'halving'],
];

function regretCharts(results: SearchStudyResults): ChartBlock[] {
  const { methods } = results.settings;
  const byEpochs = groups.flatMap((group) => {
    const series = regretSeries(
      results,
      group.filter((method) => methods.includes(method)),
      'epochs',
    );
    const caption = `Regret by epochs: ${listText(series.map(({ name }) => name))}`;
    return series.length === 0 ? [] : [regretChart(caption, 'epochs', series)];
  });
  const byTrials = regretSeries(results, methods, 'trials').map(({ name, points }) => ({
    name,
    points: points.map(({ x, y }) => ({ x, y })),
  }));
  return byTrials.length === 0 ? [] : [...byEpochs, regretChart('Regret by trials', 'trials', byTrials)];
}

function regretSeries(results: SearchStudyResults, methods: readonly MethodName[], along: Along): LineSeries[] {
  return methods.flatMap((method) => {
    const points = regretCurve(results, method, along);
    return points.length === 0 ? [] : [{ name: methodTitles[method], points }];
  });
}

function regretChart(caption: string, along: Along, series: readonly LineSeries[]): ChartBlock {
  const x = along === 'epochs' ? { title: 'epochs used' } : { title: 'trials', scale: 'log' as const };
  return { kind: 'chart', caption, chart: { kind: 'lines', x, y: { title: 'regret', scale: 'log' }, series } };
}

/** How soon each method is where grid search and random search come to in the end. */
function untilTable({ settings }: SearchStudyResults, methods: readonly MethodFindings[]): Block[] {
  const goals = methods.filter(({ method, runs }) => (method === 'grid' || method === 'random') && runs.length > 0);
  if (goals.length === 0) return [];
  const budget = settings.trials * settings.epochs;
  const cellsOf = ({ runs }: MethodFindings, goal: MethodFindings): string[] => {
    const paired = runs.flatMap((run) => {
      const other = goal.runs.find(({ seed }) => seed === run.seed);
      return other ? [epochsUntil(run, finalLoss(other))] : [];
    });
    const reached = paired.filter((epochs) => epochs !== undefined);
    const mean = reached.length === 0 ? '–' : percentText(meanAndDeviation(reached).mean / budget, 0);
    return [`${reached.length} of ${paired.length}`, mean];
  };
  return [
    {
      kind: 'table',
      caption:
        'Until the loss that another search comes to in the end: seeds that get there, and the mean share of the epochs that those take',
      columns: columnsOf(['method', ...goals.flatMap(({ title }) => [`that of ${title}`, 'epochs'])]),
      rows: methods.map((method) => [method.title, ...goals.flatMap((goal) => cellsOf(method, goal))]),
    },
  ];
}

/** Every other method against one, seed by seed. */
function differences(results: SearchStudyResults, methods: readonly MethodFindings[], reference: MethodName): Block[] {
  const base = methods.find(({ method }) => method === reference);
  if (!base || base.runs.length < 2) return [];
  const seedsOf = (runs: readonly SearchRun[]): SearchRun[] =>
    runs.filter(({ seed }) => base.runs.some((run) => run.seed === seed));
  const others = methods.filter((one) => one !== base && seedsOf(one.runs).length >= 2);
  if (others.length === 0) return [];
  const claim = (name: string, before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): Claim => ({
    name,
    before: [...after.keys()].map((seed) => before.get(seed)!),
    after: [...after.values()],
    says: 'higher',
  });
  const losses = judgeClaims(
    others.map(({ title, runs }) => {
      const { before, after } = lossRatios(base.runs, runs);
      return claim(title, before, after);
    }),
  );
  const score = ({ test }: SearchRun): number => test!.score;
  const scores = judgeClaims(
    others.map(({ title, runs }) => claim(title, bySeed(base.runs, score), bySeed(seedsOf(runs), score))),
  );
  const cells = ({ mean, interval, correctedPValue }: (typeof losses)[number]): string[] => [
    pointsText(mean, 2),
    interval ? intervalText(interval, 2) : '–',
    pText(correctedPValue),
  ];
  const name = scoreTitle(scoreNames[results.data.task][0]);
  return [
    { kind: 'heading', text: `Against ${base.title} search` },
    {
      kind: 'table',
      caption: `Differences from ${base.title}, seed by seed: validation loss in per cent of its, test ${name} in points`,
      columns: columnsOf([
        'method',
        'loss, %',
        'interval',
        'p, corrected',
        `${name}, points`,
        'interval',
        'p, corrected',
      ]),
      rows: others.map(({ title }, i) => [title, ...cells(losses[i]), ...cells(scores[i])]),
    },
    {
      kind: 'text',
      tone: 'remark',
      text: `Paired bootstrap intervals. ${holmText(others.length)}; losses and scores are corrected apart. A point is a hundredth of ${name}.`,
    },
  ];
}

function costTable(methods: readonly MethodFindings[]): TableBlock {
  return {
    kind: 'table',
    caption: 'Means over seeds; seconds are those of one worker beside the others',
    columns: columnsOf([
      'method',
      'trials',
      'ended early',
      'failed',
      'epochs',
      'seconds',
      'ms an epoch',
      'once more, s',
    ]),
    rows: methods.map(({ title, runs }) => {
      if (runs.length === 0) return [title, ...Array.from({ length: 7 }, () => '–')];
      const mean = (figure: (run: SearchRun) => number): number => meanAndDeviation(runs.map(figure)).mean;
      const [epochs, seconds] = [mean(epochsOf), mean((run) => run.seconds)];
      return [
        title,
        mean(({ trialEpochs }) => trialEpochs.length).toFixed(1),
        mean(({ pruned }) => pruned).toFixed(1),
        mean(({ failed }) => failed).toFixed(1),
        countText(epochs),
        seconds.toFixed(1),
        ((1000 * seconds) / Math.max(1, epochs)).toFixed(1),
        mean(({ retrainSeconds }) => retrainSeconds).toFixed(2),
      ];
    }),
  };
}

/** The middle of numbers, and what was chosen most often. */
function choiceTable(methods: readonly MethodFindings[]): TableBlock {
  const names = networkSpace.entries.map(({ name }) => name);
  return {
    kind: 'table',
    caption: 'Parameters of the best networks: medians over seeds; of choices the most frequent, with how often',
    columns: columnsOf(['method', ...names]),
    rows: methods.map(({ title, runs }) => [
      title,
      ...names.map((name) => typical(runs.flatMap(({ parameters }) => parameters?.[name] ?? []))),
    ]),
  };
}

function typical(values: readonly (number | string)[]): string {
  if (values.length === 0) return '–';
  const numbers = values.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  if (numbers.length === values.length) {
    const [low, high] = [numbers[(numbers.length - 1) >> 1], numbers[numbers.length >> 1]];
    return String(Number(((low + high) / 2).toPrecision(2)));
  }
  const counts = new Map<number | string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [value, count] = [...counts].reduce((most, one) => (one[1] > most[1] ? one : most));
  return `${value} (${count})`;
}
