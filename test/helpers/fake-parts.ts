/** Parts of a benchmark suite that measure nothing, and the command on them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runBench } from '../../benchmarks/command.ts';
import type { Figure, Outcome } from '../../benchmarks/part.ts';
import type { PartRun } from '../../benchmarks/part-process.ts';
import { suite } from '../../benchmarks/parts.ts';
import { reportOf } from '../../benchmarks/report.ts';
import type { PartRequest } from '../../benchmarks/run-part.ts';
import { keepingTerminal } from './output.ts';

export const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;

export function outcome(figures: readonly Figure[] = [], ratios: Record<string, number> = {}): Outcome {
  return {
    tables: [{ title: 'Speeds', head: ['what', 'speed'], rows: [['this', '1.0 GB/s']] }],
    figures,
    results: { speeds: [1, 2] },
    ratios,
  };
}

export function skipped(why: string): Outcome {
  return { tables: [], figures: [], results: {}, ratios: {}, skipped: why };
}

/** What each part answers; told which run it is, from 0. */
export type Answers = Readonly<
  Record<string, (request: PartRequest, run: PartRun, turn: number) => Outcome | Promise<Outcome>>
>;

export interface BenchRun {
  readonly answers: Answers;
  readonly folder: string;
  readonly isTTY?: boolean;
}

export async function bench(words: readonly string[], { answers, folder, isTTY = false }: BenchRun) {
  const terminal = keepingTerminal({ isTTY, columns: 100 });
  const errors = keepingTerminal({ isTTY, columns: 100 });
  const turns = new Map<string, number>();
  const requests: PartRequest[] = [];
  const parts = Object.fromEntries(
    Object.keys(answers).map((name) => [
      name,
      async () => ({ part: { name, about: `about ${name}`, run: () => Promise.reject(new Error('not here')) } }),
    ]),
  );
  const exitCode = await runBench(words, {
    terminal,
    errors,
    suite: { ...suite, parts },
    folder,
    async runPart(request, run) {
      requests.push(request);
      const turn = turns.get(request.name) ?? 0;
      turns.set(request.name, turn + 1);
      return reportOf(await answers[request.name](request, run, turn), 12);
    },
  });
  return { exitCode, output: terminal.text(), errors: errors.text(), requests };
}

/** Runs `use` with an empty folder, which is gone afterwards. */
export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'simdgrad-bench-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
