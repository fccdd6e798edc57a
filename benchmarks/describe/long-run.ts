import { countText, plural } from '../../src/experiments/figure-text.ts';
import type { Block } from '../../src/report/index.ts';
import type { LongRun, LongRunResults } from '../long-run.ts';
import { timeText } from '../texts.ts';
import { type Chapter, columnsOf } from './chapter.ts';

export function describeLongRun({ runs }: LongRunResults): Chapter {
  const worst = Math.max(...runs.map(({ endOverStart }) => endOverStart));
  return {
    title: 'Long run',
    question:
      'Is training as fast after hundreds of thousands of steps as when it began, and does it hold no more memory?',
    answer:
      `After ${plural(runs[0]?.steps ?? 0, 'step')} a step takes at most ${worst.toFixed(3)} times as long as one at the beginning, ` +
      'whatever dies out, saturates or is not scaled.',
    blocks: [
      {
        kind: 'text',
        text:
          'Numbers that die out become denormal, and a processor is ten to a hundred times slower with those. So gradients of losses are flushed below 2⁻⁸⁰, ' +
          'weights likewise, what optimizers remember below 2⁻¹²⁶. These runs are what would be slow without that. Each is W1, 11-64-64-6 with batch 32.',
      },
      {
        kind: 'chart',
        caption: `Time of a step over ${countText(runs[0]?.steps ?? 0)} steps`,
        chart: {
          kind: 'lines',
          x: { title: 'thousand steps', domain: [0, 1] },
          y: { title: 'µs a step', domain: [0, 1] },
          series: runs.map(({ name, steps, curve }) => ({
            name,
            points: curve.map((y, i) => ({ x: ((i + 1) * steps) / curve.length / 1000, y })),
          })),
        },
      },
      {
        kind: 'text',
        text:
          'Curves are medians of a hundredth of the steps each, and show the machine as well: what else it did, and at which clock. So the table has steps at the end ' +
          'and at the beginning of the same training that took turns afterwards, some hundred times.',
        tone: 'remark',
      },
      endsTable(runs),
      aboutTable(runs),
    ],
  };
}

function endsTable(runs: readonly LongRun[]): Block {
  const kilobytes = (bytes: number): string => (bytes / 1024).toFixed(1);
  return {
    kind: 'table',
    caption: 'Steps at the beginning and at the end, in turns, and what all of them left behind',
    columns: columnsOf(['', '>start, µs', '>end, µs', '>end / start', '>heap, KiB', '>WASM memory, KiB']),
    rows: runs.map(({ name, startMicroseconds, endMicroseconds, endOverStart, held }) => [
      name,
      timeText(startMicroseconds),
      timeText(endMicroseconds),
      endOverStart.toFixed(3),
      kilobytes(held.heapBytes),
      kilobytes(held.wasmBytes),
    ]),
  };
}

function aboutTable(runs: readonly LongRun[]): Block {
  return {
    kind: 'table',
    caption: 'What is special about each, and what shows it at the end',
    columns: columnsOf(['', 'made so by', 'at the end']),
    rows: runs.map(({ name, about, premise }) => [name, about, premise]),
  };
}
