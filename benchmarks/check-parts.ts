import { type ComparedRatio, compareRatios, isSlow, leastFraction, mostRuns } from './compare-ratios.ts';
import type { BenchContext } from './context.ts';
import { PartError } from './part-process.ts';
import { createPartsProgress, secondsOfUnknown } from './parts-progress.ts';
import { readResults } from './results.ts';

/**
 * `npm run bench -- --check`: whether anything has become slow, by the quick form of every part that has committed ratios.
 *
 * @returns whether no ratio is below half of what is committed.
 * @throws PartError if there are no committed ratios, of all parts or of one that was named.
 */
export async function checkParts(
  names: readonly string[],
  { filter }: { readonly filter: RegExp | undefined },
  { suite: { parts, prefix, command }, terminal, errors, folder, runPart }: BenchContext,
  signal: AbortSignal,
): Promise<boolean> {
  const files = await Promise.all(names.map((name) => readResults(folder, prefix + name)));
  const compared = names.flatMap((name, i) => {
    const { ratios = {} } = files[i] ?? {};
    return Object.keys(ratios).length > 0 ? [{ name, ratios }] : [];
  });
  const named = names.length < Object.keys(parts).length;
  if (compared.length === 0 || (named && compared.length < names.length)) {
    const without = names.filter((name) => !compared.some((one) => one.name === name));
    throw new PartError(`${without.join(', ')}: no committed ratios in ${folder}; ${command} writes them`);
  }
  const progress = createPartsProgress(new Array<number>(compared.length).fill(secondsOfUnknown), errors);
  const all: ComparedRatio[] = [];
  try {
    for (const [i, { name, ratios }] of compared.entries()) {
      const begin = performance.now();
      const results = await compareRatios(name, ratios, async (turn) => {
        const label = turn === 0 ? name : `${name}, once more`;
        const onProgress = (share: number, doing: string): void => progress.update(i, label, share, doing);
        onProgress(0, 'begins');
        const report = await runPart({ name, quick: true, filter }, { signal, onProgress });
        if (report.skipped) terminal.output.write(`${name}: skipped: ${report.skipped}\n`);
        return report;
      });
      progress.finish(name, (performance.now() - begin) / 1000);
      if (results.length === 0) continue;
      all.push(...results);
      const { length } = results;
      terminal.output.write(`${name}: ${length} ratios; the lowest beside its committed one: ${textOf(results[0])}\n`);
    }
  } finally {
    progress.stop();
  }
  const slow = all.filter(isSlow);
  if (slow.length > 0) {
    const list = slow.map((one) => `  ${textOf(one)}\n`).join('');
    terminal.output.write(
      `${slow.length} of ${all.length} below ${leastFraction} of the committed, the best of ${mostRuns} runs:\n${list}`,
    );
  }
  return slow.length === 0;
}

function textOf({ name, measured, committed }: ComparedRatio): string {
  return `${name}: ${measured.toPrecision(3)}, committed ${committed.toPrecision(3)}`;
}
