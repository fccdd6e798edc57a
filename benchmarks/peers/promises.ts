/** What was promised of peers, and how it came out. */
import type { Figure } from '../part.ts';
import { timesText } from '../texts.ts';
import type { LatencyResult, Measured, WorkloadResult } from './result.ts';

interface Promised {
  readonly peer: string;
  /** Of workloads: how many times our speed must be the peer's. */
  readonly atLeast: Readonly<Record<string, number>>;
}

const ahead = { W1: 1, W2: 1, W3: 1, W4: 1, W5: 1, W6: 1 };

/** Where one number stands for the whole peer it is that of its fastest way. */
export const promised: readonly Promised[] = [
  { peer: 'tfjs', atLeast: { W1: 28, W2: 28, W3: 50, W4: 9, W5: 10 } },
  { peer: 'jax-js', atLeast: { ...ahead, W4: 2.5 } },
  { peer: 'brain.js', atLeast: ahead },
  { peer: 'convnetjs', atLeast: ahead },
  { peer: 'pytorch', atLeast: { W1: 6, W2: 6, W3: 12, W4: 0.7, W6: 0.5 } },
];

const predictBelow: Readonly<Record<string, number>> = { W1: 3, W4: 20 };
const startBelow = 150;
const memoryBelow = 90;

function ratioFigures({ id, rows }: WorkloadResult): Figure[] {
  return promised.flatMap(({ peer, atLeast }): Figure[] => {
    const ofPeer = rows.filter((row) => row.peer === peer);
    if (!(id in atLeast) || ofPeer.length === 0) return [];
    const best = ofPeer.find((row) => row.best);
    // Where a peer cannot do the work there is nobody to be ahead of; a promise of more is not kept by that.
    if (!best && atLeast[id] === 1) return [];
    return [
      {
        what: `${id}: times the speed of ${ofPeer[0].title}`,
        measured: best?.ratio?.median ?? Number.NaN,
        atLeast: atLeast[id],
        text: timesText,
      },
    ];
  });
}

function predictionFigure({ id, ours }: LatencyResult): Figure[] {
  if (!(id in predictBelow)) return [];
  const text = (value: number): string => `${value.toFixed(1)} µs`;
  return [{ what: `${id}: prediction of one row`, measured: 1000 * ours.median, below: predictBelow[id], text }];
}

export function figuresOf({ workloads, predictions, starts, memory }: Measured): Figure[] {
  return [
    ...workloads.flatMap(ratioFigures),
    ...predictions.flatMap(predictionFigure),
    ...(starts
      ? [
          {
            what: `${starts.id}: process start to the end of the first step`,
            measured: starts.ours.median,
            below: startBelow,
            text: (value: number) => `${value.toFixed(0)} ms`,
          },
        ]
      : []),
    ...(memory
      ? [
          {
            what: 'W4: peak memory of training',
            measured: memory.oursBytes / 1e6,
            below: memoryBelow,
            text: (value: number) => `${value.toFixed(0)} MB`,
          },
        ]
      : []),
  ];
}

/** Our speed over that of each peer's fastest way, by name. */
export function ratiosOf({ workloads }: Pick<Measured, 'workloads'>): Record<string, number> {
  const best = workloads.flatMap(({ id, rows }) => rows.filter((row) => row.best).map((row) => ({ id, ...row })));
  return Object.fromEntries(best.map(({ id, title, ratio }) => [`${id} against ${title}`, ratio!.median]));
}
