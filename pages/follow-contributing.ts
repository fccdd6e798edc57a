/**
 * Follows CONTRIBUTING.md in a fresh clone of what is committed: `npm run follow`.
 *
 * Every section with instructions is followed word by word. Its commands must succeed and say what the page says; git must see the files that
 * it claims, five at most; then each of them is left out once, upon which one of its tests must fail. Everything together must pass the
 * types and the lint. Nothing is written outside a temporary folder, which is removed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createProgram, runProgram } from '../src/cli/program.ts';
import { terminalOf } from '../src/cli/terminal.ts';
import { changed, filesOf, isSaid, type Section, type Step, sectionsOf } from './instructions.ts';
import { Page } from './page.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const began = Date.now();

interface Ran {
  readonly failed: boolean;
  readonly printed: string;
}

/** Where a step went wrong. */
class StepError extends Error {}

const folder = mkdtempSync(join(tmpdir(), 'simdgrad-follow-'));
const clone = join(folder, 'simdgrad');
const terminals = {
  terminal: terminalOf(process.stdout, process.env),
  errors: terminalOf(process.stderr, process.env),
};
const program = createProgram('npm run follow --', terminals)
  .description('follow CONTRIBUTING.md word by word in a fresh clone of what is committed; minutes')
  .action(() => {
    follow();
    say('CONTRIBUTING.md can be followed');
  });
try {
  process.exitCode = await runProgram(program, process.argv.slice(2), terminals, (error) => error instanceof StepError);
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

function follow(): void {
  must('git', ['clone', '--quiet', root, clone], folder);
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'), 'junction');
  const page = new Page(clone, 'CONTRIBUTING.md', read('CONTRIBUTING.md'));
  const sections = sectionsOf(page);
  must('npm', ['run', 'prepare']);
  say(`cloned and built; ${sections.length} sections to follow`);

  const python = ['python3', 'python', 'py'].find(
    (name) => run(name, ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))']).failed === false,
  );
  if (python === undefined) say('no Python 3.9 here: what its programs write is taken from the page');

  const leftOut = new Set<string>();
  for (const section of sections) {
    for (const step of section.steps) {
      try {
        followStep(step, python);
      } catch (error) {
        throw new StepError(`${section.title}, CONTRIBUTING.md:${step.line}: ${(error as Error).message}`);
      }
    }
    requireFiles(section);
    must('git', ['add', '--all']);
    must('git', [
      '-c',
      'user.name=follow',
      '-c',
      'user.email=follow@localhost',
      'commit',
      '--quiet',
      '--allow-empty',
      '-m',
      section.title,
    ]);
    say(`${section.title}: followed, ${filesOf(section).length} files`);
    for (const path of filesOf(section)) {
      if (leftOut.has(path)) continue; // a document that all of them change
      requireNeeded(section, path);
      leftOut.add(path);
    }
  }
  const all = sections.flatMap(filesOf).filter((path) => path.endsWith('.ts'));
  must('npx', ['biome', 'check', ...new Set(all)]);
  must('npm', ['run', 'types']);
  say('types and lint hold');
}

function followStep(step: Step, python: string | undefined): void {
  if (step.kind === 'commands') {
    const printed = step.commands.map((words) => command(words, python)).join('\n');
    const skipped = python === undefined && step.commands.some(([name]) => name === 'python3');
    const missing = step.says.find((line) => !skipped && !isSaid(line, printed));
    if (missing !== undefined) throw new StepError(`expected '${missing}', got:\n${printed}`);
    return;
  }
  const path = join(clone, step.path);
  const text = step.kind === 'change' ? changed(step.path, read(step.path), step.text) : step.text;
  if (step.kind === 'file' && existsSync(path) && read(step.path) !== step.text)
    throw new StepError(`${step.path} is there, and another`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** What a command of the page prints; of Python's, where there is none, nothing. */
function command([name, ...words]: readonly string[], python: string | undefined): string {
  if (name === 'python3' && python === undefined) return '';
  return must(name === 'python3' ? python! : name, words);
}

/** The files that git sees are those that the section has named, and no more than five. */
function requireFiles(section: Section): void {
  const seen = must('git', ['status', '--porcelain', '--untracked-files=all'])
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.slice(3));
  const claimed = filesOf(section);
  if (seen.sort().join() !== [...claimed].sort().join()) {
    throw new StepError(`${section.title}: expected changes in ${claimed.join(', ')}, got ${seen.join(', ')}`);
  }
  if (seen.length > 5) throw new StepError(`${section.title}: expected five files at most, got ${seen.join(', ')}`);
}

/** Without one of its files, the tests of a section fail; with it they have passed. */
function requireNeeded({ title, steps }: Section, path: string): void {
  const before = run('git', ['show', `HEAD~1:${path}`]);
  const now = read(path);
  if (before.failed) rmSync(join(clone, path));
  else writeFileSync(join(clone, path), before.printed);
  const tests = steps
    .flatMap((step) => (step.kind === 'commands' ? step.commands : []))
    .filter(([, word]) => word === 'test');
  // The tests of documents alone look at them.
  const ordered = path.endsWith('.md') ? tests.toReversed() : tests;
  const failing = ordered.find(([name, ...words]) => run(name, [...words, '--bail=1']).failed);
  if (failing === undefined) throw new StepError(`${title}: the tests pass without ${path}`);
  writeFileSync(join(clone, path), now);
  say(`  without ${path}: '${failing.join(' ')}' fails`);
}

function read(path: string): string {
  return readFileSync(join(clone, path), 'utf8').replaceAll('\r\n', '\n');
}

function run(name: string, words: readonly string[], cwd = clone): Ran {
  const env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: '1' };
  for (const variable of ['FORCE_COLOR', 'SIMDGRAD_REQUIRE', 'SIMDGRAD_DATASETS']) delete env[variable];
  // npm and npx are scripts on Windows, which only a shell runs.
  const shell = process.platform === 'win32' && /^np[mx]$/.test(name);
  const ended = spawnSync(name, words, { cwd, env, shell, encoding: 'utf8', maxBuffer: 2 ** 28 });
  return {
    failed: ended.status !== 0,
    printed: ended.stdout === null ? String(ended.error) : ended.stdout + (ended.status === 0 ? '' : ended.stderr),
  };
}

/** Runs what must succeed, and returns what it prints. */
function must(name: string, words: readonly string[], cwd?: string): string {
  const { failed, printed } = run(name, words, cwd);
  if (failed)
    throw new StepError(`'${[name, ...words].join(' ')}' failed:\n${printed.split('\n').slice(-60).join('\n')}`);
  return printed;
}

function say(text: string): void {
  process.stdout.write(`${String(Math.round((Date.now() - began) / 1000)).padStart(4)} s  ${text}\n`);
}
