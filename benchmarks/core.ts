/**
 * `npm run bench:core`: every benchmark of the core, one process after the other, and at the end what was promised beside
 * what was measured. Exits with 1 where a promise is missed.
 *
 * Each benchmark checks answers before it times them, and writes `benchmarks/results/NAME.json`.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Measurement, printTable, speedRatio } from './harness.ts';

const folder = dirname(fileURLToPath(import.meta.url));
const tsx = createRequire(import.meta.url).resolve('tsx/cli');

const usage =
  'npm run bench:core [-- --summary]\n\n  --summary   only compare the saved results with what was promised';
const words = process.argv.slice(2);
if (words.includes('--help')) {
  console.log(usage);
  process.exit(0);
}
const unknown = words.find((word) => word !== '--summary');
if (unknown !== undefined) {
  console.error(`unknown option ${unknown}\n\n${usage}`);
  process.exit(1);
}
if (!words.includes('--summary')) {
  for (const name of ['gemm', 'elementwise', 'optimizers', 'convolution', 'pooling']) {
    const { status } = spawnSync(process.execPath, [tsx, join(folder, `${name}.ts`)], { stdio: 'inherit' });
    if (status !== 0) process.exit(status ?? 1);
  }
}

interface Figure {
  readonly what: string;
  readonly measured: number;
  readonly goal: number;
  readonly text: (value: number) => string;
}

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
const times = (value: number): string => `${value.toFixed(1)}x`;

function results<T>(name: string): T {
  return JSON.parse(readFileSync(join(folder, 'results', `${name}.json`), 'utf8')) as T;
}

const gemm = results<{ roofline: Measurement; products: Measurement[] }>('gemm');
const elementwise = results<{ functions: { name: string; ratio: number }[] }>('elementwise');
const optimizers = results<{ optimizers: { name: string; ratio: number }[] }>('optimizers');
const figures: Figure[] = [
  ...gemm.products
    .filter(({ name }) => name.endsWith('(promised)'))
    .map((product) => ({
      what: `${product.name.replace(' (promised)', '')}, of the roofline`,
      measured: speedRatio(product, gemm.roofline),
      goal: 0.88,
      text: percent,
    })),
  ...elementwise.functions
    .filter(({ name }) => ['exp', 'tanh', 'sigmoid'].includes(name))
    .map(({ name, ratio }) => ({ what: `${name}, of a plain loop`, measured: ratio, goal: 5, text: times })),
  ...optimizers.optimizers.map(({ name, ratio }) => ({
    what: `${name}, of a plain loop`,
    measured: ratio,
    goal: 5,
    text: times,
  })),
];

printTable(
  'What was promised',
  ['figure', 'measured', 'at least', ''],
  figures.map(({ what, measured, goal, text }) => [
    what,
    text(measured),
    text(goal),
    measured >= goal ? 'met' : 'MISSED',
  ]),
);
const missed = figures.filter(({ measured, goal }) => measured < goal).length;
console.log(missed === 0 ? 'all met' : `${missed} missed`);
process.exitCode = missed === 0 ? 0 : 1;
