/**
 * What the relaxed build is worth: training steps of four workloads, the roofline and a matrix product with the relaxed kernels, over
 * the same with the strict ones, in processes that take turns. It takes Node 22; the newest there is runs them.
 */
import { quantile } from './harness.ts';
import { type FoundNode, howToInstall, majorOf, newestNode } from './newest-node.ts';
import type { Outcome, Part, PartOptions } from './part.ts';
import { roofline } from './roofline.ts';
import { squareProduct } from './square-product.ts';
import { StepProcess } from './step-process.ts';
import { images, large, nameOf, small, wide } from './workloads.ts';

/** Of W5, over strict. */
const promised = 1.2;
const firstNode = 22;

interface Work {
  /** As `StepProcess` knows it. */
  readonly id: string;
  readonly name: string;
  /** Floating-point operations; undefined for training steps, which are given in time. */
  readonly flops?: number;
}

interface Row extends Work {
  /** Nanoseconds a run in each round. */
  readonly strict: number[];
  readonly relaxed: number[];
}

/** What `benchmarks/results/relaxed.json` holds. */
export interface RelaxedResults {
  /** The version of Node that both builds ran on. */
  readonly node: string;
  /** With the speed over that of the strict kernels. */
  readonly works: readonly (Row & { readonly faster: number })[];
}

const works: readonly Work[] = [
  ...[small, large, wide, images].map((workload) => ({
    id: workload.id,
    name: `${workload.id}: ${nameOf(workload)}`,
  })),
  { id: squareProduct.name, name: 'product 512 x 512 x 512', flops: squareProduct.work },
  { id: roofline.name, name: 'roofline', flops: roofline.work },
];

const median = (values: readonly number[]): number => quantile(values, 0.5);
const times = (value: number): string => `${value.toFixed(2)}x`;

async function run({ quick, filter, onProgress }: PartOptions): Promise<Outcome> {
  const node = newestNode();
  if (majorOf(node.version) < firstNode) {
    const why = `relaxed SIMD takes Node ${firstNode} or later, and this is ${node.version}; ${howToInstall}`;
    return { tables: [], figures: [], results: {}, ratios: {}, skipped: why };
  }
  const chosen = works.filter(({ name }) => !filter || filter.test(name));
  const rounds = quick ? 5 : 21;
  const milliseconds = quick ? 150 : 300;
  const rows: Row[] = chosen.map((work) => ({ ...work, strict: [], relaxed: [] }));
  for (const [i, row] of rows.entries()) {
    const start = (precision: string): StepProcess =>
      new StepProcess(row.id, {
        node: node.path,
        environment: { SIMDGRAD_PRECISION: precision, SIMDGRAD_THREADS: '1' },
      });
    const [strict, relaxed] = [start('strict'), start('relaxed')];
    try {
      for (const one of [strict, relaxed]) await one.time(milliseconds * 3); // V8's compilers have done their work after it
      for (let round = 0; round < rounds; round++) {
        onProgress?.((i + round / rounds) / rows.length, row.name);
        row.strict.push(await strict.time(milliseconds));
        row.relaxed.push(await relaxed.time(milliseconds));
      }
    } finally {
      strict.stop();
      relaxed.stop();
    }
  }
  return outcome(node, rows);
}

/** Speed over speed of the strict kernels: the median over the rounds. */
function gain({ strict, relaxed }: Row): number {
  return median(strict.map((nanoseconds, round) => nanoseconds / relaxed[round]));
}

function outcome(node: FoundNode, rows: readonly Row[]): Outcome {
  const speed = (nanoseconds: number, flops: number | undefined): string =>
    flops ? `${(flops / nanoseconds).toFixed(1)} GFLOP/s` : `${(nanoseconds / 1e6).toFixed(3)} ms`;
  const wideRow = rows.find(({ id }) => id === wide.id);
  return {
    tables: [
      {
        title: `The relaxed kernels beside the strict ones, on Node ${node.version}`,
        head: ['work', 'strict', 'relaxed', 'faster'],
        rows: rows.map((row) => [
          row.name,
          speed(median(row.strict), row.flops),
          speed(median(row.relaxed), row.flops),
          times(gain(row)),
        ]),
      },
    ],
    figures: wideRow
      ? [{ what: `${wide.id} relaxed, over strict`, measured: gain(wideRow), atLeast: promised, text: times }]
      : [],
    results: {
      node: node.version,
      works: rows.map((row) => ({ ...row, faster: gain(row) })),
    } satisfies RelaxedResults,
    ratios: Object.fromEntries(rows.map((row) => [`${row.id} relaxed, over strict`, gain(row)])),
  };
}

export const part: Part = {
  name: 'relaxed',
  about: 'training, a product and the roofline with fused multiplication and addition, over the strict build; Node 22',
  run,
};
