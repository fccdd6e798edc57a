import type { Block } from '../../report/document.ts';
import type { ParameterImportance } from '../../search/importance.ts';
import { percentText } from '../figure-text.ts';
import type { ValueName } from './trial-figures.ts';

/** How much hangs on each parameter. Nothing where a model of the trials found no differences. */
export function importanceBlocks(importance: readonly ParameterImportance[], { title }: ValueName): Block[] {
  if (importance.every(({ share }) => share <= 0)) return [];
  return [
    {
      kind: 'chart',
      caption: `How much of what the ${title} varies by hangs on each parameter`,
      chart: {
        kind: 'bars',
        x: { title: 'share', format: 'percent' },
        groups: importance.map(({ name }) => name),
        series: [
          { name: 'share', bars: importance.map(({ share }) => ({ value: share, text: percentText(share, 0) })) },
        ],
      },
    },
    {
      kind: 'text',
      tone: 'remark',
      text:
        'Total Sobol indices of a Gaussian process of the trials: the part of the variance over the whole space that would remain if all other ' +
        'parameters were known. Parameters that act together each count for it, so the sum may exceed 100 %. Of few trials, or of trials in one corner, a model has little to say.',
    },
  ];
}
