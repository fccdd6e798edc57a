import type { Axis, BarChart, Block } from '../../src/report/index.ts';
import { peersChart } from '../peers/markdown.ts';
import type { LatencyResult, PeerOfRun, PeersResults, WayOfPeer } from '../peers/result.ts';
import { tablesOf } from '../peers/tables.ts';
import type { ReportedFigure } from '../report.ts';
import { timesText, timeText } from '../texts.ts';
import { type Chapter, tableBlock } from './chapter.ts';

export function describePeers(results: PeersResults, figures: readonly ReportedFigure[]): Chapter {
  const peers = results.peers.filter(({ missing }) => missing === undefined);
  const goalOf = (what: string): number | undefined => figures.find((figure) => figure.what.endsWith(what))?.below;
  const { predictions, starts, memory } = results;
  return {
    title: 'Beside other libraries',
    question: 'How fast do the same networks train in other libraries, each used in its fastest way, on one thread?',
    answer: answerOf(results, peers),
    versions: { ...results.versions, ...Object.fromEntries(peers.flatMap(({ versions }) => Object.entries(versions))) },
    blocks: [
      {
        kind: 'text',
        text:
          'Each library does the work of the workload in a process of its own and takes turns with ours, round by round; that it does the same work is shown by its losses, which follow ours. ' +
          'Of the ways in which a library can be used the fastest counts; the tables below have all of them, and what a library says of what it cannot do.',
      },
      {
        kind: 'chart',
        caption: 'How many times the speed of other libraries, each in its fastest way',
        chart: peersChart(results),
      },
      ...absentBlocks(results.peers),
      { kind: 'heading', text: 'One row predicted' },
      {
        kind: 'chart',
        caption: 'Microseconds until the outputs of one row are read back',
        chart: predictionChart(predictions, peers),
      },
      { kind: 'heading', text: 'To the first step, and memory' },
      {
        kind: 'chart',
        caption:
          'Milliseconds from the start of a process to the end of its first step of W4; the stroke is what was promised',
        chart: oneBarEach(
          { title: 'ms' },
          peers,
          starts.ours.median,
          goalOf('process start to the end of the first step'),
          (peer) => leastOf(starts.rows, peer, ({ theirs }) => theirs?.median),
        ),
      },
      {
        kind: 'chart',
        caption: 'Most memory that a process held in which W4 was trained; the stroke is what was promised',
        chart: oneBarEach({ title: 'MB' }, peers, memory.oursBytes / 1e6, goalOf('peak memory of training'), (peer) =>
          leastOf(memory.rows, peer, ({ bytes }) => bytes && bytes / 1e6),
        ),
      },
      { kind: 'heading', text: 'All ways of all libraries' },
      ...tablesOf(results).map(tableBlock),
    ],
  };
}

/** How far the closest and the furthest are, over all workloads. */
function answerOf({ workloads }: PeersResults, peers: readonly PeerOfRun[]): string {
  const ratios = (peer: PeerOfRun): number[] =>
    workloads.flatMap(({ rows }) =>
      rows.flatMap((row) => (row.best && row.peer === peer.peer && row.ratio ? [row.ratio.median] : [])),
    );
  const told = peers.flatMap((peer) => {
    const all = ratios(peer);
    if (all.length === 0) return [];
    const [least, most] = [Math.min(...all), Math.max(...all)].map(timesText);
    return [`${peer.title} ${least === most ? least : `${least} to ${most}`}`];
  });
  return told.length === 0 ? '' : `How many times the speed of each, over the workloads it can do: ${told.join('; ')}.`;
}

function absentBlocks(peers: readonly PeerOfRun[]): Block[] {
  const absent = peers.flatMap(({ title, missing }) => (missing === undefined ? [] : [`${title}: ${missing}`]));
  return absent.length === 0 ? [] : [{ kind: 'text', text: `Not there when this was measured: ${absent.join('; ')}.` }];
}

/** The least of one kind of figure among the ways of a peer; undefined where there is none. */
function leastOf<R extends WayOfPeer>(
  rows: readonly R[],
  { peer }: PeerOfRun,
  of: (row: R) => number | undefined,
): number | undefined {
  const values = rows.flatMap((row) => (row.peer === peer ? [of(row)] : [])).filter((value) => value !== undefined);
  return values.length === 0 ? undefined : Math.min(...values);
}

function predictionChart(predictions: readonly LatencyResult[], peers: readonly PeerOfRun[]): BarChart {
  return {
    kind: 'bars',
    x: { title: 'µs', scale: 'log' },
    groups: ['simdgrad', ...peers.map(({ title }) => title)],
    series: predictions.map(({ id, ours, rows }) => ({
      name: id,
      bars: [ours.median, ...peers.map((peer) => leastOf(rows, peer, ({ theirs }) => theirs?.median))].map(
        (milliseconds) =>
          milliseconds === undefined
            ? null
            : { value: 1000 * milliseconds, text: `${timeText(1000 * milliseconds)} µs` },
      ),
    })),
  };
}

function oneBarEach(
  x: Axis,
  peers: readonly PeerOfRun[],
  ours: number,
  goal: number | undefined,
  theirs: (peer: PeerOfRun) => number | undefined,
): BarChart {
  const textOf = (value: number): string => `${Math.round(value)} ${x.title}`;
  return {
    kind: 'bars',
    x,
    groups: ['simdgrad', ...peers.map(({ title }) => title)],
    series: [
      {
        name: 'median',
        bars: [
          { value: ours, text: textOf(ours), goal },
          ...peers.map((peer) => {
            const value = theirs(peer);
            return value === undefined ? null : { value, text: textOf(value) };
          }),
        ],
      },
    ],
  };
}
