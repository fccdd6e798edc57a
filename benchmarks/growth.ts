/**
 * What a training step costs as things grow: the batch, the layers, the parameters; and an epoch, as data does.
 *
 * All sizes of one kind take turns, round by round. A law y = a·x^b is fitted to the medians twice: over all sizes, and over the
 * upper part alone, where the line is straight. At the small end it is bent by what a step costs however small it is; where weights
 * no longer fit into a cache, the exponent between neighbours rises at the large end.
 */
import { type DataMemory, dataNetwork, memoryOfFit, timeEpochs } from './growth/data-size.ts';
import { type Dimension, dimensions, type GrowingNetwork } from './growth/dimensions.ts';
import { flopsOf, parametersOf, sizeText, stepOfSize } from './growth/networks.ts';
import { exponentsBetween, fitPower, fitUpperPart, type PowerFit } from './growth/power-fit.ts';
import { timeThreads } from './growth/threads.ts';
import { type Candidate, type Measurement, measure, type Rounds, speedRatio } from './harness.ts';
import type { Outcome, Part, PartOptions, ResultTable } from './part.ts';
import { roofline } from './roofline.ts';

/** The time of one size. */
export interface GrowthPoint {
  readonly x: number;
  /** A step, or an epoch: the median and the quartiles, in microseconds. */
  readonly y: number;
  readonly low: number;
  readonly high: number;
}

export interface GrowthCurve {
  readonly name: string;
  readonly points: readonly GrowthPoint[];
  /** Over all points, and over the straight upper part. */
  readonly whole: PowerFit;
  readonly upper: PowerFit;
  /** Between each two neighbours. */
  readonly exponents: readonly number[];
}

export interface GrownDimension {
  readonly name: string;
  readonly counts: string;
  /** What is timed: 'step' or 'epoch'. */
  readonly timed: 'step' | 'epoch';
  readonly about: string;
  readonly curves: readonly GrowthCurve[];
}

/** What `benchmarks/results/growth.json` holds. */
export interface GrowthResults {
  readonly dimensions: readonly GrownDimension[];
  readonly memory: readonly DataMemory[];
}

function pointOf(x: number, { nanoseconds, lowerQuartile, upperQuartile }: Measurement): GrowthPoint {
  const [y, low, high] = [nanoseconds, lowerQuartile, upperQuartile].map((time) =>
    Number((time / 1000).toPrecision(5)),
  );
  return { x, y, low, high };
}

function curveOf(name: string, points: readonly GrowthPoint[]): GrowthCurve {
  const exponents = exponentsBetween(points).map((exponent) => Number(exponent.toFixed(3)));
  return { name, points, whole: fitPower(points), upper: fitUpperPart(points), exponents };
}

interface MeasuredNetwork {
  readonly curve: GrowthCurve;
  readonly byParameters: readonly GrowthPoint[];
  /** The largest of the short form: how much of the roofline its matrix products reach. */
  readonly ofRoofline: readonly [what: string, fraction: number];
}

async function measureNetwork(
  { name, sizes }: GrowingNetwork,
  quick: boolean,
  rounds: Rounds,
): Promise<MeasuredNetwork> {
  const chosen = sizes.filter(({ inQuick }) => !quick || inQuick);
  const candidates = chosen.map(
    ({ size }): Candidate => ({ name: sizeText(size), work: flopsOf(size), run: stepOfSize(size) }),
  );
  const [roof, ...steps] = await measure([roofline, ...candidates], rounds);
  const points = steps.map((step, i) => pointOf(chosen[i].x, step));
  const compared = chosen.findLastIndex(({ inQuick }) => inQuick);
  const { size } = chosen[compared];
  return {
    curve: curveOf(name, points),
    byParameters: points.map((point, i) => ({ ...point, x: parametersOf(chosen[i].size) })),
    ofRoofline: [`${sizeText(size)}, batch ${size.batch}: products of the roofline`, speedRatio(steps[compared], roof)],
  };
}

async function run({ quick, filter, onProgress }: PartOptions): Promise<Outcome> {
  const rounds: Rounds = quick
    ? { rounds: 5, sampleMilliseconds: 3, warmUpMilliseconds: 40 }
    : { rounds: 21, sampleMilliseconds: 6, warmUpMilliseconds: 120 };
  const wanted = (name: string): boolean => filter?.test(name) ?? true;
  const grown: GrownDimension[] = [];
  const byParameters: GrowthCurve[] = [];
  const ratios: Record<string, number> = {};
  const names = [...dimensions.map(({ name }) => name), dataSetSize, threads].filter(wanted);
  const doing = (name: string, share = 0): void => onProgress?.((names.indexOf(name) + share) / names.length, name);

  for (const dimension of dimensions) {
    const { name, counts, about, networks }: Dimension = dimension;
    if (!wanted(name)) continue;
    doing(name);
    const curves: GrowthCurve[] = [];
    for (const network of networks) {
      const measured = await measureNetwork(network, quick, rounds);
      curves.push(measured.curve);
      const [what, fraction] = measured.ofRoofline;
      ratios[what] = fraction;
      if (name !== 'batch size') byParameters.push(curveOf(name, measured.byParameters));
    }
    grown.push({ name, counts, timed: 'step', about, curves });
  }
  if (byParameters.length > 0) {
    grown.push({
      name: 'parameters',
      counts: 'parameters',
      timed: 'step',
      about: 'the same networks by the number of their weights and biases',
      curves: byParameters,
    });
  }
  const memory: DataMemory[] = [];
  if (wanted(dataSetSize)) {
    doing(dataSetSize);
    const counts = Array.from({ length: quick ? 8 : 12 }, (_, i) => 256 * 2 ** i);
    grown.push(await measureEpochs(counts, { ...rounds, rounds: quick ? 5 : 9, sampleMilliseconds: 2 }));
    for (const kept of ['float32', 'bytes'] as const) memory.push(await memoryOfFit(counts[counts.length - 1], kept));
  }
  // The short form has none: the processes would take longer to start than all the rest.
  if (wanted(threads) && !quick) grown.push(await measureThreads((share) => doing(threads, share)));
  return {
    tables: tablesOf(grown, memory),
    figures: [],
    results: { dimensions: grown, memory } satisfies GrowthResults,
    ratios,
  };
}

const dataSetSize = 'data set size';
const threads = 'threads';

async function measureEpochs(counts: readonly number[], rounds: Rounds): Promise<GrownDimension> {
  const epochs = await timeEpochs(counts, rounds);
  const points = epochs.map((epoch, i) => pointOf(counts[i], epoch));
  const about = `an epoch of fit in batches of ${dataNetwork.batch}, data checked, shuffled and gathered`;
  return { name: dataSetSize, counts: 'rows', timed: 'epoch', about, curves: [curveOf(sizeText(dataNetwork), points)] };
}

async function measureThreads(onProgress: (share: number) => void): Promise<GrownDimension> {
  const curves = await timeThreads(onProgress);
  const about = 'W4, W5 and W6, each number of threads a process of its own';
  return {
    name: threads,
    counts: threads,
    timed: 'step',
    about,
    curves: curves.map(({ name, points }) => curveOf(name, points)),
  };
}

function tablesOf(grown: readonly GrownDimension[], memory: readonly DataMemory[]): ResultTable[] {
  const count = (value: number): string => value.toLocaleString('en');
  const range = ({ from, to }: PowerFit): string => `${count(from)} to ${count(to)}`;
  const law = ({ exponent, rSquared }: PowerFit): string => `${exponent.toFixed(2)} (${rSquared.toFixed(4)})`;
  const time = (microseconds: number): string => count(Number(microseconds.toPrecision(4)));
  return [
    {
      title:
        'Time of a training step, or of an epoch for data set size, as x^exponent (R²): over all, over the straight upper part, between neighbours',
      head: ['what grows', 'network', 'range', 'µs', 'over all', 'upper part', 'its range', 'first', 'last'],
      rows: grown.flatMap(({ name, curves }) =>
        curves.map(({ name: network, points, whole, upper, exponents }) => [
          name,
          network,
          range(whole),
          `${time(points[0].y)} to ${time(points[points.length - 1].y)}`,
          law(whole),
          law(upper),
          range(upper),
          exponents[0].toFixed(2),
          exponents[exponents.length - 1].toFixed(2),
        ]),
      ),
    },
    {
      title: `Memory of data: ${sizeText(dataNetwork)}, bytes held at the end of an epoch`,
      head: ['kept as', 'rows', 'data, MB', 'beside it, MB', 'of them a row'],
      rows: memory.map(({ kept, rows, dataBytes, besideBytes }) => [
        kept,
        count(rows),
        (dataBytes / 1e6).toFixed(2),
        (besideBytes / 1e6).toFixed(2),
        `${(besideBytes / rows).toFixed(1)} B`,
      ]),
    },
  ];
}

export const part: Part = {
  name: 'growth',
  about: 'a step against batch size, width, depth, parameters and threads, an epoch against rows: exponents',
  run,
};
