/** What docs/speed.md shows of the comparison: a table, a chart, and what it costs to begin. All of it comes from the results. */
import { countText } from '../../src/experiments/figure-text.ts';
import { type BarChart, renderChart } from '../../src/report/index.ts';
import type { ResultsFile } from '../results.ts';
import { timesText } from '../texts.ts';
import type { PeerOfRun, PeerRow, PeersResults, WayOfPeer, WorkloadResult } from './result.ts';

export type PeersFile = ResultsFile & { readonly results: PeersResults };

const none = '–';

function bestOf(rows: readonly PeerRow[], { peer }: PeerOfRun): PeerRow | undefined {
  return rows.find((row) => row.best && row.peer === peer);
}

/** Those that took part. */
function present({ peers }: PeersResults): readonly PeerOfRun[] {
  return peers.filter(({ missing }) => missing === undefined);
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A row for each workload: our samples a second, and how many times those of each peer they are. */
export function peersTable({ results }: PeersFile): string[] {
  const peers = present(results);
  const titles = peers.map(({ title, versions }) => `${title} ${Object.values(versions)[0] ?? ''}`.trimEnd());
  return [
    line(['trained', 'simdgrad, samples/s', ...titles]),
    line(['---', '---:', ...titles.map(() => '---:')]),
    ...results.workloads.map(({ id, network, batch, ours, rows }) =>
      line([
        `${id}: ${network}, batch ${batch}`,
        countText(Number(((1000 * batch) / ours.median).toPrecision(3))),
        ...peers.map((peer) => {
          const best = bestOf(rows, peer);
          return best?.ratio ? timesText(best.ratio.median) + (best.work?.differs === undefined ? '' : '\\*') : none;
        }),
      ]),
    ),
  ];
}

/** What stands behind a figure with a star, or in the place of one, peer by peer. */
function remarks({ results }: PeersFile): string[] {
  return present(results).flatMap((peer) => {
    const rows = results.workloads.map(({ id, rows }) => ({
      id,
      row: bestOf(rows, peer) ?? rows.find(({ extra, ...row }) => row.peer === peer.peer && !extra),
    }));
    const byRemark = new Map<string, string[]>();
    for (const { id, row } of rows) {
      const remark = row?.failure ?? row?.work?.differs;
      if (remark !== undefined) byRemark.set(remark, [...(byRemark.get(remark) ?? []), id]);
    }
    const parts = [...byRemark].map(([remark, ids]) => `${ids.join(', ')}: ${remark}`);
    return parts.length === 0 ? [] : [`- ${peer.title}. ${parts.join('. ')}.`];
  });
}

/** The least of one kind of figure among the ways of a peer. */
function leastOf<R extends WayOfPeer>(
  rows: readonly R[],
  { peer }: PeerOfRun,
  of: (row: R) => number | undefined,
): number {
  return Math.min(...rows.filter((row) => row.peer === peer).map((row) => of(row) ?? Number.POSITIVE_INFINITY));
}

/** A row for each thing that has to be quick or small. */
export function beginningTable({ results }: PeersFile): string[] {
  const peers = present(results);
  const { predictions, starts, memory } = results;
  const cell = (value: number, digits: number): string =>
    Number.isFinite(value) ? (value >= 100 ? countText(value) : value.toFixed(digits)) : none;
  return [
    line(['', 'simdgrad', ...peers.map(({ title }) => title)]),
    line(['---', '---:', ...peers.map(() => '---:')]),
    ...predictions.map(({ id, ours, rows }) =>
      line([
        `one row predicted, ${id}, µs`,
        cell(1000 * ours.median, 1),
        ...peers.map((peer) => cell(1000 * leastOf(rows, peer, ({ theirs }) => theirs?.median), 1)),
      ]),
    ),
    line([
      `process start to the end of the first step of ${starts.id}, ms`,
      cell(starts.ours.median, 0),
      ...peers.map((peer) =>
        cell(
          leastOf(starts.rows, peer, ({ theirs }) => theirs?.median),
          0,
        ),
      ),
    ]),
    line([
      `peak memory of training ${starts.id}, MB`,
      cell(memory.oursBytes / 1e6, 0),
      ...peers.map((peer) => cell(leastOf(memory.rows, peer, ({ bytes }) => bytes) / 1e6, 0)),
    ]),
  ];
}

/** All of it, as it stands in docs/speed.md. */
export function peersMarkdown(file: PeersFile): string {
  const { machine, runtime, results } = file;
  const python = results.versions['Python'];
  return [
    ...peersTable(file),
    '',
    `Each cell is our speed over that of the library's fastest way, ${machine}; ${runtime}${python ? `, Python ${python}` : ''}; one thread.`,
    'A star stands where the library has only something like it:',
    '',
    ...remarks(file),
    '',
    '<picture>',
    `  <source media="(prefers-color-scheme: dark)" srcset="results/${darkPicture}">`,
    `  <img alt="How many times the speed of other libraries" src="results/${lightPicture}">`,
    '</picture>',
    '',
    ...beginningTable(file),
    '',
  ].join('\n');
}

const lightPicture = 'peers-light.svg';
const darkPicture = 'peers-dark.svg';

/** The ratios of the table as bars. */
export function peersChart(results: PeersResults): BarChart {
  return {
    kind: 'bars',
    x: { title: 'speed of simdgrad over that of the library', scale: 'log' },
    groups: results.workloads.map(({ id }) => id),
    series: present(results).map((peer) => ({
      name: peer.title,
      bars: results.workloads.map(({ rows }: WorkloadResult) => {
        const ratio = bestOf(rows, peer)?.ratio;
        return ratio ? { value: ratio.median, text: timesText(ratio.median) } : null;
      }),
    })),
  };
}

/** The pictures of README and docs/speed.md: text of SVG by file name. */
export async function pictures(results: PeersResults): Promise<Record<string, string>> {
  const title = 'How many times the speed of other libraries';
  const chart = peersChart(results);
  return {
    [lightPicture]: await renderChart(chart, { title }),
    [darkPicture]: await renderChart(chart, { title, theme: 'dark' }),
  };
}
