/** The peers: how to use each, how to start its process, and how to get it where it is missing. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Workload } from '../workloads.ts';
import { Child } from './child.ts';
import type { Contender } from './contender.ts';

export interface Peer {
  /** As on the command line. */
  readonly name: string;
  readonly title: string;
  /** Its program, without its ending. */
  readonly program: string;
  readonly language: 'node' | 'python';
  /** What must be installed: packages of npm, modules of Python. */
  readonly packages: readonly string[];
  /** How to get the packages where they are missing. */
  readonly hint: string;
  /** The ways in which it is used, and those that are shown and not counted. */
  ways(workload: Workload): { readonly counted: readonly string[]; readonly extra?: readonly string[] };
}

const folder = fileURLToPath(new URL('.', import.meta.url));
const npmHint = 'npm ci --prefix benchmarks/peers --ignore-scripts';

function hasImages({ input }: Workload): boolean {
  return input.length > 1;
}

export const peers: readonly Peer[] = [
  {
    name: 'tfjs',
    title: 'TensorFlow.js',
    program: 'tfjs',
    language: 'node',
    packages: ['core', 'layers', 'backend-cpu', 'backend-wasm'].map((name) => `@tensorflow/tfjs-${name}`),
    hint: npmHint,
    ways: () => ({
      counted: ['cpu', 'wasm'].flatMap((backend) =>
        ['fit', 'trainOnBatch', 'minimize'].map((api) => `${backend} ${api}`),
      ),
    }),
  },
  {
    name: 'jax-js',
    title: 'jax-js',
    program: 'jax-js',
    language: 'node',
    packages: ['@jax-js/jax'],
    hint: npmHint,
    ways: (workload) => ({ counted: ['arrays', hasImages(workload) ? 'patches' : 'vector'] }),
  },
  {
    name: 'brain.js',
    title: 'brain.js',
    program: 'brain-js',
    language: 'node',
    packages: ['brain.js'],
    hint: npmHint,
    ways: () => ({ counted: ['train', 'trainPattern'] }),
  },
  {
    name: 'convnetjs',
    title: 'ConvNetJS',
    program: 'convnetjs',
    language: 'node',
    packages: ['convnetjs'],
    hint: npmHint,
    ways: () => ({ counted: [''] }),
  },
  {
    name: 'pytorch',
    title: 'PyTorch',
    program: 'pytorch',
    language: 'python',
    packages: ['torch', 'numpy'],
    hint: 'apt-get install python3-torch',
    ways: (workload) => ({
      counted: ['eager'],
      extra: ['foreach', 'traced', ...(hasImages(workload) ? ['channels-last'] : [])],
    }),
  },
  {
    name: 'scikit-learn',
    title: 'scikit-learn',
    program: 'scikit_learn',
    language: 'python',
    packages: ['sklearn', 'numpy'],
    hint: 'apt-get install python3-sklearn',
    ways: () => ({ counted: ['partial_fit'] }),
  },
];

/** Libraries that Python calls would else use all processors. */
const oneThread = Object.fromEntries(
  ['OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS', 'SIMDGRAD_THREADS'].map((name) => [name, '1']),
);

const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';

/** Why a peer cannot take part, and what to do about it; undefined if it can. */
export function missingHint(
  { language, packages, hint }: Peer,
  modules = join(folder, 'node_modules'),
): string | undefined {
  if (language === 'node') {
    const missing = packages.filter((name) => !existsSync(join(modules, name, 'package.json')));
    return missing.length === 0 ? undefined : `${missing.join(', ')} not installed; ${hint}`;
  }
  const program = 'import importlib.util, sys; print(*[n for n in sys.argv[1:] if not importlib.util.find_spec(n)])';
  const { status, stdout, error } = spawnSync(python, ['-c', program, ...packages], { encoding: 'utf8' });
  if (error || status !== 0) return `no Python (${python}); ${hint}`;
  return stdout.trim() === '' ? undefined : `Python has no ${stdout.trim().split(' ').join(', ')}; ${hint}`;
}

/** The version of the interpreter of a peer. */
export function interpreterOf({ language }: Peer): readonly [name: string, version: string] {
  if (language === 'node') return ['Node', process.versions.node];
  return ['Python', spawnSync(python, ['--version'], { encoding: 'utf8' }).stdout.trim().replace('Python ', '')];
}

/** A peer in a workload, in each of its ways. */
export function contendersOf({ name, title, program, language, ways }: Peer, workload: Workload): Contender[] {
  const { counted, extra = [] } = ways(workload);
  return [...counted, ...extra].map((way) => ({
    peer: name,
    title,
    way,
    extra: extra.includes(way),
    start: (job, patienceSeconds) =>
      language === 'node'
        ? new Child(process.execPath, [join(folder, 'build', `${program}.js`), job, way], {
            environment: oneThread,
            patienceSeconds,
          })
        : new Child(python, [join(folder, `${program}.py`), job, way], { environment: oneThread, patienceSeconds }),
  }));
}

/** Ours, in the same way. */
export const ours: Contender = {
  peer: 'simdgrad',
  title: 'simdgrad',
  way: '',
  extra: false,
  start: (job, patienceSeconds) =>
    new Child(process.execPath, [join(folder, 'build', 'simdgrad.js'), job, ''], {
      environment: oneThread,
      patienceSeconds,
    }),
};
