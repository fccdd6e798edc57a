import type { Block, ReportDocument } from '../../src/report/index.ts';
import type { ReportedFigure } from '../report.ts';
import type { StartResults } from '../start.ts';
import { timeText } from '../texts.ts';
import { type Chapter, columnsOf } from './chapter.ts';

export function describeStart(
  { starts, predictions, sizes, memory }: StartResults,
  figures: readonly ReportedFigure[],
): Chapter {
  const goalOf = (what: string): number | undefined => figures.find((figure) => figure.what.endsWith(what))?.below;
  const trained = starts[starts.length - 1];
  const training = memory[memory.length - 1];
  return {
    title: 'Start',
    question:
      'How long until something is trained or predicted, how much has a page to load, and how much memory does training take?',
    answer:
      `From the start of a process to the first trained batch of W4 it is ${trained.milliseconds.toFixed(0)} ms, of which Node takes ${starts[0].milliseconds.toFixed(0)} ms. ` +
      `A process that trains W4 takes ${megabytes(training.bytes)} MB, of which Node takes ${megabytes(memory[0].bytes)} MB.`,
    blocks: [
      { kind: 'heading', text: 'To the first trained batch' },
      {
        kind: 'text',
        text:
          'Programs of plain Node on the package as it is installed, in turns, from the call that starts the process to the line that it prints; the ' +
          'import as the program sees it. W4 is 784-128-64-10, batch 128.',
      },
      {
        kind: 'chart',
        caption: 'Milliseconds until the line is there; the stroke is what was promised',
        chart: {
          kind: 'bars',
          x: { title: 'ms' },
          groups: ['Node alone', 'the import', 'first trained batch'],
          series: [
            {
              name: 'median',
              bars: starts.map(({ what, milliseconds }) => ({
                value: milliseconds,
                text: `${milliseconds.toFixed(0)} ms`,
                goal: goalOf(what),
              })),
            },
          ],
        },
      },
      { kind: 'heading', text: 'Memory' },
      {
        kind: 'chart',
        caption: 'Most memory that a process held, in MB; the stroke is what was promised',
        chart: {
          kind: 'bars',
          x: { title: 'MB' },
          groups: memory.map(({ what }) => what),
          series: [
            {
              name: 'median',
              bars: memory.map(({ what, bytes }) => {
                const goal = goalOf(what);
                return { value: bytes / 1e6, text: `${megabytes(bytes)} MB`, goal: goal && goal / 1e6 };
              }),
            },
          ],
        },
      },
      { kind: 'heading', text: 'Prediction and size' },
      predictionTable(predictions),
      sizeTable(sizes),
      {
        kind: 'text',
        text:
          'Ten lines that make, train and ask a network, bundled and minified by esbuild for a browser. The kernels are carried as hexadecimal text, which is twice as long as ' +
          'the module and compresses to about the same.',
        tone: 'remark',
      },
    ],
  };
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);

function predictionTable(predictions: StartResults['predictions']): Block {
  return {
    kind: 'table',
    caption: 'Prediction of one row, the result read back',
    columns: columnsOf(['', '>µs', '>spread']),
    rows: predictions.map(({ what, microseconds, spread }) => [
      what,
      timeText(microseconds),
      `±${(100 * spread).toFixed(1)} %`,
    ]),
  };
}

function sizeTable(sizes: StartResults['sizes']): ReportDocument['blocks'][number] {
  const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(1);
  return {
    kind: 'table',
    caption: 'What a page has to load',
    columns: columnsOf(['', '>kB', '>kB as gzip']),
    rows: sizes.map(({ what, bytes, gzipBytes }) => [what, kilobytes(bytes), kilobytes(gzipBytes)]),
  };
}
