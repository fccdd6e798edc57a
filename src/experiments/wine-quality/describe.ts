import { type SeedStudyKind, seedStudyDescriber } from '../seed-study.ts';
import { type AboutWine, aboutWineFrom } from './about-wine.ts';
import { wineAnswer } from './describe-answer.ts';
import { describeColour } from './describe-colour.ts';
import { describeCurves } from './describe-curves.ts';
import { describeMistake } from './describe-mistake.ts';
import { describeSetup } from './describe-setup.ts';
import { planWine, type WinePlace, type WineRun, wineColours, wineKey } from './run.ts';
import { wineRunFrom } from './run-from-json.ts';

/** `simdgrad experiment wine-quality`. */
export const wineQualityStudy: SeedStudyKind<AboutWine, WinePlace, WineRun> = {
  name: 'wine-quality',
  format: 1,
  title: 'Wine quality: grades as classes and as numbers',
  question:
    'Is the grade of a wine told better by a classifier or by rounding a regression, what do class weights give the rare grades, how much of the accuracy is wines ' +
    'that stand on both sides of the split, and where did a published study go wrong?',
  plan: planWine,
  keyOf: wineKey,
  aboutFrom: aboutWineFrom,
  runFrom: (json, what, value, { data }) => wineRunFrom(json, what, value, data),
  fingerprintOf: ({ fingerprint }) => fingerprint,
  answer: wineAnswer,
  blocks: (study) => [
    ...wineColours.flatMap((colour) => describeColour(study, colour)),
    ...describeMistake(study),
    ...describeCurves(study),
    ...describeSetup(study),
  ],
};

export const describeWineQuality = seedStudyDescriber(wineQualityStudy);
