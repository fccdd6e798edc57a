import type { Describer } from '../describe.ts';
import { capacityStudy } from './capacity.ts';
import { describerOf } from './describe-study.ts';
import { initializationStudy } from './initialization.ts';
import { optimizersStudy } from './optimizers.ts';
import { regularizationStudy } from './regularization/regularization.ts';
import { rulesStudy } from './rules.ts';
import type { Study } from './study.ts';
import { experimentOf } from './study-report.ts';

/** All studies, in the order of --help. Adding one is a file beside this one, and its name here. */
export const studies: readonly Study[] = [
  optimizersStudy,
  rulesStudy,
  regularizationStudy,
  capacityStudy,
  initializationStudy,
];

/** How the results of each become a report, by the name that the file has for it. */
export const studyDescribers: Readonly<Record<string, Describer>> = Object.fromEntries(
  studies.map((study) => [experimentOf(study), describerOf(study)]),
);
