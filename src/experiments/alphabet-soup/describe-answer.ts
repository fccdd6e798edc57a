import { listText, percentText, pointsText } from '../figure-text.ts';
import { leastPairs } from '../paired-bootstrap.ts';
import { accuracyText, runsOf } from '../run-figures.ts';
import { clearSign, pairsCell, seedPairs } from '../seed-pairs.ts';
import { type SplitKind, splitKinds, splitTexts } from '../split-kind.ts';
import { soupNetworkNames, soupNetworks } from './networks.ts';
import type { SoupRun } from './run.ts';
import { floorOf, type SoupStudy } from './soup-study.ts';

/** What is honest, what equal rows on both sides and the leak are worth, and which additions help. */
export function soupAnswer(study: SoupStudy): string {
  const plain = runsOf(study, { name: 'plain', split: 'plain' });
  const grouped = runsOf(study, { name: 'plain', split: 'grouped' });
  const leaking = runsOf(study, { name: 'leaking', split: 'plain' });
  const sentences: string[] = [];
  if (plain.length > 0) {
    const spread = plain.length > 1 ? ` (${rangeText(plain)} seed by seed)` : '';
    sentences.push(
      `Honestly, the plain network is right for ${accuracyText(plain)} of the test rows${spread}; always answering the larger class is for ${percentText(floorOf(study))}.`,
    );
  }
  if (grouped.length > 0) {
    const pairs = seedPairs(plain, grouped, ({ test }) => test.accuracy);
    const change =
      clearSign(pairs) === 0 ? 'no clear difference' : `${pairsCell(pairs, 1).replace(' *', '')} points seed by seed`;
    sentences.push(
      `Where rows with equal features stay in one part, ${seenText(grouped)}, it is right for ${accuracyText(grouped)}${pairs ? `: ${change}` : ''}.`,
    );
  }
  if (leaking.length > 0) {
    sentences.push(
      `With the answer left among the features, as published, it is ${accuracyText(leaking)}, which the lint stops as target-leak.`,
    );
  }
  if (plain.length >= leastPairs) sentences.push(splitKinds.map((split) => additionsText(study, split)).join(' '));
  return sentences.join('\n');
}

/** How many of the test rows are like one that was trained on. */
function seenText(runs: readonly SoupRun[]): string {
  const most = Math.max(...runs.map(({ seenBefore }) => seenBefore));
  return most === 0
    ? 'so that no test row has those of a training row'
    : `so that at most ${percentText(most)} of the test rows have those of a training row`;
}

function rangeText(runs: readonly SoupRun[]): string {
  const all = runs.map(({ test }) => test.accuracy);
  return `${(100 * Math.min(...all)).toFixed(1)} to ${percentText(Math.max(...all))}`;
}

/** Which additions clearly change accuracy. */
function additionsText(study: SoupStudy, split: SplitKind): string {
  const plain = runsOf(study, { name: 'plain', split });
  const additions = soupNetworkNames.slice(1).flatMap((name) => {
    const pairs = seedPairs(plain, runsOf(study, { name, split }), ({ test }) => test.accuracy);
    if (!pairs) return [];
    return [{ sign: clearSign(pairs), text: `${soupNetworks[name].addition} (${pointsText(pairs.mean, 2)} points)` }];
  });
  const [up, down] = [1, -1].map((sign) => additions.filter((one) => one.sign === sign).map(({ text }) => text));
  const parts = [
    ...(up.length > 0 ? [`${listText(up)} clearly helped accuracy`] : []),
    ...(down.length > 0 ? [`${listText(down)} clearly harmed it`] : []),
  ];
  return `With ${splitTexts[split]} ${parts.length > 0 ? parts.join('; ') : 'none of the additions made a clear difference to accuracy'}.`;
}
