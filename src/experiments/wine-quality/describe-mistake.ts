import type { Block } from '../../report/document.ts';
import { columnsOf } from '../columns-of.ts';
import { percentText } from '../figure-text.ts';
import { quotedFindings } from '../quoted-findings.ts';
import { accuracyText, overSeedsText, runsOf, shareText } from '../run-figures.ts';
import { mistakenClassifier, networkRuns } from './networks.ts';
import { type WineColour, type WineRun, wineColours } from './run.ts';
import { floorOf, type WineStudy } from './wine-study.ts';

/** The accuracy of mistaken runs against labels that are mapped as in training. */
export function asTrainedText(runs: readonly WineRun[]): string {
  return shareText(runs, ({ accuracyAsTrained }) => accuracyAsTrained!);
}

/** Labels mapped for validation and test only, as published, and what the lint says of them. */
export function describeMistake(study: WineStudy): Block[] {
  const { data } = study;
  const runsOfColour = (colour: WineColour) => networkRuns(study, colour, mistakenClassifier, 'plain');
  const shown = wineColours.filter((colour) => runsOfColour(colour).length > 0);
  if (shown.length === 0) return [];
  const rows = shown.map((colour) => {
    const runs = runsOfColour(colour);
    return [colour, accuracyText(runs), asTrainedText(runs), percentText(floorOf(study, colour).share)];
  });
  const [first] = shown;
  const { grades } = data[first];
  return [
    { kind: 'heading', text: 'Where a published study went wrong' },
    {
      kind: 'text',
      text:
        `It maps the grades to 0 … k − 1 for validation and test, and leaves the labels of training as they are: a ${first} wine of grade ${grades[0]} is trained on as ${grades[0]} and tested as 0. ` +
        'What it says of its networks is then about the mapping. The same mistake, made on purpose: the classifier trained on grades as they are, with an output for each ' +
        'number from 0 to the largest grade, since with k outputs it could not be trained at all; the weights of its last epoch, since such validation labels cannot choose one.',
    },
    {
      kind: 'table',
      caption: `Test accuracy of one and the same network, plain splits, ${overSeedsText(runsOf(study, { task: 'mistaken' }))}`,
      columns: columnsOf(['wines', 'test labels mapped', 'test labels as in training', 'the largest class']),
      rows,
    },
    ...shown.map(
      (colour): Block => ({
        kind: 'text',
        text: `Of the ${colour} wines the lint says, before anything is trained: ${quotedFindings(data[colour].lint.parts.slice(0, 1))} It says the same of the test part.`,
      }),
    ),
    {
      kind: 'text',
      text: `And of ${first} wines' grades as they are with ${grades.length} outputs: ${quotedFindings(data[first].lint.head)}`,
    },
  ];
}
