import { listText, pointsText } from '../figure-text.ts';
import { accuracyText } from '../run-figures.ts';
import { clearSign, seedPairs } from '../seed-pairs.ts';
import { splitKinds } from '../split-kind.ts';
import { asTrainedText } from './describe-mistake.ts';
import { balancedClassifier, classifier, mistakenClassifier, networkRuns, regression } from './networks.ts';
import { type WineColour, type WineFigures, wineColours } from './run.ts';
import type { WineStudy } from './wine-study.ts';

/** For each colour what classifier, regression and weights are worth, and what the published mistake makes of it. */
export function wineAnswer(study: WineStudy): string {
  const sentences = wineColours.flatMap((colour): string[] => {
    const [plain, grouped] = splitKinds.map((split) => networkRuns(study, colour, classifier, split));
    const numbers = networkRuns(study, colour, regression, 'grouped');
    if (plain.length === 0 || grouped.length === 0 || numbers.length === 0) return [];
    return [
      `Of ${colour} wines the classifier gives ${accuracyText(plain)} their grade with plain splits, and ${accuracyText(grouped)} where equal wines stay in one part; ` +
        `rounded regression ${accuracyText(numbers)} there. ${weightsText(study, colour)}`,
    ];
  });
  const mistakes = wineColours.flatMap((colour) => {
    const runs = networkRuns(study, colour, mistakenClassifier, 'plain');
    return runs.length === 0
      ? []
      : [`${accuracyText(runs)} of ${colour} wines right (${asTrainedText(runs)} with one mapping for all)`];
  });
  if (mistakes.length > 0) {
    sentences.push(
      `With labels mapped for validation and test only, as published, one and the same network gets ${listText(mistakes)}; the lint stops it as label-mapping.`,
    );
  }
  return sentences.join('\n');
}

/** What balanced weights give and take, with grouped splits. */
function weightsText(study: WineStudy, colour: WineColour): string {
  const [before, after] = [classifier, balancedClassifier].map((network) =>
    networkRuns(study, colour, network, 'grouped'),
  );
  if (after.length === 0) return '';
  const change = (figure: keyof WineFigures): { text: string; sign: number } => {
    const pairs = seedPairs(before, after, ({ test }) => test[figure]);
    return { text: pairs ? pointsText(pairs.mean) : '–', sign: clearSign(pairs) };
  };
  const [rare, all] = [change('rareRecall'), change('accuracy')];
  const clear = ({ sign }: { sign: number }): string => (sign === 0 ? ' (not clear)' : '');
  return `Balanced class weights change the share of rare grades that are found by ${rare.text} points${clear(rare)} and accuracy by ${all.text}${clear(all)}.`;
}
