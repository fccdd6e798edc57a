import { type DownloadProgress, listDatasets, loadDataset, loadDatasets } from '../../datasets/index.ts';
import { DataError } from '../errors.ts';
import { soupLabels, soupTransformer } from '../experiments/alphabet-soup/soup-parts.ts';
import type { StudyData } from '../experiments/studies/study-data.ts';

/** Where data sets are, and how far a download is. */
export interface LoadStudyDataOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether files that are not on this machine are fetched; true unless set. */
  readonly download?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (now: DownloadProgress) => void;
}

/**
 * The data sets that a name means, as studies take them: rows with known classes; of MNIST the training part; Alphabet Soup with the
 * recipe that makes numbers of its columns.
 *
 * @throws DataError for one whose target is no class, or that is another table; as `loadDataset`.
 */
export async function loadStudyData(who: string, name: string, options: LoadStudyDataOptions): Promise<StudyData[]> {
  if (name === 'alphabet-soup') return [await loadSoup(options)];
  const listed = listDatasets({ environment: options.environment }).find((one) => one.name === name);
  if (listed?.table) {
    throw new DataError(`${who}: ${name} is a table for which studies have no recipe; choose ${examples}`);
  }
  if (listed?.parts) {
    const { train, classes, title } = await loadDataset(name as 'mnist', { ...options, flatten: true });
    return [{ name, title, x: train.x, y: Array.from(train.y), classes }];
  }
  const all = await loadDatasets(name, options);
  return all.map((one) => {
    if (one.task === 'classification') return one;
    throw new DataError(`${who}: ${one.name} has numbers to predict and no classes; choose ${examples}`);
  });
}

const examples = 'digits, mnist, wine-quality or alphabet-soup';

async function loadSoup(options: LoadStudyDataOptions): Promise<StudyData> {
  const { name, title, table } = await loadDataset('alphabet-soup', options);
  const y = Array.from(soupLabels(table));
  return { name, title, table, y, classes: [0, 1], recipe: (share) => soupTransformer(share) };
}
