/**
 * How fast `simdgrad predict` takes a CSV file that is larger than memory would hold, and how much memory that takes: beside a plain
 * pass of fast-csv, which parses the same file and does nothing with it.
 *
 *     npm run bench:predict                     # 2 GB; some minutes
 *     npm run bench:predict -- --gigabytes 0.1
 */
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bytesText } from '../src/cli/bytes-text.ts';
import { createProgram, runProgram } from '../src/cli/program.ts';
import { terminalOf } from '../src/cli/terminal.ts';
import { countText } from '../src/experiments/figure-text.ts';
import { RandomStream } from '../src/tensor/random.ts';
import { circumstances } from './harness.ts';
import { reportOf } from './report.ts';
import { resultsFolder, writeResults } from './results.ts';

/** What was promised of peak memory, in bytes. */
const mostMemory = 300e6;
/** Rows that the model is trained on. */
const trainedRows = 20_000;
const rowsOfChunk = 5_000;

const cli = fileURLToPath(new URL('../dist/node/cli.js', import.meta.url));
/** Says at the end what the process held at most. */
const memoryAtExit =
  'data:text/javascript,process.on("exit",()=>console.error("\\npeak " + process.resourceUsage().maxRSS * 1024))';

const fastCsv = createRequire(import.meta.url).resolve('fast-csv');
const plainPass = `import { parseFile } from ${JSON.stringify(pathToFileURL(fastCsv).href)};
let rows = 0;
parseFile(process.argv[1]).on('data', () => rows++).on('end', () => console.log(rows));
`;

/** Rows of eight numbers, a category and a number that depends on them; some cells are empty. */
function* csvOf(rows: number): Generator<string> {
  yield 'north,east,age,rooms,beds,people,homes,income,shore,value\n';
  const shores = ['INLAND', 'NEAR BAY', 'NEAR OCEAN', '"<1H, OCEAN"', 'ISLAND'];
  for (let from = 0; from < rows; from += rowsOfChunk) {
    const stream = new RandomStream(1, 'rows', from * 16);
    let text = '';
    for (let i = from; i < Math.min(rows, from + rowsOfChunk); i++) {
      const [north, east, age, rooms] = [
        32 + 10 * stream.uniform(),
        -124 + 10 * stream.uniform(),
        52 * stream.uniform(),
        40000 * stream.uniform(),
      ];
      const [people, income] = [rooms * (0.3 + stream.uniform()), 15 * stream.uniform()];
      const shore = stream.integerBelow(5);
      const value = 20000 * income + 30000 * shore + 100 * (north - 37) * (east + 119);
      const beds = i % 97 === 5 ? '' : (rooms / 5).toFixed(0);
      text += `${north.toFixed(4)},${east.toFixed(4)},${age.toFixed(0)},${rooms.toFixed(0)},${beds},${people.toFixed(0)},${(people / 3).toFixed(0)},${income.toFixed(4)},${shores[shore]},${value.toFixed(0)}\n`;
    }
    yield text;
  }
}

interface Pass {
  readonly seconds: number;
  readonly peakBytes: number;
}

/** Runs Node with some words, its output thrown away. */
async function pass(words: readonly string[]): Promise<Pass> {
  const begin = performance.now();
  const child = spawn(process.execPath, ['--import', memoryAtExit, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const peak = /peak (\d+)/.exec(errors)?.[1];
  if (code !== 0 || peak === undefined) throw new Error(`${words.slice(0, 3).join(' ')} ended with ${code}: ${errors}`);
  return { seconds: (performance.now() - begin) / 1000, peakBytes: Number(peak) };
}

const terminal = terminalOf(process.stdout, process.env);
const errors = terminalOf(process.stderr, process.env);
const say = (text: string): void => void terminal.output.write(`${text}\n`);

async function run({ gigabytes, write }: { gigabytes: number; write: boolean }): Promise<void> {
  const begin = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'simdgrad-predict-'));
  try {
    const [small, large] = [join(folder, 'small.csv'), join(folder, 'large.csv')];
    await pipeline(Readable.from(csvOf(trainedRows)), createWriteStream(small));
    const { size } = await stat(small);
    const rows = Math.round((gigabytes * 1e9 * trainedRows) / size);
    say(`writes ${countText(rows)} rows to ${large}`);
    await pipeline(Readable.from(csvOf(rows)), createWriteStream(large));
    const { size: bytes } = await stat(large);
    const options = ['--target', 'value', '--seeds', '1', '--epochs', '5', '--runs', join(folder, 'runs')];
    await pass([cli, 'train', small, ...options]);
    const model = join(folder, 'runs', 'train-small-001', 'small.safetensors');

    say('predicts');
    const predicted = await pass([cli, 'predict', model, large]);
    say('parses');
    const parsed = await pass(['--input-type=module', '-e', plainPass, large]);

    const rate = ({ seconds }: Pass): string => `${countText(rows / seconds)} rows/s`;
    const ratio = parsed.seconds / predicted.seconds;
    say(`${bytesText(bytes)}, ${countText(rows)} rows of 9 features, network 64-64:`);
    say(
      `simdgrad predict   ${predicted.seconds.toFixed(0)} s  ${rate(predicted)}  ${bytesText(predicted.peakBytes)} at most`,
    );
    say(`fast-csv, no more  ${parsed.seconds.toFixed(0)} s  ${rate(parsed)}  ${bytesText(parsed.peakBytes)} at most`);
    const met = predicted.peakBytes < mostMemory;
    say(
      `memory below ${bytesText(mostMemory)}: ${met ? 'met' : 'MISSED'}; predicting takes ${(1 / ratio).toFixed(2)} times as long as parsing`,
    );
    if (write) {
      const figures = [{ what: 'peak memory', measured: predicted.peakBytes, below: mostMemory, text: bytesText }];
      const outcome = { tables: [], figures, results: { bytes, rows, predicted, parsed }, ratios: {} };
      const report = reportOf(outcome, (performance.now() - begin) / 1000);
      const path = await writeResults(resultsFolder, 'predict-file', circumstances('npm run bench:predict'), report);
      say(`written to ${path}`);
    }
    if (!met) process.exitCode = 1;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const program = createProgram('npm run bench:predict --', { terminal, errors })
  .description('measure how fast simdgrad predict takes a large CSV file, and in how much memory')
  .option('--gigabytes <number>', 'size of the file', Number, 2)
  .option('--no-write', 'leave benchmarks/results as it is')
  .action(run);
process.exitCode ||= await runProgram(
  program,
  process.argv.slice(2),
  { terminal, errors },
  (error): error is Error => error instanceof RangeError,
);
