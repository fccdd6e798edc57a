import { classificationReportText } from '../../metrics/classification-report-text.ts';
import type { Block } from '../../report/document.ts';
import { countText, percentText, plural } from '../figure-text.ts';
import { confusionBlock } from '../report-blocks.ts';
import { keyOf } from './run.ts';
import type { MnistStudy } from './study.ts';

/** The section about the one finished network that is looked at closely; nothing where none is finished. */
export function describeExhibit({ exhibit, runs, data }: MnistStudy): Block[] {
  const run = runs.find((one) => keyOf(one) === exhibit?.key);
  if (!exhibit || !run?.test) return [];
  const names = data.classes.map(String);
  const { rows, accuracy } = run.test;
  const wrong = Math.round(rows * (1 - accuracy));
  const by =
    run.history.validationAccuracy.length > 0 ? 'the highest validation accuracy' : 'the lowest loss in its last epoch';
  return [
    { kind: 'heading', text: 'What a finished network gets wrong' },
    {
      kind: 'text',
      text:
        `${run.name}, seed ${run.seed}: of the finished networks the one with ${by}; the test part had no say. It is right about ` +
        `${countText(rows - wrong)} of ${countText(rows)} test images (${percentText(accuracy, 2)}), wrong about ${countText(wrong)}.`,
    },
    confusionBlock('Confusion matrix on the test part', names, exhibit.confusionMatrix),
    {
      kind: 'code',
      language: 'text',
      text: classificationReportText(exhibit.report),
      caption: 'Classification report on the test part',
    },
    ...(exhibit.mistakes.length === 0
      ? []
      : [
          {
            kind: 'images' as const,
            caption: `The ${plural(exhibit.mistakes.length, 'mistake')} that gave the truth the least probability, the worst first`,
            images: exhibit.mistakes.map(({ width, height, pixels, label, prediction, probabilityOfPrediction }) => ({
              width,
              height,
              pixels,
              label: `${names[label]}, taken for ${names[prediction]} (${percentText(probabilityOfPrediction)})`,
            })),
          },
        ]),
  ];
}
