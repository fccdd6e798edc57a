import type { Block, TableBlock } from '../../report/document.ts';
import { columnsOf } from '../columns-of.ts';
import { differenceText } from '../difference-text.ts';
import { capital, countText } from '../figure-text.ts';
import { type DenseFindings, type DenseSetting, findDense } from './dense.ts';
import { seedsText, testedCells, testedTitles, trainAndValidation, validationText } from './figures-table.ts';
import type { MnistStudy } from './study.ts';

/** The section about the dense network; nothing before its first run. */
export function describeDense(study: MnistStudy): Block[] {
  const { settings, runs } = study;
  if (!runs.some(({ part }) => part === 'dense')) return [];
  const findings = findDense(runs, settings);
  const { chosen, baseline, tuned } = findings;
  const blocks: Block[] = [
    { kind: 'heading', text: 'A dense network, and what dropout and weight decay give it' },
    gridTable(study, findings),
  ];
  if (chosen) blocks.push({ kind: 'text', text: `Chosen on the validation images: ${denseText(chosen.setting)}.` });
  if (baseline.runs.length === 0) return blocks;
  blocks.push({
    kind: 'table',
    caption: 'Finished dense networks on the test part',
    columns: columnsOf(['network', ...testedTitles]),
    rows: [
      ['baseline', ...testedCells(baseline)],
      ['tuned', ...testedCells(tuned)],
    ],
  });
  const verdict = denseVerdict(findings);
  if (verdict !== '') blocks.push({ kind: 'text', text: verdict });
  for (const figure of ['loss', 'accuracy'] as const) {
    const series = trainAndValidation('baseline', baseline.runs, figure);
    if (tuned.runs.length > 0 && !findings.choseBaseline)
      series.push(...trainAndValidation('tuned', tuned.runs, figure));
    blocks.push({
      kind: 'chart',
      caption: `The two in training: ${figure}`,
      chart: {
        kind: 'lines',
        x: { title: 'epoch' },
        y: figure === 'loss' ? { title: figure } : { title: figure, format: 'percent' },
        series,
        dashes: { solid: 'training', dashed: 'validation' },
      },
    });
  }
  return blocks;
}

function gridTable(study: MnistStudy, { candidates, chosen }: DenseFindings): TableBlock {
  const { dropouts, weightDecays } = study.settings.dense;
  const at = (dropout: number, weightDecay: number): string => {
    const candidate = candidates.find(
      ({ setting }) => setting.dropout === dropout && setting.weightDecay === weightDecay,
    )!;
    return `${candidate === chosen ? '* ' : ''}${validationText(candidate)}`;
  };
  return {
    kind: 'table',
    caption: `Validation accuracy of the dense network, ${seedsText(study, 'dense')}${chosen ? '; * is chosen' : ''}`,
    columns: columnsOf(['', ...weightDecays.map((weightDecay) => `decay ${weightDecay}`)]),
    rows: dropouts.map((dropout) => [
      `dropout ${dropout}`,
      ...weightDecays.map((weightDecay) => at(dropout, weightDecay)),
    ]),
  };
}

/** Whether tuning helped; empty before there is a pair to compare. */
export function denseVerdict({ chosen, choseBaseline, difference, baseline }: DenseFindings): string {
  if (choseBaseline) {
    return 'Neither dropout nor weight decay was better than none on the validation images, so the tuned network is the baseline.';
  }
  if (!chosen || !difference) return '';
  const setting = denseText(chosen.setting);
  const subject = capital(setting);
  const { text } = differenceText(subject, difference, 'points of test accuracy', 2);
  if (!difference.interval) return text;
  return `${text} That is for other seeds on these ${countText(baseline.runs.find(({ test }) => test)!.test!.rows)} test images.`;
}

function denseText({ dropout, weightDecay }: DenseSetting): string {
  const words = [];
  if (dropout > 0) words.push(`dropout ${dropout}`);
  if (weightDecay > 0) words.push(`weight decay ${weightDecay}`);
  return words.length === 0 ? 'neither' : words.join(' and ');
}
