import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { instrument } from './instrument.ts';
import { WalkthroughError } from './read-program.ts';
import type { Note } from './recorder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What would make other bits, or as many in another order, must not be set. */
const notPassedOn = ['SIMDGRAD_PRECISION', 'SIMDGRAD_THREADS', 'FORCE_COLOR'];

/**
 * Runs a walkthrough once, in a process of its own.
 *
 * @param name what to call it.
 * @param path of the program; its imports are found from there.
 * @param source its text.
 * @param onNote called with what it tells, as soon as it does.
 * @returns all that it told.
 * @throws WalkthroughError with the line where it ended early.
 */
export async function runProgram(
  name: string,
  path: string,
  source: string,
  onNote: (note: Note) => void = () => {},
): Promise<Note[]> {
  const folder = join(root, 'build');
  await mkdir(folder, { recursive: true });
  const own = await mkdtemp(join(folder, 'walkthrough-')); // in here, where packages are found
  try {
    const bundle = join(own, `${name}.mjs`);
    await bundleProgram(name, path, source, bundle);
    return await notesOf(name, bundle, onNote);
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

/** One module of the program, the recorder and all of the engine. */
async function bundleProgram(name: string, path: string, source: string, outfile: string): Promise<void> {
  const recorder = fileURLToPath(new URL('recorder.ts', import.meta.url));
  const contents = instrument(name, source, recorder);
  await build({
    entryPoints: [path],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    sourcesContent: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'walkthrough',
        setup: ({ onLoad }) =>
          onLoad({ filter: /.*/ }, (file) => (file.path === path ? { contents, loader: 'ts' } : null)),
      },
    ],
  }).catch((error: { errors?: { text: string; location: { line: number } | null }[] }) => {
    const [first] = error.errors ?? [];
    if (!first) throw error;
    throw new WalkthroughError(`${name}: ${first.text}${first.location ? ` (line ${first.location.line})` : ''}`);
  });
}

async function notesOf(name: string, bundle: string, onNote: (note: Note) => void): Promise<Note[]> {
  const environment = Object.fromEntries(Object.entries(process.env).filter(([key]) => !notPassedOn.includes(key)));
  const child = fork(bundle, [], {
    cwd: root,
    env: { ...environment, SIMDGRAD_WALKTHROUGH: name },
    execArgv: ['--enable-source-maps'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const notes: Note[] = [];
  child.on('message', (note: Note) => {
    notes.push(note);
    onNote(note);
  });
  const [code, signal] = await once(child, 'close');
  const error = notes.find((note) => note.kind === 'error');
  if (error) throw new WalkthroughError(`${name}: ${error.message}${error.place && ` (${error.place})`}`);
  if (code !== 0) throw new WalkthroughError(`${name}: the program ended with ${signal ?? `exit code ${code}`}`);
  return notes;
}
