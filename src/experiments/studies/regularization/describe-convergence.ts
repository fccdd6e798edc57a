/** The section on convergence: how soon networks get down to a fixed validation loss. */
import type { Block } from '../../../report/document.ts';
import { columnsOf } from '../../columns-of.ts';
import { curveOf } from '../../curve.ts';
import { spreadText } from '../../figure-text.ts';
import { meanAndDeviation } from '../../mean-and-deviation.ts';
import { targetText } from '../time-to-loss.ts';
import { aboutMethod } from './cells.ts';
import { findConvergence } from './convergence.ts';
import { strengthText } from './describe-methods.ts';
import type { MethodFindings, RegularizationResults } from './findings.ts';

export function describeConvergence(all: readonly MethodFindings[], results: RegularizationResults): Block[] {
  const convergence = findConvergence(all, results);
  if (!convergence) return [];
  const { epochs } = results.settings;
  const { cells, target, epochsOf } = convergence;
  return [
    { kind: 'heading', text: 'How soon they converge' },
    {
      kind: 'table',
      caption: `Epochs, of ${epochs}, until the validation loss is ${target.toFixed(4)}, each at its best strength; a seed that never gets there counts as ${epochs + 1}`,
      columns: columnsOf(['method', 'strength', 'epochs', 'seeds that get there', 'in the first epoch']),
      rows: cells.map((cell) => {
        const needed = cell.runs.map(epochsOf);
        const reached = needed.filter((count) => count <= epochs).length;
        const title = aboutMethod(cell.method).title;
        const atOnce = needed.filter((count) => count === 1).length;
        return [
          title,
          strengthText(cell),
          spreadText(meanAndDeviation(needed), 2),
          `${reached} of ${needed.length}`,
          String(atOnce),
        ];
      }),
    },
    {
      kind: 'text',
      tone: 'remark',
      text:
        `${targetText('these')}. It is looked at after every epoch, and taken to go along a straight line in between; ` +
        'who is there at the first look has 1, since nobody looked before. Methods with a penalty are left out: they are after another minimum.',
    },
    {
      kind: 'chart',
      caption: 'Validation loss, each at its best strength',
      chart: {
        kind: 'lines',
        x: { title: 'epoch' },
        y: { title: 'validation loss', scale: 'log' },
        series: cells.map(({ method, runs }) =>
          curveOf(
            aboutMethod(method).title,
            'loss',
            runs.map(({ history }) => history.validationLoss),
          ),
        ),
      },
    },
  ];
}
