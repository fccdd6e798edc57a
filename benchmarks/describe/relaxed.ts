import type { RelaxedResults } from '../relaxed.ts';
import type { ReportedFigure } from '../report.ts';
import { timesText } from '../texts.ts';
import type { Chapter } from './chapter.ts';

export function describeRelaxed({ node, works }: RelaxedResults, figures: readonly ReportedFigure[]): Chapter {
  const gains = works.map(({ faster }) => faster);
  return {
    title: 'The relaxed build',
    question: 'What is fused multiplication and addition worth, at the price that results may differ between machines?',
    answer: `From ${timesText(Math.min(...gains))} to ${timesText(Math.max(...gains))} the speed of the strict build.`,
    versions: { 'Node of both builds': node },
    blocks: [
      {
        kind: 'chart',
        caption: 'Speed of the relaxed build over the strict one; the stroke is what was promised',
        chart: {
          kind: 'bars',
          x: { title: 'times as fast' },
          groups: works.map(({ id, name }) => (name.startsWith(`${id}: `) ? id : name)),
          series: [
            {
              name: 'median',
              bars: works.map(({ id, faster }) => {
                const goal = figures.find(({ what }) => what === `${id} relaxed, over strict`)?.atLeast;
                return { value: faster, text: timesText(faster), goal };
              }),
            },
          ],
        },
      },
      {
        kind: 'text',
        text: 'Both are built from the same sources and run in processes that take turns, on the same Node; relaxed SIMD takes Node 22 or later. The strict build gives the same bits on every machine.',
        tone: 'remark',
      },
    ],
  };
}
