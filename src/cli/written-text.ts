import { join } from 'node:path';
import { quoted } from './quoted.ts';
import type { StudyRecord } from './study-record.ts';
import type { Terminal } from './terminal.ts';
import { wrap } from './wrap.ts';

/**
 * Lines that say where everything is; none if nothing was written.
 *
 * @param hint how the report gets its charts, if it has none.
 * @param command how simdgrad is called here.
 */
export function writtenLines(
  { folder, files }: StudyRecord,
  hint: string | undefined,
  command: string,
  terminal: Terminal,
): string[] {
  if (files.size === 0) return [];
  const written = wrap(`written to ${folder}: ${[...files].sort().join(', ')}`, terminal.width);
  if (hint === undefined) return [written];
  const report = `  ${command} report ${quoted(join(folder, 'results.json'))} -o ${quoted(join(folder, 'report.html'))}`;
  return [written, wrap(`report.html: ${hint}; then`, terminal.width), report];
}
