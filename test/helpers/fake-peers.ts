/** Peers that compute nothing, and the command on them. */
import { fileURLToPath } from 'node:url';
import { Child, type ChildOptions } from '../../benchmarks/peers/child.ts';
import { type PeersContext, runPeersCommand } from '../../benchmarks/peers/command.ts';
import type { Contender } from '../../benchmarks/peers/contender.ts';
import type { Peer } from '../../benchmarks/peers/roster.ts';
import { keepingTerminal } from './output.ts';

const program = fileURLToPath(new URL('../programs/fake-peer.mjs', import.meta.url));

/** As `fake-peer.mjs` has it. */
export interface Fake {
  readonly perStep?: number;
  readonly perPrediction?: number;
  readonly error?: string;
  readonly differs?: string;
  readonly off?: number;
  readonly dies?: number;
  readonly hangs?: number;
  readonly garbles?: boolean;
}

export function startFake(job: string, fake: Fake, options: ChildOptions = { patienceSeconds: 60 }): Child {
  return new Child(process.execPath, [program, job, JSON.stringify(fake)], options);
}

export function contender(peer: string, way: string, fake: Fake, extra = false): Contender {
  return {
    peer,
    title: `The ${peer}`,
    way,
    extra,
    start: (job, patienceSeconds) => startFake(job, fake, { patienceSeconds }),
  };
}

export function peer(name: string): Peer {
  const ways = () => ({ counted: [''] });
  return { name, title: `The ${name}`, program: name, language: 'node', packages: [name], hint: `get ${name}`, ways };
}

export interface PeersRun {
  /** What each peer does, by name: its ways. */
  readonly fakes: Readonly<Record<string, readonly Contender[]>>;
  /** Those that are not there. */
  readonly missing?: readonly string[];
  readonly folder: string;
}

export async function benchPeers(words: readonly string[], { fakes, missing = [], folder }: PeersRun) {
  const terminal = keepingTerminal({ columns: 120 });
  const errors = keepingTerminal({ columns: 120 });
  const prepared: string[] = [];
  const context: PeersContext = {
    terminal,
    errors,
    peers: Object.keys(fakes).map(peer),
    ours: contender('simdgrad', '', { perStep: 0.5, perPrediction: 0.001 }),
    missingHint: ({ name, hint }) => (missing.includes(name) ? `not installed; ${hint}` : undefined),
    contendersOf: ({ name }) => fakes[name],
    prepare: async (peers) => void prepared.push(...peers.map(({ name }) => name)),
    versionsOf: () => ({ simdgrad: '0.1.0', Node: '20.0.0' }),
    folder,
    pictureFolder: folder,
  };
  const exitCode = await runPeersCommand(words, context);
  return { exitCode, output: terminal.text(), errors: errors.text(), prepared };
}
