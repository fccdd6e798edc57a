import type { Block } from '../../report/document.ts';
import { columnsOf } from '../columns-of.ts';
import { quotedFindings } from '../quoted-findings.ts';
import { overSeedsText, runsOf } from '../run-figures.ts';
import { figureColumns } from './figure-columns.ts';
import type { SoupStudy } from './soup-study.ts';

/** The published run, with the target among its features, and what the lint says of it. */
export function describeLeak(study: SoupStudy): Block[] {
  const leaking = runsOf(study, { name: 'leaking', split: 'plain' });
  const honest = runsOf(study, { name: 'plain', split: 'plain' });
  if (leaking.length === 0) return [];
  const { used, leaking: found } = study.data.lint;
  const rows = [
    ['IS_SUCCESSFUL among the features', ...figureColumns.slice(0, 2).map(({ cell }) => cell(leaking))],
    ...(honest.length > 0
      ? [['without it, all else the same', ...figureColumns.slice(0, 2).map(({ cell }) => cell(honest))]]
      : []),
  ];
  return [
    { kind: 'heading', text: 'What was published' },
    {
      kind: 'text',
      text:
        'A published notebook reports an accuracy of about 100 %. Its features still contain IS_SUCCESSFUL, which is what is to be predicted. ' +
        'Run like that, the plain network reaches:',
    },
    {
      kind: 'table',
      caption: `The plain network on the test part, plain splits, ${overSeedsText(leaking)}`,
      columns: columnsOf(['features', 'accuracy %', 'loss']),
      rows,
    },
    {
      kind: 'text',
      text:
        `What the lint says of those features before anything is trained: ${quotedFindings(found)} Without IS_SUCCESSFUL among them it says: ` +
        quotedFindings(used),
    },
  ];
}
