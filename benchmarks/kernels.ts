/**
 * Every kernel against the plain loop that one would write in TypeScript, and against the limit that binds it: arithmetic in
 * registers (the strict roofline) for matrix products and convolutions, bytes moved as fast as the machine does for the others; from
 * a handful of numbers to more than the caches hold.
 */
import type { kernels } from '../src/wasm/kernels.ts';
import { billionsPerSecond, measure } from './harness.ts';
import { mostBytes, nameOf } from './kernels/case.ts';
import { cases } from './kernels/cases.ts';
import { type CaseResult, type MeasuredCase, measureCase } from './kernels/measure-case.ts';
import { Place, Stream } from './kernels/place.ts';
import { promisedProducts, variants } from './kernels/products.ts';
import { tablesOf } from './kernels/tables.ts';
import type { Figure, Outcome, Part, PartOptions } from './part.ts';
import { peak, roofline } from './roofline.ts';

/** What goes into benchmarks/results/kernels.json. */
export interface KernelsResults {
  /** GFLOP/s of arithmetic in registers alone: in chains, and where nothing waits. */
  readonly roofline: number;
  readonly peak: number;
  readonly kernels: readonly CaseResult[];
}

export const part: Part = {
  name: 'kernels',
  about: 'every kernel beside its plain loop and the limit that binds it',
  run,
};

async function run({ quick, filter, onProgress }: PartOptions): Promise<Outcome> {
  const chosen = cases.filter((one) => (!quick || one.quick) && (filter === undefined || filter.test(nameOf(one))));
  if (chosen.length === 0) return { tables: [], figures: [], results: {}, ratios: {} };
  const [place, stream] = [new Place(mostBytes), new Stream(2 * mostBytes)];
  const measured: MeasuredCase[] = [];
  const limits = await measure([roofline, peak], { rounds: quick ? 5 : 15 });
  for (const [i, one] of chosen.entries()) {
    onProgress?.(i / chosen.length, nameOf(one));
    measured.push(await measureCase(one, place, stream, quick));
  }
  const rows = measured.map(({ result }) => result);
  const [gflopsOfRoofline, gflopsOfPeak] = limits.map((one) => Number(billionsPerSecond(one).toPrecision(4)));
  const results: KernelsResults = { roofline: gflopsOfRoofline, peak: gflopsOfPeak, kernels: rows };
  return {
    tables: tablesOf(results),
    figures: figuresOf(rows),
    results,
    ratios: ratiosOf(measured),
  };
}

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
const times = (value: number): string => `${value.toFixed(1)}x`;

/** The size at which promises about loops were given: numbers come from the second-level cache. */
const promisedSize = 'L2';
const leastTimesLoop = 5;

/** Whether at least five times a plain loop was promised. */
function isPromised(name: string): boolean {
  const [kernel] = name.split(' ');
  if (['exp', 'tanh', 'sigmoid'].includes(kernel)) return true;
  return optimizerKernels.includes(kernel);
}

const optimizerKernels: readonly string[] = [
  'sgd',
  'momentum',
  'rmsProp',
  'adam',
  'adagrad',
  'adadelta',
  'adamax',
  'nadam',
  'rAdam',
  'lion',
] satisfies readonly (keyof typeof kernels)[];

function figuresOf(rows: readonly CaseResult[]): Figure[] {
  const figures: Figure[] = [];
  for (const { shape, atLeast } of promisedProducts) {
    for (const variant of variants) {
      const row = rows.find(({ name, size }) => name === variant && size === shape);
      if (row?.ofLimit === undefined) continue;
      figures.push({ what: `${variant} ${shape} of the roofline`, measured: row.ofLimit, atLeast, text: percent });
    }
  }
  for (const { name, size, timesLoop } of rows) {
    if (size !== promisedSize || !isPromised(name) || timesLoop === undefined) continue;
    figures.push({ what: `${name} against its plain loop`, measured: timesLoop, atLeast: leastTimesLoop, text: times });
  }
  return figures;
}

/**
 * By the fastest rounds: those to the limits, and where something was promised those to the loops, too. Not all of those, because V8
 * compiles a plain loop now so, now so.
 */
function ratiosOf(measured: readonly MeasuredCase[]): Record<string, number> {
  const ratios: Record<string, number> = {};
  for (const { result, best } of measured) {
    const { name, size, limit } = result;
    const { ofLimit, timesLoop } = best;
    if (ofLimit !== undefined) ratios[`${name}, ${size}: of the ${limit}`] = ofLimit;
    if (size === promisedSize && isPromised(name) && timesLoop !== undefined) {
      ratios[`${name}, ${size}: against its plain loop`] = timesLoop;
    }
  }
  return ratios;
}
