import {
  type DownloadProgress,
  type ImageDataset,
  listDatasets,
  loadDataset,
  loadDatasets,
} from '../../datasets/index.ts';
import { DataError } from '../errors.ts';
import type { ClassificationData } from '../experiments/classification-data.ts';
import type { Context } from './context.ts';
import { createDownloadProgress } from './download-progress.ts';

/**
 * The data sets that a name means, downloaded with progress where they are not on this machine.
 *
 * @param testPart whether, of a set that comes divided, the test part will do, as rows; otherwise such sets are refused.
 * @throws DataError for one whose targets are no classes, that comes divided, or that is a table with text; as `loadDataset`.
 */
export async function loadClasses(
  who: string,
  name: string,
  { errors, environment }: Context,
  signal: AbortSignal,
  { testPart = false } = {},
): Promise<readonly ClassificationData[]> {
  const progress = createDownloadProgress(errors);
  const options = { environment, signal, onProgress: (now: DownloadProgress) => progress.update(now) };
  try {
    const listed = listDatasets({ environment }).find((one) => one.name === name);
    if (listed?.table) {
      throw new DataError(
        `${who}: ${name} is a table with columns of text or missing cells, and ${who} takes rows of numbers; choose a set of them, such as digits`,
      );
    }
    if (listed?.parts) {
      if (testPart) return [testPartOf(await loadDataset(name as 'mnist', { ...options, flatten: true }))];
      throw new DataError(
        `${who}: ${name} comes divided into train and test, and ${who} draws parts of its own for each seed; choose a set in one piece, such as digits, or see simdgrad experiment --help`,
      );
    }
    const all = await loadDatasets(name, options);
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

function testPartOf({ name, title, test, classes }: ImageDataset): ClassificationData {
  return { name: `${name} (test part)`, title: `${title}, test part`, x: test.x, y: Array.from(test.y), classes };
}
