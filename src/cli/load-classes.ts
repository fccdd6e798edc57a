import { loadDatasets } from '../../datasets/index.ts';
import { DataError } from '../errors.ts';
import type { ClassificationData } from '../experiments/classification-data.ts';
import type { Context } from './context.ts';
import { createDownloadProgress } from './download-progress.ts';

/**
 * The data sets that a name means, downloaded with progress where they are not on this machine.
 *
 * @throws DataError for one whose targets are no classes; as `loadDatasets`.
 */
export async function loadClasses(
  who: string,
  name: string,
  { errors, environment }: Context,
  signal: AbortSignal,
): Promise<readonly ClassificationData[]> {
  const progress = createDownloadProgress(errors);
  try {
    const all = await loadDatasets(name, { environment, signal, onProgress: (now) => progress.update(now) });
    return all.map((one) => {
      if (one.task === 'classification') return one;
      throw new DataError(
        `${who}: ${one.name} has numbers to predict and no classes; choose a set of classes, such as digits`,
      );
    });
  } finally {
    progress.stop();
  }
}
