import { tableText } from '../src/cli/table.ts';
import type { Terminal } from '../src/cli/terminal.ts';
import type { BenchContext, Suite } from './context.ts';
import { type Circumstances, circumstances } from './harness.ts';
import { PartError } from './part-process.ts';
import { createPartsProgress, secondsOfUnknown } from './parts-progress.ts';
import { isEmpty, type Report } from './report.ts';
import { readResults, writeResults } from './results.ts';

export interface MeasureOptions {
  readonly filter: RegExp | undefined;
  readonly quick: boolean;
}

/**
 * Runs parts, prints what each has found out as soon as it is there, and writes their files, unless the run is a short or partial one.
 *
 * @returns whether all that was promised is met, or nothing can be said because the run was a short one.
 * @throws PartError if nothing was measured.
 */
export async function measureParts(
  names: readonly string[],
  { filter, quick }: MeasureOptions,
  { suite, terminal, errors, folder, runPart }: BenchContext,
  signal: AbortSignal,
): Promise<boolean> {
  const earlier = await Promise.all(names.map((name) => readResults(folder, suite.prefix + name)));
  const progress = createPartsProgress(
    earlier.map((file) => file?.seconds || secondsOfUnknown),
    errors,
  );
  const reports: Report[] = [];
  try {
    for (const [i, name] of names.entries()) {
      const onProgress = (share: number, doing: string): void => progress.update(i, name, share, doing);
      onProgress(0, 'begins');
      const report = await runPart({ name, quick, filter }, { signal, onProgress });
      progress.finish(name, report.seconds);
      if (report.skipped) terminal.output.write(`${name}: skipped: ${report.skipped}\n`);
      if (isEmpty(report)) continue;
      reports.push(report);
      const where = circumstances(commandOf(suite, name, { filter, quick }));
      terminal.output.write(reportText(name, report, where, terminal));
      if (quick || filter) continue;
      terminal.output.write(`\nwritten to ${await writeResults(folder, suite.prefix + name, where, report)}\n`);
    }
  } finally {
    progress.stop();
  }
  if (reports.length === 0) {
    const why = filter ? `nothing matches /${filter.source}/` : 'nothing was measured';
    throw new PartError(`${names.join(', ')}: ${why}`);
  }
  const figures = reports.flatMap((report) => report.figures);
  const missed = figures.filter(({ met }) => !met).length;
  const verdict = missed === 0 ? `all ${figures.length} met` : `${missed} of ${figures.length} missed`;
  if (figures.length > 0) terminal.output.write(`\npromises: ${verdict}${quick ? ', by a short run' : ''}\n`);
  return quick || missed === 0;
}

/** The words that measure a part again. */
function commandOf({ command }: Suite, name: string, { filter, quick }: MeasureOptions): string {
  const words = [`${command} --`, name];
  if (quick) words.push('--quick');
  if (filter) words.push(`--filter '${filter.source}'`);
  return words.join(' ');
}

export function reportText(
  name: string,
  { tables, figures }: Report,
  { machine, runtime, command }: Circumstances,
  terminal: Terminal,
): string {
  const sections = [`${terminal.colors.bold(name)}: ${command}\n${machine}; ${runtime}\n`];
  for (const { title, head, rows, align = head.map((_, j) => (j === 0 ? 'left' : 'right')) } of tables) {
    if (rows.length === 0) continue;
    sections.push(`${title}\n${tableText({ head, rows, align }, terminal)}`);
  }
  if (figures.length > 0) {
    const rows = figures.map(({ what, text, promise, met }) => [what, text, promise, met ? 'met' : 'MISSED']);
    sections.push(tableText({ head: ['promised', 'measured', 'promise', ''], rows }, terminal));
  }
  return `\n${sections.join('\n')}`;
}
