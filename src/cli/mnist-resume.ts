import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { DataError, valueText } from '../errors.ts';
import { checkedJson } from '../experiments/checked-json.ts';
import type { MnistSettings } from '../experiments/mnist/settings.ts';
import type { AboutImages, MnistStudy } from '../experiments/mnist/study.ts';
import { studyFrom } from '../experiments/mnist/study-from-json.ts';
import { headerFromJSON, type ResultsHeader } from '../experiments/results-header.ts';
import { readResults } from './read-results.ts';

/** An experiment that is to go on. */
export interface EarlierStudy {
  readonly header: ResultsHeader;
  readonly study: MnistStudy;
}

/**
 * What a run folder has of an experiment, if that is the one that `header` and `settings` ask for: then what is finished
 * there need not be done again.
 *
 * @throws FileError if it cannot be read; DataError for anything but results of this experiment, with these settings, of these
 *   images, by this version.
 */
export async function readEarlier(
  who: string,
  folder: string,
  header: ResultsHeader,
  settings: MnistSettings,
  images: AboutImages,
): Promise<EarlierStudy> {
  const path = join(folder, 'results.json');
  const json = checkedJson((what, value) => {
    throw new DataError(`${who}: ${path} cannot be gone on with: ${what}, got ${valueText(value)}`);
  });
  const fields = json.object('the file', await readResults(who, path));
  json.oneOf('experiment', fields.experiment, [header.experiment]);
  const before = headerFromJSON(json, fields);
  if (before.format !== header.format) json.refuse(`format must be ${header.format}`, before.format);
  if (before.simdgrad !== header.simdgrad) {
    json.refuse(`it must be of simdgrad ${header.simdgrad}, which may compute other bits`, before.simdgrad);
  }
  if (before.precision !== header.precision) {
    json.refuse(
      `it must be of ${header.precision ?? 'strict'} kernels, as they compute now`,
      before.precision ?? 'strict',
    );
  }
  const study = studyFrom(json, fields);
  if (!isDeepStrictEqual(study.settings, settings)) {
    throw new DataError(
      `${who}: ${path} has other settings; its runs go on with\n  ${before.command} --resume ${folder}\nnot with\n  ${header.command}`,
    );
  }
  if (!isDeepStrictEqual(study.data, images)) {
    throw new DataError(`${who}: ${path} is of other images; it has ${study.data.title}, ${study.data.images} of them`);
  }
  return { header: before, study };
}
