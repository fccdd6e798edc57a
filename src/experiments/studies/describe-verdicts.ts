import type { Block, ReportDocument } from '../../report/document.ts';
import { plural, pointsText } from '../figure-text.ts';
import { provenanceOf, type ResultsHeader } from '../results-header.ts';
import { isByLittle, marginText, noWorseText, unitText } from './describe-statements.ts';
import type { JudgedStatement } from './judge-statements.ts';

/** What became of what was published, of one study on one data set or several. */
export interface StudyVerdicts {
  readonly header: ResultsHeader;
  /** Of the study. */
  readonly title: string;
  readonly sets: readonly {
    /** Of the data set. */
    readonly title: string;
    readonly seeds: readonly number[];
    readonly judged: readonly JudgedStatement[];
  }[];
}

/** The verdicts of studies side by side: a table for each study, a column for each data set. */
export function describeVerdicts(all: readonly StudyVerdicts[]): ReportDocument {
  const studies = [...new Set(all.map(({ title }) => title))];
  const seeds = [...new Set(all.flatMap(({ sets }) => sets.flatMap((set) => set.seeds)))].sort((a, b) => a - b);
  const judged = all.flatMap(({ sets }) => sets.flatMap((set) => set.judged));
  const count = (verdict: string): number => judged.filter((one) => one.verdict === verdict).length;
  const { header } = [...all].sort((a, b) => (a.header.date < b.header.date ? 1 : -1))[0];
  const command = all.map((one) => one.header.command).join(' && ');
  return {
    title: 'What was published, and what became of it',
    question: 'Which of the published statements hold, and on which data?',
    answer:
      `Of ${plural(judged.length, 'statement')}, counted once for each data set, ${count('confirmed')} are confirmed, ` +
      `${count('refuted')} refuted and ${count('undecided')} undecided.`,
    blocks: [
      ...studies.flatMap((title) =>
        verdictTable(
          title,
          all.filter((one) => one.title === title),
        ),
      ),
      {
        kind: 'text',
        tone: 'remark',
        text:
          'Each cell has the mean difference over the seeds, in points unless it says otherwise. The rule stood before the studies were run. ' +
          'Confirmed: the interval of the paired differences lies beyond 0 on the side that is claimed. Refuted: beyond 0 on the other side, ' +
          `or wholly within ${marginText(judged)}. ${noWorseText(judged)}Undecided: anything else; why some is not judged, the report of its study says. The intervals have the levels of Holm's procedure for all statements ` +
          'of the study on the data set: the chance that it finds any difference where there is none is at most 5 %, as far as each interval ' +
          'holds what it promises, which is not to say that all together hold with 95 %.',
      },
    ],
    provenance: provenanceOf({ ...header, command }, { seeds, fingerprints: {} }),
  };
}

function verdictTable(title: string, all: readonly StudyVerdicts[]): Block[] {
  const sets = all.flatMap((one) => one.sets);
  const names = [...new Set(sets.flatMap(({ judged }) => judged.map(({ name }) => name)))];
  const heads = sets.map((set) => `${set.title}, ${plural(set.seeds.length, 'seed')}`);
  return [
    { kind: 'heading', text: title },
    {
      kind: 'table',
      caption: `${title}: verdicts and differences`,
      columns: ['statement', ...heads].map((head) => ({ title: head, align: 'left' })),
      rows: names.map((name) => [
        name,
        ...sets.map(({ judged }) => verdictCell(judged.find((one) => one.name === name))),
      ]),
    },
  ];
}

/** 'confirmed, +1.3'; 'confirmed by very little, +0.2' where the interval lies within the margin, too. */
function verdictCell(statement: JudgedStatement | undefined): string {
  if (!statement) return '–';
  const { verdict, judged, unit } = statement;
  if (!judged) return `${verdict}, not judged`;
  const little = isByLittle(statement) ? ' by very little' : '';
  return `${verdict}${little}, ${pointsText(judged.mean)}${unitText(unit)}`;
}
