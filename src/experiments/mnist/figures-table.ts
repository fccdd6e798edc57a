/** Cells and tables that several parts of the experiment have. */
import type { LineSeries } from '../../report/document.ts';
import type { Candidate } from '../choose.ts';
import { curveOf } from '../curve.ts';
import { percentSpreadText, plural, spreadText } from '../figure-text.ts';
import type { TestedFindings } from './part-runs.ts';
import { type MnistRun, partOf } from './run.ts';
import type { MnistPart } from './settings.ts';
import type { MnistStudy } from './study.ts';

/** Accuracy on the images that are kept to choose by; runs that failed are said, not left out of the mean silently. */
export function validationText({ accuracy, failures }: Candidate<unknown>): string {
  if (failures > 0) return accuracy ? `${percentSpreadText(accuracy, 2)}, ${failures} failed` : 'failed';
  return accuracy ? percentSpreadText(accuracy, 2) : '–';
}

/** 'mean ± deviation over 3 seeds', 'one seed'; of a part that is not finished, over those that are. */
export function seedsText({ settings: { seeds }, missing }: MnistStudy, part: MnistPart): string {
  if (seeds.length === 1) return 'one seed';
  const partial = missing.some((key) => partOf(key) === part);
  return `mean ± deviation over ${partial ? 'the seeds that are finished' : plural(seeds.length, 'seed')}`;
}

/** Test accuracy, test loss and how many seeds they are of. */
export function testedCells({ accuracy, loss, failures }: TestedFindings): string[] {
  if (!accuracy || !loss) return ['–', '–', failures > 0 ? `0, ${failures} failed` : '0'];
  const seeds = failures > 0 ? `${accuracy.count}, ${failures} failed` : String(accuracy.count);
  return [percentSpreadText(accuracy, 2), spreadText(loss, 4), seeds];
}

/** What `testedCells` are. */
export const testedTitles: readonly string[] = ['test accuracy', 'test loss', 'seeds'];

/** Two curves of a name, training and validation, over the runs of one network. */
export function trainAndValidation(name: string, runs: readonly MnistRun[], figure: 'loss' | 'accuracy'): LineSeries[] {
  const validation = figure === 'loss' ? 'validationLoss' : 'validationAccuracy';
  const curves = (which: keyof MnistRun['history'], dashed: boolean): LineSeries =>
    curveOf(
      name,
      figure === 'loss' ? 'loss' : 'share',
      runs.map(({ history }) => history[which]),
      dashed,
    );
  return [curves(figure, false), curves(validation, true)];
}
