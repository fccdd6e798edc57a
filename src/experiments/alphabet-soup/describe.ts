import { type SeedStudyKind, seedStudyDescriber } from '../seed-study.ts';
import { type AboutSoup, aboutSoupFrom } from './about-soup.ts';
import { soupAnswer } from './describe-answer.ts';
import { describeCurves } from './describe-curves.ts';
import { describeDifferences } from './describe-differences.ts';
import { describeFigures } from './describe-figures.ts';
import { describeLeak } from './describe-leak.ts';
import { describeReliability } from './describe-reliability.ts';
import { describeSeeds } from './describe-seeds.ts';
import { describeSetup } from './describe-setup.ts';
import { planSoup, type SoupPlace, type SoupRun, soupKey } from './run.ts';
import { soupRunFrom } from './run-from-json.ts';

/** `simdgrad experiment alphabet-soup`. */
export const alphabetSoupStudy: SeedStudyKind<AboutSoup, SoupPlace, SoupRun> = {
  name: 'alphabet-soup',
  format: 1,
  title: 'Alphabet Soup: what is honest, and what helps',
  question:
    'How well can be told from an application for money whether it will succeed, if the answer is not among the features and equal rows are not on both sides ' +
    'of the split; and do batch normalisation, an L2 penalty and a learning-rate schedule help?',
  plan: planSoup,
  keyOf: soupKey,
  aboutFrom: aboutSoupFrom,
  runFrom: soupRunFrom,
  fingerprintOf: ({ fingerprint }) => fingerprint,
  answer: soupAnswer,
  blocks: (study) => [
    ...describeFigures(study),
    ...describeLeak(study),
    ...describeSeeds(study),
    ...describeDifferences(study),
    ...describeReliability(study),
    ...describeCurves(study),
    ...describeSetup(study),
  ],
};

export const describeAlphabetSoup = seedStudyDescriber(alphabetSoupStudy);
