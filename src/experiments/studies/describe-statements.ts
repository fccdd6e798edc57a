import type { Block } from '../../report/document.ts';
import { intervalText, listText, plural, pointsText } from '../figure-text.ts';
import type { Verdict } from '../judge-claims.ts';
import { leastPairs } from '../paired-bootstrap.ts';
import type { JudgedStatement, StatementUnit } from './judge-statements.ts';

/** What was published, and what became of it. */
export function describeStatements(judged: readonly JudgedStatement[]): Block[] {
  if (judged.length === 0) return [];
  const pairs = judged.flatMap((one) => (one.judged ? [one.judged.pairs] : []));
  const fewest = Math.min(...pairs);
  return [
    { kind: 'heading', text: 'What was published, and what became of it' },
    ...judged.map((one, i): Block => ({ kind: 'text', text: `${i + 1}. ${statementText(one)}` })),
    {
      kind: 'table',
      caption: 'Differences, in points unless it says otherwise, paired seed by seed',
      columns: ['statement', 'verdict', 'difference', 'interval', 'p, corrected'].map((title, i) => ({
        title,
        align: i < 2 ? 'left' : 'right',
      })),
      rows: judged.map(({ verdict, judged: claim, unit }, i) => [
        String(i + 1),
        verdict,
        claim ? `${pointsText(claim.mean, 2)}${unitText(unit)}` : '–',
        claim?.interval ? intervalText(claim.interval, 2) : '–',
        claim ? pText(claim.correctedPValue) : '–',
      ]),
    },
    {
      kind: 'text',
      tone: 'remark',
      text:
        'The rule stood before the study was run. Confirmed: the paired bootstrap interval of the mean difference lies beyond 0 on the side that is ' +
        'claimed. Refuted: beyond 0 on the other side, or wholly within ' +
        `${marginText(judged)}. ${noWorseText(judged)}Undecided: anything else${fewest < leastPairs ? `, and whatever has fewer than ${leastPairs} seeds` : ''}. ${holmText(pairs.length)}` +
        `${pairs.length > 0 ? `, and are of ${fewest} seeds` : ''}. ` +
        'Where a statement is about the best of several, that was chosen on the validation part.',
    },
  ];
}

/** The rule for statements that something is no worse, where there is one: a sentence. */
export function noWorseText(judged: readonly Pick<JudgedStatement, 'says'>[]): string {
  if (!judged.some(({ says }) => deniesSide(says))) return '';
  return (
    'A statement that something is not higher, or not lower, is confirmed where the interval does not reach further than that to the side that is denied, ' +
    'and refuted where it lies beyond 0 on that side and reaches further. '
  );
}

function deniesSide(says: JudgedStatement['says']): boolean {
  return says === 'notHigher' || says === 'notLower';
}

/** What the correction is worth, and what it is not: the end of a sentence. */
export function holmText(statements: number): string {
  return (
    `By Holm's correction for ${plural(statements, 'statement')} the chance of finding any difference where there is none is at most 5 %, as far as each ` +
    'interval holds what it promises; the intervals have the levels of its tests, which is not to say that all together hold with 95 %'
  );
}

/** '± 0.5 points or ± 0.5 % of the epochs'. */
export function marginText(judged: readonly JudgedStatement[]): string {
  const units = [...new Set(judged.map(({ unit = 'points' }) => unit))];
  return units.map((unit) => `± 0.5 ${unit}`).join(' or ');
}

/** Behind a difference, where it is not in points. */
export function unitText(unit: StatementUnit = 'points'): string {
  return unit === 'points' ? '' : ` ${unit}`;
}

/** 'Confirmed: “…”. Refuted: “…”. Undecided: 3 of 10 statements.' Empty where nothing was claimed. */
export function verdictText(judged: readonly JudgedStatement[]): string {
  const of = (verdict: Verdict): string[] =>
    judged.flatMap((one) => (one.verdict === verdict ? [`“${one.name}”`] : []));
  const [confirmed, refuted, undecided] = [of('confirmed'), of('refuted'), of('undecided')];
  const parts = [];
  if (confirmed.length > 0) parts.push(`Confirmed: ${listText(confirmed)}.`);
  if (refuted.length > 0) parts.push(`Refuted: ${listText(refuted)}.`);
  if (undecided.length > 0) {
    const all = undecided.length === judged.length;
    parts.push(
      all ? 'All statements are undecided.' : `Undecided: ${undecided.length} of ${judged.length} statements.`,
    );
  }
  return parts.join(' ');
}

/** 'Confirmed: At the default rates, … than the best of the others (compared: …).' */
function statementText(statement: JudgedStatement): string {
  const { name, about, verdict } = statement;
  const little = isByLittle(statement) ? ', by very little' : '';
  return `${verdict[0].toUpperCase()}${verdict.slice(1)}${little}: ${name} (compared: ${about}).`;
}

/** Whether a difference was confirmed that is next to nothing. */
export function isByLittle({ says, verdict, judged }: JudgedStatement): boolean {
  return verdict === 'confirmed' && judged?.negligible === true && !deniesSide(says);
}

export function pText(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}
