import type { Block, HeatMap } from '../../report/document.ts';
import { columnsOf } from '../columns-of.ts';
import { countText, percentSpreadText, percentText, plural } from '../figure-text.ts';
import { seedsText, testedCells, testedTitles, validationText } from './figures-table.ts';
import type { MnistStudy } from './study.ts';
import { findSweep, type SweepFindings, type SweepSetting } from './sweep.ts';

/** The section about the sweep; nothing before its first run. */
export function describeSweep(study: MnistStudy): Block[] {
  const { settings, runs } = study;
  if (!runs.some(({ part }) => part === 'sweep')) return [];
  const findings = findSweep(runs, settings);
  const { network, images, learningRates, batchSizes, epochs } = settings.sweep;
  const { candidates, chosen, tested } = findings;
  const trainings = learningRates.length * batchSizes.length * settings.seeds.length;
  const blocks: Block[] = [
    { kind: 'heading', text: `Learning rate, batch size and epochs of ${network} on ${countText(images)} images` },
    {
      kind: 'text',
      text:
        `${candidates.length} cells with ${plural(settings.seeds.length, 'seed')}, from ${plural(trainings, 'training')}: ` +
        'the rate is constant, so the first epochs of a run are those of a shorter one, bit for bit.',
    },
    {
      kind: 'table',
      caption: `Validation accuracy, ${seedsText(study, 'sweep')}${chosen ? '; * is chosen' : ''}`,
      columns: columnsOf(['', ...epochs.map((count) => plural(count, 'epoch'))]),
      rows: learningRates.flatMap((learningRate) =>
        batchSizes.map((batchSize) => [
          `rate ${learningRate}, batch ${batchSize}`,
          ...epochs.map((count) => {
            const cell = cellAt(findings, { learningRate, batchSize, epochs: count });
            return `${cell === chosen ? '* ' : ''}${validationText(cell)}`;
          }),
        ]),
      ),
    },
    ...epochs.map(
      (count): Block => ({
        kind: 'chart',
        caption: `Validation accuracy in per cent after ${plural(count, 'epoch')}`,
        chart: heatMap(study, findings, count),
      }),
    ),
  ];
  if (chosen) blocks.push({ kind: 'text', text: `${sweepChoice(findings)} ${sweepVerdict(findings)}` });
  if (tested.runs.length === 0) return blocks;
  const table: Block = {
    kind: 'table',
    caption: 'The chosen cell on the test part',
    columns: columnsOf(['network', ...testedTitles]),
    rows: [[network, ...testedCells(tested)]],
  };
  return [...blocks, table];
}

/** What was chosen; empty before it is known. */
export function sweepChoice({ chosen }: SweepFindings): string {
  if (!chosen?.accuracy) return '';
  const { learningRate, batchSize, epochs } = chosen.setting;
  return (
    `Of the sweep, rate ${learningRate} with batches of ${batchSize} and ${plural(epochs, 'epoch')} was chosen, with a validation ` +
    `accuracy of ${percentSpreadText(chosen.accuracy, 2)}.`
  );
}

/** How many others might as well have been chosen. */
export function sweepVerdict({ candidates, equals }: SweepFindings): string {
  if (!equals) return 'One seed does not say whether another cell would have been as good; try --seeds 5.';
  return (
    `Of the ${candidates.length - 1} others, ${equals.length} cannot be told from it: the 95 % interval of their paired difference ` +
    'holds 0. The highest of so many figures is partly luck, so the test accuracy is likely to be a little lower.'
  );
}

function cellAt({ candidates }: SweepFindings, { learningRate, batchSize, epochs }: SweepSetting) {
  return candidates.find(
    ({ setting }) =>
      setting.learningRate === learningRate && setting.batchSize === batchSize && setting.epochs === epochs,
  )!;
}

function heatMap({ settings }: MnistStudy, findings: SweepFindings, epochs: number): HeatMap {
  const { learningRates, batchSizes } = settings.sweep;
  const means = learningRates.map((learningRate) =>
    batchSizes.map((batchSize) => cellAt(findings, { learningRate, batchSize, epochs }).accuracy?.mean),
  );
  return {
    kind: 'heatMap',
    rowTitle: 'learning rate',
    columnTitle: 'batch size',
    rows: learningRates.map(String),
    columns: batchSizes.map(String),
    values: means.map((row) => row.map((mean) => mean ?? 0)),
    texts: means.map((row) => row.map((mean) => (mean === undefined ? '–' : percentText(mean, 2)))),
    scale: 'linear',
  };
}
