/** What was measured, as people read it in a terminal. */
import { countText } from '../../src/experiments/figure-text.ts';
import type { ResultTable } from '../part.ts';
import { timesText, timeText } from '../texts.ts';
import type { LatencyResult, Measured, MemoryResult, PeerRow, Spread, Work, WorkloadResult } from './result.ts';

/** Half the distance between the quartiles, of the median. */
function spreadText({ median, lowerQuartile, upperQuartile }: Spread): string {
  return `±${((50 * (upperQuartile - lowerQuartile)) / median).toFixed(1)} %`;
}

/** Text in the first and the last of the columns. */
function withRemarks(columns: number): ('left' | 'right')[] {
  return Array.from({ length: columns }, (_, i) => (i === 0 || i === columns - 1 ? 'left' : 'right'));
}

function workText({ differs, compared }: Work): string {
  const same = compared
    ? `loss as ours over ${compared.steps} steps${compared.with === '' ? '' : ` ${compared.with}`}, to ${compared.worst.toExponential(0)}`
    : undefined;
  return [differs, same ?? 'losses not compared'].filter((text) => text !== undefined).join('; ');
}

function remarkOf({ failure, work, best, extra }: PeerRow): string {
  if (failure !== undefined) return `cannot: ${failure}`;
  return `${best ? 'best; ' : extra ? 'beside; ' : ''}${workText(work!)}`;
}

function workloadTable({ id, network, batch, ours, rows }: WorkloadResult): ResultTable {
  const rate = ({ median }: Spread): string => countText((1000 * batch) / median);
  return {
    title: `${id}: ${network}, batch ${batch}`,
    head: ['', 'ms a step', 'spread', 'samples/s', 'ours is', 'remarks'],
    align: withRemarks(6),
    rows: [
      ['simdgrad', timeText(ours.median), spreadText(ours), rate(ours), '', ''],
      ...rows.map((row) => {
        const { title, way, step, ratio } = row;
        const figures =
          step && ratio
            ? [timeText(step.median), spreadText(step), rate(step), timesText(ratio.median)]
            : ['', '', '', ''];
        return [`${title} ${way}`.trimEnd(), ...figures, remarkOf(row)];
      }),
    ],
  };
}

function latencyTable(title: string, { ours, rows }: LatencyResult, [unit, factor]: [string, number]): ResultTable {
  return {
    title,
    head: ['', unit, 'spread', 'ours is', 'remarks'],
    align: withRemarks(5),
    rows: [
      ['simdgrad', timeText(factor * ours.median), spreadText(ours), '', ''],
      ...rows.map(({ title, way, theirs, ratio, failure }) => [
        `${title} ${way}`.trimEnd(),
        theirs ? timeText(factor * theirs.median) : '',
        theirs ? spreadText(theirs) : '',
        ratio ? timesText(ratio.median) : '',
        failure === undefined ? '' : `cannot: ${failure}`,
      ]),
    ],
  };
}

function memoryTable({ oursBytes, rows }: MemoryResult): ResultTable {
  const megabytes = (bytes: number | undefined): string => (bytes === undefined ? '' : (bytes / 1e6).toFixed(0));
  return {
    title: 'W4: peak memory of training',
    head: ['', 'MB', 'remarks'],
    align: withRemarks(3),
    rows: [
      ['simdgrad', megabytes(oursBytes), ''],
      ...rows.map(({ title, way, bytes, failure }) => [
        `${title} ${way}`.trimEnd(),
        megabytes(bytes),
        failure === undefined ? '' : `cannot: ${failure}`,
      ]),
    ],
  };
}

export function tablesOf({ workloads, predictions, starts, memory }: Measured): ResultTable[] {
  return [
    ...workloads.map(workloadTable),
    ...predictions.map((one) => latencyTable(`${one.id}: prediction of one row, read back`, one, ['µs', 1000])),
    ...(starts ? [latencyTable(`${starts.id}: process start to the end of the first step`, starts, ['ms', 1])] : []),
    ...(memory ? [memoryTable(memory)] : []),
  ];
}
