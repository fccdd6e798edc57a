import type { Label } from '../../data/labels.ts';
import { inProcessExecutor } from '../../jobs/in-process-executor.ts';
import type { Job, Task, TaskProgress } from '../../jobs/job.ts';
import { type JobProgress, runJobs } from '../../jobs/run-jobs.ts';
import { type DividedImages, requireClassifiedImages } from '../divided-images.ts';
import type { TrainingProgress } from '../fit-design.ts';
import { planDense } from './dense.ts';
import { type Exhibit, exhibitOf, isBetterToShow } from './exhibit.ts';
import { ImageParts } from './image-parts.ts';
import { planNetworks } from './networks.ts';
import { planOptimizers } from './optimizers.ts';
import type { PlannedRun } from './planned-run.ts';
import { keyOf, type MnistRun, trainRun } from './run.ts';
import type { MnistSettings } from './settings.ts';
import { planSweep } from './sweep.ts';

/** What the experiment has found out so far, as plain data. */
export interface MnistStudy {
  readonly data: AboutImages;
  readonly settings: MnistSettings;
  /** In the order of the plan. */
  readonly runs: readonly MnistRun[];
  /** Keys of the runs that are still to be done. */
  readonly missing: readonly string[];
  /** Of the final run that is to be looked at closely; there once one is finished. */
  readonly exhibit?: Exhibit;
}

export interface AboutImages {
  readonly name: string;
  readonly title: string;
  /** Training images that there are. */
  readonly images: number;
  readonly height: number;
  readonly width: number;
  readonly classes: readonly Label[];
}

/** How far the training of a run is. */
export type RunProgress = TrainingProgress & TaskProgress;

export interface StudyOptions {
  /** What an earlier call with the same images and settings has found out: its runs are not done again. */
  readonly before?: Pick<MnistStudy, 'runs' | 'exhibit'>;
  /** Stops it; the run under way is not kept. */
  readonly signal?: AbortSignal;
  /** Called about every 50 ms. */
  readonly onProgress?: (progress: JobProgress<RunProgress>) => void;
  /** Called, and waited for, after every run, with all that is known until then. */
  readonly onRun?: (run: MnistRun, soFar: MnistStudy) => void | Promise<void>;
}

/** All runs of the experiment in the order in which they are done. */
export function planStudy(settings: MnistSettings): PlannedRun[] {
  const plans = { networks: planNetworks, dense: planDense, optimizers: planOptimizers, sweep: planSweep };
  return settings.parts.flatMap((part) => plans[part](settings));
}

/**
 * The MNIST experiment: four networks beside their published figures, a dense network and what dropout and weight decay
 * give it, optimizers side by side, and a sweep over learning rates, batch sizes and epochs.
 *
 * Everything that is chosen is chosen on training images kept for that. The test part is looked at once for each final run,
 * when it is finished, and decides nothing. Runs with one seed share split, initial weights and order of batches.
 *
 *     const study = await studyMnist(mnist, mnistSettings(60_000, { subset: 6000, epochs: 2, seeds: [0] }));
 *
 * @returns what it has found out; stopped, what it has found out until then.
 * @throws ShapeError, DataError for images that cannot be used; RangeError for settings that do not fit them.
 */
export async function studyMnist(
  data: DividedImages,
  settings: MnistSettings,
  { before, signal, onProgress, onRun }: StudyOptions = {},
): Promise<MnistStudy> {
  const who = 'studyMnist';
  const { train, classes } = data;
  requireClassifiedImages(who, 'train', train, classes.length);
  const plan = planStudy(settings);
  const about = aboutImages(data);
  let exhibit = before?.exhibit;
  let shown = before?.runs.find((run) => keyOf(run) === exhibit?.key);
  let parts: { readonly seed: number; readonly images: ImageParts } | undefined;
  const partsFor = (seed: number): ImageParts => {
    if (parts?.seed !== seed) parts = { seed, images: new ImageParts(train, settings, seed) };
    return parts.images;
  };
  partsFor(settings.seeds[0]); // settings that do not fit are refused before anything is trained
  const soFar = (results: ReadonlyMap<string, MnistRun>): MnistStudy => {
    const keys = plan.map(({ place }) => keyOf(place));
    return {
      data: about,
      settings,
      runs: keys.flatMap((key) => results.get(key) ?? []),
      missing: keys.filter((key) => !results.has(key)),
      exhibit,
    };
  };
  const planned = new Map(plan.map((run) => [keyOf(run.place), run]));
  const trainPlanned: Task<string, MnistRun, RunProgress> = async (key, { results, signal, onProgress }) => {
    const { place, images, decide } = planned.get(key)!;
    const earlier = results as ReadonlyMap<string, MnistRun>;
    const training = decide([...earlier.values()]);
    if ('sameAs' in training) {
      const { sameAs } = training;
      return { ...earlier.get(sameAs)!, ...place, sameAs };
    }
    const all = partsFor(place.seed);
    const rows = { train: all[images], validation: images === 'all' ? undefined : all.validation };
    return trainRun(place, training, rows, data, {
      signal,
      onProgress: (progress) => onProgress({ ...progress, share: progress.epochsDone / progress.epochs }),
      onTested(run, test, tested) {
        if (shown && !isBetterToShow(run, shown)) return;
        shown = run;
        exhibit = exhibitOf(run, test, tested, classes);
      },
    });
  };
  const jobs = plan.map(({ place, cost }, i): Job => {
    const earlier = plan.slice(0, i).filter((run) => run.place.part === place.part);
    const key = keyOf(place);
    return { key, cost, task: 'train', input: key, needs: earlier.map((run) => keyOf(run.place)) };
  });
  const done = new Map(before?.runs.map((run) => [keyOf(run), run]));
  const results = await runJobs<MnistRun, RunProgress>(jobs, {
    executor: inProcessExecutor({ train: trainPlanned }),
    done,
    signal,
    onProgress,
    onResult: (_, run, { results }) => onRun?.(run, soFar(results)),
  });
  return soFar(results);
}

export function aboutImages({ name, title, train, classes }: DividedImages): AboutImages {
  const [images, height, width = 1] = train.x.shape;
  return { name, title, images, height, width, classes };
}
