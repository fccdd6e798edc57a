import type { Block, ParallelAxis } from '../../report/document.ts';
import { countText } from '../figure-text.ts';
import { parameterAxis, placeOnAxis } from './parameter-axis.ts';
import { fewTrials, inSight, type TrialFigures, valueAxis, valueOf } from './trial-figures.ts';

/** More lines than these would be one surface. */
const mostLines = 200;
/** Fewer are read in the table. */
const leastLines = 2;

/** All parameters at once: a line for each complete trial. Of several values the first is what lines end at; others have axes before it. */
export function parallelBlocks(figures: TrialFigures): Block[] {
  const { space, names, directions } = figures;
  const complete = inSight(figures).filter(({ state }) => state === 'complete');
  if (complete.length < leastLines) return [];
  const shown = fewTrials(complete, mostLines);
  const others = names.slice(1).map(
    (name, i): ParallelAxis =>
      valueAxis(
        name,
        shown.map(({ values }) => values![i + 1]),
      ),
  );
  return [
    {
      kind: 'chart',
      caption: `Parameters and ${names[0].title} of ${shown.length < complete.length ? `${shown.length} of ${countText(complete.length)} complete trials` : 'each complete trial'}`,
      chart: {
        kind: 'parallel',
        axes: [...space.entries.map(parameterAxis), ...others],
        outcome: {
          ...valueAxis(
            names[0],
            shown.map((trial) => valueOf(trial)!),
          ),
          better: directions[0] === 'minimize' ? 'lower' : 'higher',
        },
        lines: shown.map(({ number, parameters, values }) => ({
          name: `trial ${number}`,
          values: [
            ...space.entries.map((entry) => {
              const value = parameters[entry.name];
              return value === undefined ? null : placeOnAxis(entry, value);
            }),
            ...values!.slice(1),
          ],
          outcome: values![0],
        })),
      },
    },
    ...(space.entries.some(({ condition }) => condition)
      ? [
          {
            kind: 'text',
            tone: 'remark',
            text: 'A line goes through “–” where its trial has no such parameter.',
          } as const,
        ]
      : []),
  ];
}
