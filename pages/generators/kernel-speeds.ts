import { join } from 'node:path';
import type { KernelsResults } from '../../benchmarks/kernels.ts';
import { readResults } from '../../benchmarks/results.ts';
import { timesText } from '../../benchmarks/texts.ts';

/**
 * The time that kernels take for a value, beside the plain loop for the same, a line for each, and how it was measured.
 *
 * @param words a size, such as `L2`, and names of cases, in which `-` stands for a space: `momentum-of-Momentum`.
 * @throws Error for a case that was not measured at this size, or without a measurement.
 */
export async function kernelSpeeds([size, ...names]: readonly string[], root: string): Promise<string> {
  const file = await readResults(join(root, 'benchmarks', 'results'), 'kernels');
  if (!file) throw new Error('benchmarks/results/kernels.json is not there; npm run bench -- kernels writes it');
  const { kernels } = file.results as KernelsResults;
  const found = names.map((words) => {
    const name = words.replaceAll('-', ' ');
    const one = kernels.find((other) => other.name === name && other.size === size);
    if (one?.elements === undefined || one.loopNanoseconds === undefined || one.timesLoop === undefined) {
      throw new Error(`${name} was not measured beside a plain loop at the size ${size}`);
    }
    const { elements, nanoseconds, loopNanoseconds, timesLoop } = one;
    const each = (time: number) => (time / elements).toPrecision(3);
    return {
      elements,
      row: `| ${name} | ${each(loopNanoseconds)} | ${each(nanoseconds)} | ${timesText(timesLoop)} |`,
    };
  });
  const counts = found.map(({ elements }) => elements);
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)].map((count) => count.toLocaleString('en'));
  return [
    '| what | plain loop | kernel | faster |',
    '|---|---:|---:|---:|',
    ...found.map(({ row }) => row),
    '',
    `Nanoseconds a value, of ${fewest} to ${most} at once.`,
    `\`${file.command}\` on ${file.machine}, ${file.runtime}, ${file.date.slice(0, 10)}.`,
  ].join('\n');
}
