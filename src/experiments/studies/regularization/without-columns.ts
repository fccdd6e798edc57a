/** What it costs to leave columns out: the same training again, without them. */
import type { ScaledArray } from '../../../data/rows.ts';
import { rowsAt } from '../../../data/rows-at.ts';
import { Sequential } from '../../../training/sequential.ts';
import { type FitDesignOptions, fitDesign } from '../../fit-design.ts';
import type { NetworkDesign } from '../../network-design.ts';
import type { PreparedParts } from '../../prepared-parts.ts';
import { testOnce } from '../../test-once.ts';

/** The same rows with some of their columns, in the order of `kept`. */
export function keepColumns(x: ScaledArray, kept: readonly number[]): ScaledArray {
  const [rows, columns] = x.shape;
  const data = x.data.slice(0, rows * kept.length);
  for (let row = 0, next = 0; row < rows; row++) {
    for (const column of kept) data[next++] = x.data[row * columns + column];
  }
  return { ...x, data, shape: [rows, kept.length] };
}

/** The columns that have one value in all rows, from 0: a network learns nothing from them, whether they are there or not. */
export function constantColumns({ data, shape: [rows, columns] }: ScaledArray): number[] {
  const isConstant = (column: number): boolean => {
    for (let row = 1; row < rows; row++) if (data[row * columns + column] !== data[column]) return false;
    return true;
  };
  return Array.from({ length: columns }, (_, column) => column).filter(isConstant);
}

/** The weight of the first dense layer, [columns, units], in every cell of a study. */
export const firstWeight = 'dense1.weight';

/**
 * The test accuracy of a network that is trained on some of the columns only, with the seed that chose everything else: the rows, their
 * order, the dropout masks, and the initial weights, of which each column that is left has those that it has among all columns. So two
 * test accuracies differ by the columns alone.
 *
 * @param kept numbers of columns, from 0; at least one.
 * @returns undefined if the signal ended it.
 * @throws as `Trainer.fit`.
 */
export async function accuracyWith(
  kept: readonly number[],
  design: Pick<NetworkDesign, 'layers' | 'optimizer'>,
  { train, test }: PreparedParts,
  classes: number,
  options: Pick<FitDesignOptions, 'seed' | 'epochs' | 'batchSize' | 'signal'>,
): Promise<number | undefined> {
  const { seed, epochs } = options;
  const among = new Sequential(design.layers(classes), { inputShape: train.x.shape.slice(1), seed });
  const weight = among.weights()[firstWeight];
  const initial = rowsAt({ data: weight.toFloat32Array(), shape: weight.shape }, kept).data;
  const { model, history } = await fitDesign(
    design,
    classes,
    { x: keepColumns(train.x, kept), y: train.y },
    {
      ...options,
      callbacks: [{ onTrainBegin: ({ model }) => (model as Sequential).setWeights({ [firstWeight]: initial }) }],
    },
  );
  if (history.loss.length < epochs) return undefined;
  return testOnce(model, { x: keepColumns(test.x, kept), y: test.y }).figures.accuracy;
}
