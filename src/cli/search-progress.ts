import { plural } from '../experiments/figure-text.ts';
import { parameterText } from '../experiments/search/parameter-axis.ts';
import { type ValueName, valueText } from '../experiments/search/trial-figures.ts';
import type { SearchProgress } from '../search/search.ts';
import type { Space, SpaceEntry } from '../search/space/space.ts';
import type { Trial } from '../search/trial.ts';
import { durationText } from '../training/progress-text.ts';
import { type Bar, drawBar } from './bar.ts';
import type { Terminal } from './terminal.ts';

/** Shows how a search goes on. */
export interface SearchProgressBar {
  update(progress: SearchProgress<unknown>): void;
  /** What comes after the trials: a share that is done, from 0 to 1. */
  finishing(label: string, share: number): void;
  /** Until then the bar keeps the process alive: call it in `finally`. */
  stop(): void;
}

export interface SearchProgressOptions {
  readonly space: Space;
  readonly value: ValueName;
  /** Trials that are over. */
  readonly done: number;
  /** How many there will be. */
  readonly trials: number;
}

const between = '  ';
/** What is kept of a line for the words. */
const roomForStatus = 56;
/** A number as long as tables have it. */
const digits = 6;

/**
 * A table that grows by a line whenever a trial is the best so far, and under it, in an interactive terminal, a bar for all trials; elsewhere
 * a line for each tenth of them.
 *
 *     trial  validation loss  layers  units  activation  learningRate
 *         0           0.7120       2     64  relu              0.0100
 *        14           0.4312       3    128  tanh              0.0031
 *     ███████░░░░░░░░░░░ 21 of 60 trials  38 s left  1 failed
 *
 * Columns that find no room are left out, the last ones first.
 */
export function createSearchProgress(
  terminal: Terminal,
  { space, value, done: before, trials }: SearchProgressOptions,
): SearchProgressBar {
  const columns = columnsOf(space, value, terminal.width);
  let bar: Bar | undefined;
  let hasHead = false;
  let best: number | undefined;
  let failed = 0;
  let tenth = Math.floor((10 * before) / trials);
  const print = (line: string): void => {
    bar?.stop();
    bar = undefined;
    terminal.output.write(`${line}\n`);
  };
  const draw = (share: number, status: string): void => {
    bar ??= drawBar(terminal, { roomForStatus, clear: true });
    bar.update(share, status);
  };
  return {
    update({ trial, done, trials: all, secondsLeft, study }) {
      if (trial.state === 'failed') failed++;
      if (study.best && study.best.number !== best) {
        best = study.best.number;
        if (!hasHead) print(terminal.colors.bold(headText(columns)));
        hasHead = true;
        print(rowText(columns, study.best as Trial));
      }
      const now = Math.floor((10 * done) / all);
      const status = [
        `${done} of ${plural(all, 'trial')}`,
        ...(done < all ? [`${durationText(secondsLeft)} left`] : []),
        ...(failed > 0 ? [`${failed} failed`] : []),
      ].join(between);
      if (terminal.interactive) draw(done / all, status);
      else if (now > tenth) print(status);
      tenth = now;
    },
    finishing(label, share) {
      if (terminal.interactive) draw(share, label);
    },
    stop() {
      bar?.stop();
      bar = undefined;
    },
  };
}

interface Column {
  readonly title: string;
  readonly width: number;
  readonly isText?: boolean;
  readonly text: (trial: Trial) => string;
}

/** Those that find room. */
function columnsOf({ entries }: Space, value: ValueName, width: number): Column[] {
  const all: Column[] = [
    { title: 'trial', width: 5, text: ({ number }) => String(number) },
    {
      title: value.title,
      width: Math.max(value.title.length, digits),
      text: ({ values }) => valueText(values![0], value),
    },
    ...entries.map(columnOf),
  ];
  let room = width - 1;
  const last = all.findIndex((column) => {
    room -= column.width + between.length;
    return room + between.length < 0;
  });
  return last < 0 ? all : all.slice(0, Math.max(2, last));
}

function columnOf(entry: SpaceEntry): Column {
  const { name, dimension } = entry;
  const { values } = dimension.toJSON() as { readonly values?: readonly unknown[] };
  const widest = values ? Math.max(...values.map((one) => String(one).length)) : digits + 1;
  return {
    title: name,
    width: Math.max(name.length, widest),
    isText: values?.some((one) => typeof one === 'string'),
    text: ({ parameters }) => parameterText(entry, parameters[name]),
  };
}

function headText(columns: readonly Column[]): string {
  return lineText(columns, ({ title }) => title);
}

function rowText(columns: readonly Column[], trial: Trial): string {
  return lineText(columns, ({ text }) => text(trial));
}

function lineText(columns: readonly Column[], text: (column: Column) => string): string {
  const cells = columns.map((column) =>
    column.isText ? text(column).padEnd(column.width) : text(column).padStart(column.width),
  );
  return cells.join(between).trimEnd();
}
