import { join } from 'node:path';
import type { CaseResult } from '../../benchmarks/kernels/measure-case.ts';
import type { KernelsResults } from '../../benchmarks/kernels.ts';
import { readResults } from '../../benchmarks/results.ts';
import { timesText } from '../../benchmarks/texts.ts';

/**
 * The speed of matrix products beside plain loops and the strict roofline, a line for each size, and how it was measured.
 *
 * @param sizes m, n and k: `32x64x64`.
 * @throws Error for a size that was not measured, or without a measurement.
 */
export async function matrixProducts(sizes: readonly string[], root: string): Promise<string> {
  const file = await readResults(join(root, 'benchmarks', 'results'), 'kernels');
  if (!file) throw new Error('benchmarks/results/kernels.json is not there; npm run bench -- kernels writes it');
  const { roofline, kernels } = file.results as KernelsResults;
  const rows = sizes.map((size) => {
    const product = kernels.find((one) => one.name === 'gemmNN' && one.size === size);
    if (!product) throw new Error(`no matrix product of ${size} was measured`);
    return rowText(product);
  });
  return [
    '| m × n × k | plain loops | kernel | faster | of the limit |',
    '|---|---:|---:|---:|---:|',
    ...rows,
    '',
    `In GFLOP/s, 10⁹ multiplications and additions a second. The limit was ${roofline.toFixed(1)}, measured in turns with each line.`,
    `\`${file.command}\` on ${file.machine}, ${file.runtime}, ${file.date.slice(0, 10)}.`,
  ].join('\n');
}

function rowText({ size, flops = 0, nanoseconds, loopNanoseconds, timesLoop, ofLimit }: CaseResult): string {
  const speed = (time: number | undefined) => (time === undefined ? '' : (flops / time).toPrecision(3));
  const cells = [
    size.replaceAll('x', ' × '),
    speed(loopNanoseconds),
    speed(nanoseconds),
    timesLoop === undefined ? '' : timesText(timesLoop),
    ofLimit === undefined ? '' : `${(100 * ofLimit).toFixed(0)} %`,
  ];
  return `| ${cells.join(' | ')} |`;
}
