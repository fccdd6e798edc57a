import { join } from 'node:path';
import { InvalidArgumentError } from 'commander';
import type { Context } from '../../src/cli/context.ts';
import { withInterrupt } from '../../src/cli/interrupt.ts';
import { createProgram, keepsResults, runProgram } from '../../src/cli/program.ts';
import { createRunProgress } from '../../src/cli/run-progress.ts';
import { FileError } from '../../src/errors.ts';
import { writeFileAtomically } from '../../src/node/index.ts';
import { durationText } from '../../src/training/progress-text.ts';
import { circumstances } from '../harness.ts';
import { reportText } from '../measure-parts.ts';
import { reportOf } from '../report.ts';
import { readResults, writeResults } from '../results.ts';
import { nameOf, type Workload, workloads } from '../workloads.ts';
import { killAll, PeerError } from './child.ts';
import { type Contender, type Pace, quick as quickPace, thorough } from './contender.ts';
import { type PeersFile, peersMarkdown, pictures } from './markdown.ts';
import { figuresOf, ratiosOf } from './promises.ts';
import type { PeersResults } from './result.ts';
import type { Peer } from './roster.ts';
import { runPeers } from './run-peers.ts';
import { tablesOf } from './tables.ts';

/** What the command may use of the world; tests give one of their own. */
export interface PeersContext extends Pick<Context, 'terminal' | 'errors'> {
  readonly peers: readonly Peer[];
  readonly ours: Contender;
  /** Why a peer cannot take part, if it cannot. */
  readonly missingHint: (peer: Peer) => string | undefined;
  readonly contendersOf: (peer: Peer, workload: Workload) => readonly Contender[];
  /** Makes the programs of these peers, and ours. */
  readonly prepare: (peers: readonly Peer[], signal: AbortSignal) => Promise<void>;
  /** Of simdgrad and of interpreters. */
  readonly versionsOf: (peers: readonly Peer[]) => Readonly<Record<string, string>>;
  /** Where the files of results are, and the pictures of docs/speed.md. */
  readonly folder: string;
  readonly pictureFolder: string;
}

interface Options {
  readonly list?: boolean;
  readonly only?: readonly string[];
  readonly filter?: RegExp;
  readonly quick?: boolean;
  readonly rounds?: number;
  readonly markdown?: boolean;
}

const about = `
Ours and the peer take turns, each in a process of its own on one thread; losses
are compared before anything is timed. Exits with 1 where a promise is missed.

Peers are installed only for this:
  npm ci --prefix benchmarks/peers --ignore-scripts
  apt-get install python3-torch python3-sklearn

Examples:
  npm run bench:peers                                everyone, everything
  npm run bench:peers -- --quick --filter 'W[14]'    a glimpse; nothing is written
  npm run bench:peers -- --only tfjs,pytorch         two of them; nothing is written`;

/**
 * `npm run bench:peers`.
 *
 * @param words without the interpreter and the script.
 * @returns what to exit with: 0; 1 where a promise is missed or something failed; 2 after a mistake in the words; 128 + the
 *   signal's number after an interruption.
 */
export async function runPeersCommand(words: readonly string[], context: PeersContext): Promise<number> {
  let exitCode = 0;
  const program = keepsResults(createProgram('npm run bench:peers --', context))
    .description('measure training in other libraries beside ours')
    .option('--list', 'say who there is, and stop')
    .option('--only <peers>', 'only these, separated by commas', readNames(context.peers.map(({ name }) => name)))
    .option('--filter <pattern>', 'only workloads that match this regular expression, in any case', readPattern)
    .option('--quick', 'a short run: figures good to a tenth or so, nothing written, no verdict')
    .option(
      '--rounds <n>',
      `how often each is timed (default: ${thorough.rounds}, ${quickPace.rounds} with --quick)`,
      readCount,
    )
    .option('--markdown', 'print the tables of docs/speed.md from the results that are there, and stop')
    .addHelpText('after', about)
    .action(async (options: Options) => {
      if (options.list) return list(context);
      if (options.markdown) return printMarkdown(context);
      const fine = await withInterrupt((signal) => measure(options, words, context, signal));
      if (!fine) exitCode = 1;
    });
  const isExpected = (error: unknown): error is Error => error instanceof PeerError || error instanceof FileError;
  const ended = await runProgram(program, words, context, isExpected);
  return ended === 0 ? exitCode : ended;
}

function readNames(known: readonly string[]): (text: string) => readonly string[] {
  return (text) => {
    const names = text.split(',').map((name) => name.trim());
    for (const name of names) {
      if (known.includes(name)) continue;
      throw new InvalidArgumentError(`There is no peer '${name}'. There are ${known.join(', ')}.`);
    }
    return names;
  };
}

function readPattern(text: string): RegExp {
  try {
    return new RegExp(text, 'i');
  } catch (error) {
    throw new InvalidArgumentError(`${(error as Error).message}.`);
  }
}

function readCount(text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= 1) return count;
  throw new InvalidArgumentError(`It must be a whole number from 1 on.`);
}

function list({ peers, missingHint, terminal }: PeersContext): void {
  for (const peer of peers) {
    terminal.output.write(`${peer.name.padEnd(12)}  ${missingHint(peer) ?? 'is there'}\n`);
  }
}

async function printMarkdown({ folder, terminal }: PeersContext): Promise<void> {
  const file = await readResults(folder, 'peers');
  if (!file) throw new PeerError('there are no results yet: npm run bench:peers');
  terminal.output.write(peersMarkdown(file as PeersFile));
}

async function measure(
  { only, filter, quick = false, rounds }: Options,
  words: readonly string[],
  context: PeersContext,
  signal: AbortSignal,
): Promise<boolean> {
  const { terminal, errors, folder, pictureFolder, contendersOf, ours } = context;
  const chosen = workloads.filter((workload) => !filter || filter.test(`${workload.id} ${nameOf(workload)}`));
  if (chosen.length === 0) throw new PeerError(`no workload matches /${filter!.source}/`);
  const asked = context.peers
    .filter(({ name }) => !only || only.includes(name))
    .map((peer) => ({ peer, missing: context.missingHint(peer) }));
  for (const { peer, missing } of asked) {
    if (missing !== undefined) errors.output.write(`${peer.title} is left out: ${missing}\n`);
  }
  const present = asked.filter(({ missing }) => missing === undefined).map(({ peer }) => peer);
  if (present.length === 0) throw new PeerError('none of the peers is there');

  const begin = performance.now();
  const pace: Pace = quick ? quickPace : thorough;
  const where = circumstances(
    ['npm run bench:peers', ...(words.length > 0 ? ['--', ...words.map(quoted)] : [])].join(' '),
  );
  const progress = createRunProgress(errors);
  signal.addEventListener('abort', killAll);
  try {
    await context.prepare(present, signal);
    const { versions, ...measured } = await runPeers({
      workloads: chosen,
      ours,
      contenders: (workload) => present.flatMap((peer) => contendersOf(peer, workload)),
      pace: { ...pace, rounds: rounds ?? pace.rounds },
      signal,
      onProgress: (label, share, doing) => progress.update({ label, share, details: [doing], shareOfAll: share }),
      onWorkload: ({ id }) => progress.finish({ label: id, share: 1, details: ['measured'] }),
    });
    progress.stop();
    const results = {
      peers: asked.map(({ peer: { name, title }, missing }) => ({
        peer: name,
        title,
        versions: versions[name] ?? {},
        missing,
      })),
      versions: context.versionsOf(present),
      ...measured,
    };
    const outcome = { tables: tablesOf(measured), figures: figuresOf(measured), ratios: ratiosOf(measured), results };
    const report = reportOf(outcome, (performance.now() - begin) / 1000);
    terminal.output.write(reportText('peers', report, where, terminal));
    const missed = report.figures.filter(({ met }) => !met).length;
    const verdict = missed === 0 ? `all ${report.figures.length} met` : `${missed} of ${report.figures.length} missed`;
    terminal.output.write(
      `\npromises: ${verdict}${quick ? ', by a short run' : ''}; ${durationText(report.seconds)}\n`,
    );
    if (!quick && !filter && !only) {
      const path = await writeResults(folder, 'peers', where, report);
      terminal.output.write(`written to ${path}\n`);
      for (const [name, svg] of Object.entries(await pictures(results as PeersResults))) {
        await writeFileAtomically(join(pictureFolder, name), svg);
      }
    }
    return quick || missed === 0;
  } catch (error) {
    signal.throwIfAborted(); // then what else went wrong is that its processes were ended
    throw error;
  } finally {
    progress.stop();
    killAll();
    signal.removeEventListener('abort', killAll);
  }
}

function quoted(word: string): string {
  return /^[\w.,/=-]+$/.test(word) ? word : `'${word}'`;
}
