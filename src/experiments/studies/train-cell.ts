import { NonFiniteError } from '../../errors.ts';
import type { EpochFigures } from '../../training/history.ts';
import type { Sequential } from '../../training/sequential.ts';
import { fitDesign, type TrainingProgress } from '../fit-design.ts';
import type { Part, PreparedParts } from '../prepared-parts.ts';
import { type TestFigures, testOnce } from '../test-once.ts';
import { penaltyOf } from '../without-penalty.ts';
import { type Cell, designOf } from './cell.ts';
import type { StudySettings } from './settings.ts';

/** A cell, trained with one seed: plain data. */
export interface CellRun<Evidence = unknown> {
  /** Its name. */
  readonly cell: string;
  readonly seed: number;
  /** Numbers that are learned. */
  readonly parameters: number;
  /**
   * A number for each epoch that came to its end, to five digits; the loss is a mean over the epoch, as training went on. Losses are
   * without penalties, so that those of all cells can be compared.
   */
  readonly history: {
    readonly loss: readonly number[];
    readonly validationLoss: readonly number[];
    readonly validationAccuracy: readonly number[];
  };
  /** Training with the looks at the validation part. */
  readonly seconds: number;
  /** The finished network on the rows it was trained on and on those to test on, in evaluation mode, if it came to its end. */
  readonly train?: TestFigures;
  readonly test?: TestFigures;
  /** What the study looks at besides; of a run that came to its end. */
  readonly evidence?: Evidence;
  /** SHA-256 of the weights at the end. */
  readonly fingerprint?: string;
  /** Why it did not come to its end: a loss or weight that was no finite number any more. */
  readonly failure?: string;
}

/** What a study may look at. */
export interface CellView {
  readonly cell: Cell;
  readonly model: Sequential;
  readonly parts: PreparedParts;
  readonly classes: number;
  /** What the cell is trained with: for networks that are to be compared with it. */
  readonly training: Pick<TrainCellOptions, 'seed' | 'epochs' | 'batchSize' | 'signal'>;
}

/** What a study looks at beside the figures that all have: plain data, whose fields are put together. */
export interface CellLooks {
  /** Before the first step. */
  readonly before?: (view: CellView) => object;
  /** When training is over. What it makes after the signal has come is not kept. */
  readonly after?: (view: CellView) => object | Promise<object>;
}

export interface TrainCellOptions extends Pick<StudySettings, 'epochs' | 'batchSize'> {
  readonly seed: number;
  readonly looks?: CellLooks;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TrainingProgress) => void;
}

/**
 * Trains the network of a cell for all its epochs, and tests it as it is at the end. A loss that becomes NaN or infinite is a
 * result: the run has the epochs until then, and says so.
 *
 * The seed chooses the initial weights, the order of batches and the dropout masks, so cells with one seed share them where their
 * layers have the same shapes and initializers.
 *
 * @param classes how many there are.
 * @returns undefined if the signal ended it.
 * @throws as `Trainer.fit`.
 */
export async function trainCell(
  cell: Cell,
  parts: PreparedParts,
  classes: number,
  { seed, epochs, batchSize, looks = {}, signal, onProgress }: TrainCellOptions,
): Promise<CellRun | undefined> {
  const finished: EpochFigures[] = [];
  const history = (name: string): number[] => finished.map((figures) => Number(figures[name].toPrecision(5)));
  let parameters = 0;
  let evidence: object = {};
  const training = { seed, epochs, batchSize, signal };
  const viewOf = (model: Sequential): CellView => ({ cell, model, parts, classes, training });
  const begin = performance.now();
  const about = (): CellRun => ({
    cell: cell.name,
    seed,
    parameters,
    history: {
      loss: history('loss'),
      validationLoss: history('validationLoss'),
      validationAccuracy: history('validationAccuracy'),
    },
    seconds: (performance.now() - begin) / 1000,
  });
  try {
    const { model, seconds } = await fitDesign(designOf(cell), classes, parts.train, {
      seed,
      epochs,
      batchSize,
      validation: parts.validation,
      callbacks: [
        {
          onTrainBegin(run) {
            const model = run.model as Sequential;
            parameters = model.parameters().reduce((sum, { size }) => sum + size, 0);
            evidence = looks.before?.(viewOf(model)) ?? {};
          },
          onEpochEnd(_, figures, { model }) {
            const { loss, penalty, validationLoss } = figures;
            const own = penaltyOf(model as Sequential);
            finished.push({ ...figures, loss: loss - penalty, validationLoss: validationLoss - own });
          },
        },
      ],
      signal,
      onProgress,
    });
    if (finished.length < epochs) return undefined;
    const [train, test] = [parts.train, parts.test].map((part) => testedWithoutPenalty(model, part));
    const failed = [train.loss, test.loss].find((loss) => !Number.isFinite(loss));
    if (failed !== undefined) throw new NonFiniteError(`the loss of the finished network is ${failed}`);
    evidence = { ...evidence, ...(await looks.after?.(viewOf(model))) };
    if (signal?.aborted) return undefined;
    return {
      ...about(),
      seconds,
      train,
      test,
      ...(Object.keys(evidence).length > 0 && { evidence }),
      fingerprint: await model.fingerprint(),
    };
  } catch (error) {
    if (!(error instanceof NonFiniteError)) throw error;
    return { ...about(), failure: error.message };
  }
}

function testedWithoutPenalty(model: Sequential, part: Part): TestFigures {
  const { figures } = testOnce(model, part);
  return { ...figures, loss: figures.loss - penaltyOf(model) };
}
