/**
 * Packs the package, installs the tarball in an empty folder without a network, and uses it there as people do: programs,
 * types, a bundle for browsers, the command line. Run after a build: `node scripts/check-package.mjs`; exits with 1 at the
 * first thing that does not hold.
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const base = mkdtempSync(join(tmpdir(), 'simdgrad-package-'));
const folder = join(base, 'app');
mkdirSync(folder);

/** Everything that speaks of another installation than the one under test. */
const environment = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^(npm_|NODE_PATH$)/i.test(key)));
environment.SIMDGRAD_CACHE = join(base, 'cache');

function run(command, words, { cwd = folder, status = 0, variables = {} } = {}) {
  const result = spawnSync(command, words, {
    cwd,
    env: { ...environment, ...variables },
    encoding: 'utf8',
    shell: process.platform === 'win32' && command !== process.execPath, // npm is npm.cmd there
  });
  if (result.error) throw result.error;
  assert.equal(result.status, status, `${command} ${words.join(' ')}\n${result.stdout}${result.stderr}`);
  return result.stdout;
}

function node(file, text) {
  writeFileSync(join(folder, file), text);
  return run(process.execPath, [file]);
}

const checks = {
  'holds what it should, and no more'() {
    const files = packed.files.map(({ path }) => path);
    for (const path of ['LICENSE', 'README.md', 'CHANGELOG.md', 'package.json', 'dist/THIRD-PARTY-LICENSES.txt']) {
      assert(files.includes(path), `${path} is missing`);
    }
    const others = files.filter(
      (path) => /\//.test(path) && !/^dist\/(node\/.*\.js|(src|datasets)\/.*\.(js|js\.map|d\.ts))$/.test(path),
    );
    assert.deepEqual(others, ['dist/THIRD-PARTY-LICENSES.txt']);
    // Code for Node in few modules, and for bundlers module by module; kernels in both, as text.
    const licences = readFileSync(join(root, 'dist', 'THIRD-PARTY-LICENSES.txt'), 'utf8');
    assert.match(licences, /Frances Y. Kuo and Stephen Joe/);
    assert(packed.size < 2.5e6, `${packed.size} bytes`);
  },

  'installs one package without a network'() {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    run('npm', ['install', '--offline', '--no-audit', '--no-fund', join(base, packed.filename)]);
    assert.deepEqual(
      readdirSync(join(folder, 'node_modules')).filter((entry) => !entry.startsWith('.')),
      [name],
    );
    assert.equal(existsSync(join(folder, 'node_modules', name, 'node_modules')), false);
  },

  'trains in ten lines'() {
    const losses = node('train.js', programs.train).trim().split('\n').map(Number);
    assert.equal(losses.length, 3);
    assert(losses[0] > 0.6 && losses[2] < 0.1, losses.join(' '));
  },

  'reads CSV, and has each class once'() {
    writeFileSync(join(folder, 'table.csv'), 'a;b\n1;x\n2;y\n');
    writeFileSync(join(folder, 'empty.csv'), '');
    assert.equal(node('csv.js', programs.csv), '1,2 x,y true\n');
  },

  'has data sets, and opens archives'() {
    const archives = JSON.parse(readFileSync(join(root, 'test/golden/archives.json'), 'utf8')).archives;
    const lines = node('datasets.js', programs.datasets(archives.deflated)).trim().split('\n');
    assert.equal(lines[0], '1500,2 0,1,2');
    assert.equal(lines[1], 'DatasetUnavailableError true');
    assert.equal(lines[2], 'no iris.data in the archive, which holds red.csv, folder/white.csv, notes.txt');
    if (environment.SIMDGRAD_DATASETS) assert.equal(node('iris.js', programs.iris), '150,4 Iris-setosa\n');
  },

  'renders a report, and says what draws its charts'() {
    const lines = node('report.js', programs.report).trim().split('\n');
    assert.deepEqual(lines, ['true true', 'MissingPackageError npm install vega vega-lite']);
  },

  'has types, without those of Node'() {
    const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
    writeFileSync(join(folder, 'types.ts'), programs.types);
    for (const [module, moduleResolution] of [
      ['ESNext', 'bundler'],
      ['NodeNext', 'nodenext'],
    ]) {
      const options = { module, moduleResolution, target: 'ES2022', lib: ['ES2022', 'DOM', 'DOM.Iterable'], types: [] };
      const compilerOptions = { ...options, strict: true, skipLibCheck: false, noEmit: true };
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['types.ts'] }));
      run(process.execPath, [tsc, '-p', 'tsconfig.json']);
    }
  },

  async 'bundles for browsers, without Node and without what is not used'() {
    const bundle = async (text) => {
      const { metafile, outputFiles } = await build({
        stdin: { contents: text, resolveDir: folder },
        bundle: true,
        minify: true,
        format: 'esm',
        platform: 'browser', // where an import of Node's modules is an error
        write: false,
        metafile: true,
      });
      const inputs = Object.values(metafile.outputs)[0].inputs;
      const used = Object.keys(inputs).filter((path) => inputs[path].bytesInOutput > 0);
      return { text: outputFiles[0].text, used: used.map((path) => path.replace(/^.*dist\//, '')) };
    };
    const all = await bundle(`export * from '${name}'`);
    const program = await bundle(programs.train);
    const table = await bundle(`import { Table } from '${name}'; console.log(new Table({ a: [1] }).rowCount)`);
    const report = await bundle(programs.report);
    for (const { used } of [all, program, table, report]) {
      assert.deepEqual(
        used.filter((path) => /^(src\/(node|cli)|datasets)\//.test(path)),
        [],
      );
    }
    assert(!program.used.includes('src/optimizers/nadam.js') && all.used.includes('src/optimizers/nadam.js'));
    assert(program.text.length < all.text.length);
    assert.equal(node('bundle.js', program.text), node('train.js', programs.train));
    assert.equal(node('bundle.js', table.text), '1\n');
    assert(!all.used.some((path) => path.startsWith('src/report/')) && report.text.length < 100_000);
    assert.equal(node('bundle.js', report.text), node('report.js', programs.report));
    return `all ${kB(all.text)}, a training loop ${kB(program.text)}, a table alone ${kB(table.text)}`;
  },

  'computes with the kernels that are asked for'() {
    const flags = Number.parseInt(process.versions.node, 10) < 22 ? ['--experimental-wasm-relaxed-simd'] : [];
    for (const [file, text] of Object.entries(programs.precision)) {
      if (file.endsWith('.cjs') && !process.features.require_module) continue; // before Node 20.19
      writeFileSync(join(folder, file), text);
      const output = (precision) =>
        run(process.execPath, [...flags, file], { variables: { SIMDGRAD_PRECISION: precision } });
      assert.equal(output(''), 'strict 6\n', file);
      assert.equal(output('relaxed'), 'relaxed 6\n', file);
      run(process.execPath, [file], { variables: { SIMDGRAD_PRECISION: 'fast' }, status: 1 });
    }
  },

  'does jobs in worker threads, with the kernels of the program'() {
    const flags = Number.parseInt(process.versions.node, 10) < 22 ? ['--experimental-wasm-relaxed-simd'] : [];
    writeFileSync(join(folder, 'tasks.js'), programs.tasks);
    writeFileSync(join(folder, 'jobs.js'), programs.jobs);
    for (const precision of ['strict', 'relaxed']) {
      const output = run(process.execPath, [...flags, 'jobs.js'], { variables: { SIMDGRAD_PRECISION: precision } });
      const [here, there, error, resumed] = output.trim().split('\n');
      assert.match(here, new RegExp(`^3 of [0-9a-f]{64} ${precision}`));
      assert.equal(there, here);
      assert.equal(error, "JobError job 'x' failed: no rows DataError true 3");
      assert.equal(resumed, '3 0');
      rmSync(join(folder, 'study.jsonl'));
    }
  },

  'searches in worker threads, and goes on from a journal'() {
    writeFileSync(join(folder, 'objective.js'), programs.objective);
    writeFileSync(join(folder, 'search.js'), programs.search);
    assert.equal(run(process.execPath, ['search.js']), '12 true 12 true\n');
  },

  'searches for a network by the command line, one trial at a time and in threads'() {
    const cli = join(folder, 'node_modules', name, 'dist', 'node', 'cli.js');
    const words = [cli, 'search', 'moons', '--trials', '6', '--epochs', '3', '--hold', 'units=8,layers=1'];
    const [one, two] = ['1', '2'].map((parallel) => {
      run(process.execPath, [...words, '--parallel', parallel, '--runs', `parallel-${parallel}`]);
      const results = readFileSync(join(folder, `parallel-${parallel}`, 'search-moons-001', 'results.json'), 'utf8');
      return results.replace(/"(?:seconds|date)": [^,}]*/g, '');
    });
    assert.equal(
      JSON.parse(readFileSync(join(folder, 'parallel-1', 'search-moons-001', 'results.json'))).study.trials.length,
      6,
    );
    assert.equal(two, one);
  },

  async 'goes on with a study that was killed, to the same results'() {
    const cli = join(folder, 'node_modules', name, 'dist', 'node', 'cli.js');
    const words = [cli, 'study', 'optimizers', 'moons', '--quick', '--subset', '120', '--seeds', '1'];
    run(process.execPath, [...words, '--workers', '1', '--runs', 'whole']);
    const given = [...words, '--workers', '2', '--runs', 'killed'];
    const journal = join(folder, 'killed', 'study-optimizers-moons-001', 'journal.jsonl');
    const child = spawn(process.execPath, given, { cwd: folder, env: environment, stdio: 'ignore' });
    const closed = once(child, 'close');
    const written = () => (existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').length - 2 : 0);
    while (written() < 5 && child.exitCode === null) await setTimeout(5);
    child.kill('SIGKILL');
    await closed;
    const before = written();
    assert(before >= 5 && before < 108, `${before} trainings before`);
    assert.match(run(process.execPath, given), new RegExp(`^108 trainings, ${before} of them done before`, 'm'));
    const results = (runs) =>
      readFileSync(join(folder, runs, 'study-optimizers-moons-001', 'results.json'), 'utf8').replace(
        /"(?:seconds|date)": [^,]*,/g,
        '',
      );
    assert.equal(results('killed'), results('whole'));
    return `${before} of 108 trainings before`;
  },

  'runs as a command'() {
    const npx = (...words) => run('npx', ['--offline', name, ...words]);
    assert.equal(npx('--version'), `${version}\n`);
    assert.match(npx('--help'), /Usage: simdgrad [\s\S]*compare[\s\S]*evaluate[\s\S]*report[\s\S]*datasets/);
    assert.match(npx('datasets', 'list'), /^iris +3 classes/m);
    run('npx', ['--offline', name, 'datasets', 'path', 'spirals'], { status: 1 });
    assert.match(npx('compare', 'digits', '--seeds', '1', '--epochs', '1'), /^test accuracy +\d/m);
    const model = join('runs', 'compare-digits-001', 'digits.safetensors');
    assert.match(npx('evaluate', model, 'digits'), /exactly as it was saved/);
    assert.match(npx('report', join('runs', 'compare-digits-001', 'results.json')), /npm install vega vega-lite/);
    for (const report of ['report.html', join('runs', 'compare-digits-001', 'report.html')]) {
      assert.match(readFileSync(join(folder, report), 'utf8'), /<h1>Networks compared: Generated digits<\/h1>/);
    }
    run('npx', ['--offline', name, 'no-such-command'], { status: 2 });
  },
};

const programs = {
  train: `import { Adam, randomNormal, softmaxCrossEntropy, spirals, tensor } from '${name}';
const { x, y } = spirals({ classes: 2, samplesPerClass: 100, seed: 1 });
const weights = [randomNormal([2, 32], { seed: 1, requiresGrad: true }), randomNormal([32, 2], { seed: 2, standardDeviation: 0.2, requiresGrad: true })];
const adam = new Adam({ learningRate: 0.03 });
for (let step = 0; step <= 300; step++) {
  const loss = softmaxCrossEntropy(tensor(x.data, x.shape).matmul(weights[0]).tanh().matmul(weights[1]), tensor(y));
  for (const weight of weights) weight.zeroGrad();
  loss.backward();
  adam.step(weights);
  if (step % 150 === 0) console.log(loss.item());
}`,
  precision: {
    'precision.js': `import { precision, tensor } from '${name}';
console.log(precision(), tensor([1, 2, 3]).sum().item());`,
    'precision.cjs': `const { precision, tensor } = require('${name}');
console.log(precision(), tensor([1, 2, 3]).sum().item());`,
    'precision-node.js': `import { readCsv } from '${name}/node';
import { precision, tensor } from '${name}';
console.log(precision(), tensor([1, 2, 3]).sum().item(), ...(readCsv ? [] : [1]));`,
  },
  tasks: `import { DataError, Dense, precision, Sequential, spirals } from '${name}';
export async function train({ seed }, { signal }) {
  const { x, y } = spirals({ classes: 2, samplesPerClass: 40, seed });
  const model = new Sequential([new Dense(8, { activation: 'relu' }), new Dense(2, { activation: 'softmax' })], { inputShape: [2], seed });
  await model.fit(x, y, { loss: 'crossEntropy', optimizer: 'adam', epochs: 2, seed, signal });
  return (await model.fingerprint()) + ' ' + precision();
}
export function refuse() {
  throw new DataError('no rows', { row: 3 });
}`,
  jobs: `import { DataError } from '${name}';
import { inProcessExecutor, openJournal, runJobs, workerExecutor } from '${name}/node';
import * as tasks from './tasks.js';
const jobs = [1, 2, 3].map((seed) => ({ key: 'seed ' + seed, cost: 1, task: 'train', input: { seed } }));
const text = (results) => results.size + ' of ' + [...results.values()].join();
const executor = workerExecutor(new URL('./tasks.js', import.meta.url), { workers: 2 });
const journal = await openJournal('study.jsonl', { name: 'seeds', version: '1', settings: {}, data: 'spirals' });
console.log(text(await runJobs(jobs, { executor: inProcessExecutor(tasks) })));
console.log(text(await runJobs(jobs, { executor, onResult: (key, result) => journal.append(key, result) })));
const broken = [{ key: 'x', cost: 1, task: 'refuse', input: null }];
const error = await runJobs(broken, { executor }).catch((error) => error);
console.log(error.name, error.message, error.cause.name, error.cause instanceof DataError, error.cause.row);
await journal.close();
const again = await openJournal('study.jsonl', { name: 'seeds', version: '1', settings: {}, data: 'spirals' });
let ran = 0;
const results = await runJobs(jobs, { executor, done: again.results, onResult: () => void ran++ });
console.log(results.size, ran); // and ends by itself, though nothing is closed`,
  objective: `export default ({ x, kind }) => (x - 0.5) ** 2 + (kind === 'a' ? 0 : 1);`,
  search: `import { BayesianSampler, choice, uniform } from '${name}';
import { search } from '${name}/node';
const space = { x: uniform(0, 1), kind: choice(['a', 'b']) };
const objective = new URL('./objective.js', import.meta.url);
const options = { space, objective, sampler: new BayesianSampler({ seed: 1, initial: 4 }), parallel: 2 };
const whole = await search({ ...options, trials: 12 });
await search({ ...options, trials: 7, journal: 'search.jsonl' });
const again = await search({ ...options, trials: 12, journal: 'search.jsonl', parallel: 1 });
const text = (study) => JSON.stringify(study, (key, value) => (key === 'seconds' ? undefined : value));
console.log(whole.trials.length, whole.best.values[0] < 0.01, again.trials.length, text(again) === text(whole));`,
  csv: `import { DataError } from '${name}';
import { readCsv } from '${name}/node';
const table = await readCsv('table.csv', { delimiter: ';' });
const error = await readCsv('empty.csv').catch((error) => error);
console.log(table.numbers('a').join(), table.strings('b').join(), error instanceof DataError);`,
  datasets: (archive) => `import { FileError } from '${name}';
import { DatasetError, fetchDataset, loadDataset } from '${name}/datasets';
const { x, classes } = await loadDataset('spirals');
console.log(x.shape.join(), classes.join());
globalThis.fetch = async (url) => new Response(String(url).endsWith('.zip') ? Buffer.from('${archive}', 'base64') : 'x');
const error = await fetchDataset('iris', { environment: { SIMDGRAD_CACHE: 'cache' } }).catch((error) => error);
console.log(error.name, error instanceof DatasetError && !(error instanceof FileError));
console.log(error.attempts[0].reason);`,
  report: `import { renderReport } from '${name}/report';
const provenance = { command: '', versions: {}, machine: '', date: '', seeds: [], fingerprints: {} };
const chart = { kind: 'lines', x: { title: 'epoch' }, y: { title: 'loss' }, series: [{ name: 'a', points: [{ x: 1, y: 2 }] }] };
const document = { title: 'A title', question: 'Why?', blocks: [{ kind: 'chart', caption: 'Loss', chart }], provenance };
const html = await renderReport([document], { charts: false });
console.log(html.includes('<h1>A title</h1>'), html.includes('<table>'));
const error = await renderReport([document]).catch((error) => error);
console.log(error.name, error.message.slice(-26));`,
  iris: `import { loadDataset } from '${name}/datasets';
const { x, classes } = await loadDataset('iris', { download: false });
console.log(x.shape.join(), classes[0]);`,
  types: `import { Adam, type Tensor, tensor } from '${name}';
import { loadDataset, loadDatasets } from '${name}/datasets';
import { readCsv } from '${name}/node';
import { type ReportDocument, renderReport } from '${name}/report';
const x: Tensor = tensor([[1, 2]]).matmul(tensor([[1], [2]])).relu();
new Adam({ learningRate: 1e-3 }).step([x]);
const width: Float64Array = (await readCsv('table.csv')).numbers('width');
const { red } = await loadDataset('wine-quality');
const rows: Float32Array = red.x.data;
const { y } = await loadDataset('spirals', { noise: 0.1 });
for (const set of await loadDatasets('iris')) if (set.task === 'classification') console.log(set.classes, width, rows, y);
const document: ReportDocument = { title: '', question: '', blocks: [], provenance: { command: '', versions: {}, machine: '', date: '', seeds: [], fingerprints: {} } };
const html: string = await renderReport([document], { charts: false });
console.log(html);
// @ts-expect-error: no such option
new Adam({ learningrate: 1e-3 });
// @ts-expect-error: no such data set
await loadDataset('irs');
export {};`,
};

const kB = (text) => `${Math.round(text.length / 1000)} kB`;

let packed;
try {
  assert(existsSync(join(root, 'dist/src/index.js')), 'no dist/: run npm run build first');
  const words = ['pack', '--ignore-scripts', '--json', '--pack-destination', base];
  [packed] = JSON.parse(run('npm', words, { cwd: root }));
  console.log(`${packed.filename}: ${packed.files.length} files, ${statSync(join(base, packed.filename)).size} bytes`);
  for (const [what, check] of Object.entries(checks)) {
    const remark = await check();
    console.log(`ok  ${what}${remark ? ` (${remark})` : ''}`);
  }
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  rmSync(base, { recursive: true });
}
