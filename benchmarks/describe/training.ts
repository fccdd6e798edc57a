import { countText, listText } from '../../src/experiments/figure-text.ts';
import type { ReportedFigure } from '../report.ts';
import { timeText } from '../texts.ts';
import type { TrainingResult } from '../training/measure-workload.ts';
import type { TrainingResults } from '../training.ts';
import { type Chapter, columnsOf, percentText } from './chapter.ts';

export function describeTraining({ workloads }: TrainingResults, figures: readonly ReportedFigure[]): Chapter {
  const shares = workloads.map(({ id, ratios }) => `${id} ${percentText(ratios.stepOfHandWired)}`);
  return {
    title: 'Training',
    question:
      'How fast do six networks train, where does the time of a step go, and what do layers and trainer cost over the bare kernels?',
    answer: `Of the speed of the same kernels wired by hand, a step of the trainer reaches: ${listText(shares)}.`,
    blocks: [
      {
        kind: 'table',
        caption: 'Training on one thread; medians of interleaved rounds',
        columns: columnsOf(['', '>µs a step', '>samples/s', '>samples/s by fit', '>GFLOP/s']),
        rows: workloads.map(speedRow),
      },
      { kind: 'heading', text: 'Where the time of a step goes' },
      {
        kind: 'chart',
        caption: 'Share of forward, backward, update and overhead in the time of a step',
        chart: {
          kind: 'bars',
          stacked: true,
          x: { title: 'share of the step', format: 'percent', domain: [0, 1] },
          groups: workloads.map(({ id, split }) => `${id}, ${timeText(wholeOf(split))} µs`),
          series: phases.map((phase) => ({
            name: phase,
            bars: workloads.map(({ split }) => {
              const value = Math.max(0, split[phase]) / wholeOf(split);
              return { value, text: `${timeText(split[phase])} µs, ${percentText(value)}` };
            }),
          })),
        },
      },
      {
        kind: 'text',
        text:
          'Phases are those of the step wired by hand, found by leaving out what follows; overhead is all the rest: copying the batch in, reading the loss, checks, and ' +
          'the bookkeeping of graph, optimizer and trainer. One that is measured as less than nothing is drawn as nothing.',
        tone: 'remark',
      },
      { kind: 'heading', text: 'Beside the kernels wired by hand, and the roofline' },
      {
        kind: 'chart',
        caption: 'Speeds as fractions of what they are compared with; the stroke is what was promised',
        chart: {
          kind: 'bars',
          x: { title: 'fraction', format: 'percent' },
          groups: workloads.map(({ id }) => id),
          series: comparisons.map(({ name, ratio, figure }) => ({
            name,
            bars: workloads.map((workload) => {
              const goal = figures.find(({ what }) => what === `${workload.id}: ${figure}`)?.atLeast;
              return { value: ratio(workload), text: percentText(ratio(workload)), goal };
            }),
          })),
        },
      },
      {
        kind: 'text',
        text:
          'The strict roofline is what multiplication and addition in registers reach, rounded one after the other, in the same rounds. Only matrix products and ' +
          'convolutions count as arithmetic, so small networks, whose time goes elsewhere, reach less of it.',
        tone: 'remark',
      },
    ],
  };
}

const phases = ['forward', 'backward', 'update', 'overhead'] as const;

const comparisons: readonly {
  readonly name: string;
  readonly figure: string;
  readonly ratio: (result: TrainingResult) => number;
}[] = [
  {
    name: 'by hand, of the roofline',
    figure: 'hand-wired, of the roofline',
    ratio: ({ ratios }) => ratios.handWiredOfRoofline,
  },
  {
    name: 'Trainer.step, of by hand',
    figure: 'Trainer.step, of hand-wired',
    ratio: ({ ratios }) => ratios.stepOfHandWired,
  },
  { name: 'fit, of Trainer.step', figure: 'fit, of Trainer.step', ratio: ({ ratios }) => ratios.fitOfStep },
];

function wholeOf(split: TrainingResult['split']): number {
  return phases.reduce((sum, phase) => sum + Math.max(0, split[phase]), 0);
}

function speedRow({ id, name, batch, flops, step, fit }: TrainingResult): string[] {
  const rate = ({ work, nanoseconds }: { work: number; nanoseconds: number }): string =>
    countText((work / nanoseconds) * 1e9);
  const perStep = (step.nanoseconds * batch) / step.work;
  return [`${id}, ${name}`, timeText(perStep / 1000), rate(step), rate(fit), (flops / perStep).toFixed(1)];
}
