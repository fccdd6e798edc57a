import type { Block, ChartBlock } from '../../report/document.ts';
import { columnsOf } from '../columns-of.ts';
import { intervalText, listText, pointsText, spreadText } from '../figure-text.ts';
import { signOf } from '../paired-difference.ts';
import { seedsText, testedCells, testedTitles, trainAndValidation, validationText } from './figures-table.ts';
import { optimizerTitle } from './optimizer-words.ts';
import { findOptimizers, type OptimizerFindings } from './optimizers.ts';
import type { TestedFindings } from './part-runs.ts';
import type { MnistStudy } from './study.ts';

/** The section about optimizers; nothing before the first run. */
export function describeOptimizers(study: MnistStudy): Block[] {
  const { settings, runs } = study;
  if (!runs.some(({ part }) => part === 'optimizers')) return [];
  const findings = findOptimizers(runs, settings);
  const { network } = settings.optimizers;
  const blocks: Block[] = [
    { kind: 'heading', text: `Optimizers side by side on ${network}` },
    {
      kind: 'table',
      caption: `On the validation images, ${seedsText(study, 'optimizers')}; * is chosen`,
      columns: columnsOf(['optimizer and rate', 'accuracy', 'loss']),
      rows: findings.flatMap(({ optimizer, defaultRate, candidates, chosen }) =>
        candidates.map((one) => [
          `${optimizerTitle(optimizer)} ${one.setting}${one.setting === defaultRate ? ', default' : ''}`,
          `${one === chosen ? '* ' : ''}${validationText(one)}`,
          one.loss ? spreadText(one.loss, 4) : '–',
        ]),
      ),
    },
  ];
  if (!findings.some(({ atDefault }) => atDefault.runs.length > 0)) return blocks;
  return [
    ...blocks,
    {
      kind: 'table',
      caption: 'Finished networks on the test part, each optimizer at its default rate and at the one that was chosen',
      columns: columnsOf(['optimizer and rate', ...testedTitles, 'against Adam, points']),
      rows: findings.flatMap(tableRows),
    },
    ...[againstAdamText(findings), edgeText(findings)].flatMap((text): Block[] =>
      text === '' ? [] : [{ kind: 'text', text }],
    ),
    curves('loss', findings),
    curves('accuracy', findings),
  ];
}

function tableRows({ optimizer, defaultRate, chosen, atDefault, atBest, againstAdam }: OptimizerFindings): string[][] {
  const title = optimizerTitle(optimizer);
  const against = againstAdam
    ? `${pointsText(againstAdam.mean, 2)}${againstAdam.interval ? ` (${intervalText(againstAdam.interval, 2)})` : ''}`
    : '–';
  const best = chosen?.setting;
  if (best === defaultRate) return [[`${title} ${best}, default and chosen`, ...testedCells(atBest), against]];
  return [
    [`${title} ${defaultRate}, default`, ...testedCells(atDefault), ''],
    [`${title} ${best ?? '–'}, chosen`, ...testedCells(atBest), against],
  ];
}

/** Which optimizers can be told from Adam, each at the rate that was chosen; empty before that is known. */
export function againstAdamText(findings: readonly OptimizerFindings[]): string {
  const told = (sign: 1 | -1 | 0): string[] =>
    findings.flatMap(({ optimizer, againstAdam }) =>
      againstAdam?.interval && signOf(againstAdam.interval) === sign ? [optimizerTitle(optimizer)] : [],
    );
  const [better, worse, equal] = [told(1), told(-1), told(0)];
  const clauses = [];
  if (better.length > 0) clauses.push(`${listText(better)} did better than Adam`);
  if (worse.length > 0) clauses.push(`${listText(worse)} did worse than Adam`);
  if (equal.length > 0) clauses.push(`${listText(equal)} cannot be told from Adam (the 95 % interval holds 0)`);
  if (clauses.length > 0) return `Each at the rate chosen on the validation images: ${clauses.join('; ')}.`;
  if (!findings.some(({ againstAdam }) => againstAdam)) return '';
  return 'One seed does not say which differences between optimizers are more than chance; try --seeds 5.';
}

/** Which chosen rates may not be the best that there are; empty if none. */
function edgeText(findings: readonly OptimizerFindings[]): string {
  const titles = findings.flatMap(({ chosenIsAtEdge, optimizer }) =>
    chosenIsAtEdge ? [optimizerTitle(optimizer)] : [],
  );
  if (titles.length === 0) return '';
  return `The rate chosen for ${listText(titles)} is the lowest or highest that was tried, so there may be better ones beyond.`;
}

/** Of the chosen rates, where they are known, else of the defaults. */
function curves(figure: 'loss' | 'accuracy', findings: readonly OptimizerFindings[]): ChartBlock {
  const runsOf = ({ atBest, atDefault }: OptimizerFindings): TestedFindings =>
    atBest.runs.length > 0 ? atBest : atDefault;
  return {
    kind: 'chart',
    caption: `Optimizers at their chosen rates: ${figure}`,
    chart: {
      kind: 'lines',
      x: { title: 'epoch' },
      y: figure === 'loss' ? { title: figure, scale: 'log' } : { title: figure, format: 'percent' },
      series: findings.flatMap((one) => trainAndValidation(optimizerTitle(one.optimizer), runsOf(one).runs, figure)),
      dashes: { solid: 'training', dashed: 'validation' },
    },
  };
}
