/** `simdgrad explain …`, as it is typed. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { runSimdgrad } from '../../src/cli/simdgrad.ts';
import { layerNames } from '../../src/explain/layer-trace.ts';
import { scheduleNames } from '../../src/explain/schedule-trace.ts';
import { optimizerClasses } from '../../src/optimizers/to-optimizer.ts';
import type { ImportPackage } from '../../src/report/charts/load-vega.ts';
import { addedLayers } from '../helpers/added-golden.ts';
import { keepingTerminal } from '../helpers/output.ts';

async function run(
  words: string,
  {
    isTTY = false,
    columns = 80,
    importPackage,
  }: { isTTY?: boolean; columns?: number; importPackage?: ImportPackage } = {},
) {
  const terminal = keepingTerminal({ isTTY, columns });
  const errors = keepingTerminal({ isTTY, columns });
  const given = words === '' ? [] : words.split(' ');
  const exitCode = await runSimdgrad(['explain', ...given], { terminal, errors, environment: {}, importPackage });
  return { exitCode, output: terminal.text(), errors: errors.text() };
}

/** Places in a line: marks above letters take none. */
function widest(text: string): number {
  return Math.max(...text.split('\n').map((line) => line.replace(/\p{Mn}/gu, '').length));
}

/** Words after which there is no heading: a layer that was added may have no example. */
const lists = ['layer', 'init', 'schedule', ...addedLayers.map(({ layer }) => `layer ${layer}`)];
const pages = [
  '',
  ...Object.keys(optimizerClasses).map((name) => `${name} --steps 7`),
  'adam --gradient 1,2,3,4,5,6,7,8 --amsgrad --clip-norm 1',
  'rmsProp --centered --momentum 0.9',
  'backward',
  'backward --graph softmax',
  'backward --graph shared',
  'backward --graph broadcast',
  'layer',
  ...layerNames.map((name) => `layer ${name}`),
  'init',
  'init heUniform --activation tanh',
  'init constant',
  'schedule',
  ...scheduleNames.map((name) => `schedule ${name}`),
];

describe('explain', () => {
  test.each(pages)('%s fits 80 columns, says the same twice, and has colours in a terminal alone', async (words) => {
    const [first, narrow] = [await run(words), await run(words, { isTTY: true })];
    expect([first.exitCode, first.errors]).toEqual([0, '']);
    expect(stripVTControlCharacters(narrow.output)).toBe(first.output);
    expect(first.output).not.toContain('\x1b');
    expect(first.output).not.toMatch(/NaN|Infinity|undefined|null| $/m);
    expect(widest(first.output)).toBeLessThanOrEqual(80);
    if (!lists.includes(words)) expect(narrow.output).toContain('\x1b[1m');
  });

  test('without a name lists every optimizer in a line', async () => {
    const { output } = await run('');
    for (const name of Object.keys(optimizerClasses)) expect(output).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
  });

  test('shows the steps of an optimizer', async () => {
    const { output } = await run('adam --steps 2 --gradient 1,-2,0 --lr 0.1');
    expect(output).toContain('    θ ← θ − η · m̂ / (√v̂ + ε)');
    expect(output).toContain(
      [
        'step 2    1 − β₁ᵗ = 0.19    1 − β₂ᵗ = 0.001999',
        '  gradient g   1           −2            0',
        '  m            0.19        −0.38         0',
        '  v            0.001999     0.007996     0',
        '  m̂            1           −2            0',
        '  v̂            1            4            0',
        '  change      −0.1          0.1          0',
        '  θ           −0.2          0.2          0',
        '',
      ].join('\n'),
    );
  });

  test('takes a gradient for each step', async () => {
    const { output } = await run('sgd --gradient 1 --gradient 0.5 --steps 3 --start 2 --lr 1');
    expect(output.match(/^ {2}θ .*/gm)).toEqual([
      '  θ            2',
      '  θ            1',
      '  θ            0.5',
      '  θ            0',
    ]);
  });

  test('has the options of each rule, and no others', async () => {
    expect((await run('sgd --momentum 0.9 --nesterov')).output).toContain('g + μv');
    expect((await run('sgd --beta1 0.9')).errors).toContain("unknown option '--beta1'");
    expect((await run('adam --help')).output).toMatch(/--epsilon <number> +epsilon of the rule \(default: 1e-8\)/);
  });

  test.each(['rmsprop', 'RMSprop', 'rms-prop', 'RmsProp'])('knows %s', async (name) => {
    const { output } = await run(`${name} --decay 0.5`);
    expect(output).toContain('decay ρ = 0.5');
  });

  test.each([
    ['radam --help', 'rAdam'],
    ['RADAM -h', 'rAdam'],
    ['Backward --help', 'backward'],
    ['Layer batch-norm --help', 'layer batchNorm'],
    ['init xavier --help', 'init glorotUniform'],
    ['schedule one-cycle --until 3 --help', 'schedule oneCycle'],
    ['layer --help', 'layer'],
    ['gradient --help', ''],
  ])('%s is the help of what is meant', async (words, name) => {
    const { exitCode, output, errors } = await run(words);
    expect([exitCode, errors]).toEqual([0, '']);
    expect(output).toBe((await run(`${name} --help`.trim())).output);
    expect(output.startsWith(`Usage: simdgrad explain ${name}`)).toBe(true);
  });

  test('formulas that are too wide go on below their own beginning', async () => {
    const { output } = await run('rmsProp --steps 1');
    expect(output).toContain(`${' '.repeat(20)}d = g − m        m ← ρm + (1 − ρ)g\n${' '.repeat(24)}s ← ρ(s + `);
  });

  test('as JSON has all digits', async () => {
    const trace = JSON.parse((await run('adam --steps 1 --lr 0.1 --json')).output);
    expect(trace.steps[0].slots.m).toEqual([1, -2, 0].map((g) => Math.fround(0.1 * g)));
    expect(JSON.parse((await run('backward --json')).output).walk[0].operation).toBe('meanSquaredError');
  });

  test('draws the graph for Mermaid', async () => {
    const { output } = await run('backward --mermaid');
    expect(output).toMatch(/^flowchart TD\n/);
    expect(output).toContain('  leaf_W -->|"∂ [0.5, 0.5], [−2.5, 1]"| n1\n');
    expect(output).toContain('  leaf_x --> n1\n');
  });
});

describe('explain layer, init, schedule', () => {
  test('layer shows batch normalisation on the way', async () => {
    const { output } = await run('layer batch-norm');
    expect(output).toContain('  runningMean      [0, 0]  →  [0.4, 0.2]\n');
    expect(output).toContain('  μ, the mean of each channel          [2]       4   2\n');
  });

  test('layer tells training from evaluation where they differ, and only there', async () => {
    const alike = 'Output, in training and evaluation alike\n';
    for (const name of ['dropout', 'batchNorm']) {
      const { output } = await run(`layer ${name}`);
      expect(output).toMatch(/^Training$.*^Evaluation$/ms);
      expect(output).not.toContain(alike);
    }
    expect((await run('layer dropout --seed 1')).output).toContain('  y of the next step ');
    expect((await run('layer dense')).output).toContain(alike);
  });

  test('layer shows windows', async () => {
    expect((await run('layer maxpool2d')).output).toContain('  y[1, 1]   [4, 2], [1, 3]  →  4\n');
  });

  test('init knows the names that people use, and counts fans', async () => {
    const { output } = await run('init he --shape 3,3,1,32');
    expect(output).toContain('Weight [3, 3, 1, 32]: fanIn 9, fanOut 288\n');
    expect(output).toContain('standard deviation √(2 / fanIn)');
    expect((await run('init xavier --json')).output).toContain('"initializer": "glorotUniform"');
  });

  test('init draws bars to an eighth of a place', async () => {
    const { output } = await run('init heNormal --json');
    const { bins } = JSON.parse(output).sample;
    const most = Math.max(...bins.map(({ count }: { count: number }) => count));
    const bars = [...(await run('init heNormal')).output.matchAll(/^ +\S+ +(\d+) {2}([█▏▎▍▌▋▊▉]*)$/gm)];
    expect(bars).toHaveLength(bins.length);
    for (const [, count, bar] of bars) {
      const eighths = [...bar].reduce((sum, one) => sum + ' ▏▎▍▌▋▊▉█'.indexOf(one), 0);
      expect(eighths).toBe(Math.round((8 * 50 * Number(count)) / most));
    }
  });

  test('init says of gradients what holds with the activation', async () => {
    const said = async (activation: string) =>
      (await run(`init heNormal --activation ${activation}`)).output.replace(/\s+/g, ' ');
    for (const activation of ['none', 'relu', 'leakyRelu']) {
      expect(await said(activation)).toContain('from layer to layer, so do gradients on their way back.');
    }
    expect(await said('sigmoid')).toContain(
      'the slope of sigmoid, too: they may shrink where the mean square does not.',
    );
  });

  test('schedule draws rates as large as numbers are, and a warm-up in epochs', async () => {
    const { output } = await run('schedule polynomialDecay --initial 1.7e308 --final 1.5e308');
    expect(output).toContain('1.6e308 ┤');
    expect((await run('schedule warmup --per epoch')).output).toContain('\n  epoch  rate\n');
  });

  test('schedule draws and lists rates', async () => {
    const { output } = await run('schedule stepDecay --initial 1 --every 2 --until 4');
    expect(output).toContain('stepDecay(initial 1, factor 0.5, every 2)\n');
    expect(output).toContain('  step  rate\n     0  1\n     1  1\n     2  0.5\n     3  0.5\n     4  0.25\n');
    expect(output).toMatch(/^ {6}1 ┤─+╮$/m);
    expect((await run('schedule warmup --then cosineDecay --steps 3')).output).toContain(
      'warmup(steps 3, then cosineDecay(',
    );
    expect((await run('schedule warmup --then Cosine_Decay')).output).toContain('then cosineDecay(');
    expect((await run('schedule piecewise --boundaries 2 --values 1,0.5')).output).toContain(
      'piecewise(boundaries [2]',
    );
  });

  test('schedule writes an SVG where vega is, and says what is missing where it is not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'simdgrad-explain-'));
    const file = join(folder, 'rate.svg');
    try {
      const { output } = await run(`schedule oneCycle --output ${file}`);
      expect(output).toContain(`\nwritten to ${file}\n`);
      expect(readFileSync(file, 'utf8')).toMatch(/^<svg .*oneCycle\(maximum 0\.1/s);
      expect(readdirSync(folder)).toEqual(['rate.svg']);
      const missing = await run(`schedule oneCycle --output ${join(folder, 'other.svg')}`, {
        importPackage: () => Promise.reject(Object.assign(new Error('no'), { code: 'ERR_MODULE_NOT_FOUND' })),
      });
      expect([missing.exitCode, missing.output]).toEqual([1, '']);
      expect(missing.errors).toContain('npm install vega vega-lite');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('mistakes', () => {
  test.each([
    [
      'adma',
      2,
      `explain does not know 'adma'; did you mean 'adam'? It knows ${Object.keys(optimizerClasses).join(', ')},`,
    ],
    ['--lr 1', 2, "unknown option '--lr'"],
    ['adam --lr nan', 2, "'--lr <number>' argument 'nan' is invalid. Expected a finite number."],
    ['adam --lr 1 --learning-rate 1', 1, 'explain adam: --lr and --learning-rate are the same; give one of them'],
    ['adam --lr -1', 1, 'Adam: learningRate must be positive, got -1'],
    ['adam --lr Infinity', 2, "argument 'Infinity' is invalid"],
    ['adam --beta1 1', 1, 'Adam: beta1 must be in [0, 1), got 1'],
    ['adam --steps 0', 2, 'Expected a whole number from 1 to 1000.'],
    ['adam --gradient 1,,2', 2, "Expected finite numbers with commas, such as 1,-2,0; '' is none."],
    ['adam --gradient 1,1e39', 1, 'explain adam: gradient must be finite numbers within ±3.4e38, got 1e+39'],
    ['adam --start 1', 1, 'got 3 in gradient 1 and 1 at the start'],
    ['sgd --lr 1e38 --gradient 1e10', 1, 'explain sgd: weights became -Infinity for weight 1 in step 1'],
    ['sgd --nesterov', 1, 'Sgd: nesterov needs a momentum above 0, got 0'],
    ['backward --graph cnn', 2, 'Allowed choices are dense, softmax, shared, broadcast.'],
    ['layer lstm', 2, "explain layer does not know 'lstm'. It knows activation, averagePool2d, batchNorm,"],
    ['layer dense --seed x', 2, 'Expected a whole number of at least 0.'],
    ['init henormale', 2, "explain init does not know 'henormale'; did you mean 'heNormal'?"],
    ['init constructor', 2, "explain init does not know 'constructor'"],
    ['init he --shape 0,3', 2, "argument '0,3' is invalid. Expected sizes of at least 1 with commas"],
    ['init he --shape 5000,5000', 1, 'expected a shape of 1 to 1000000 values, got [5000, 5000]'],
    ['init he --activation gauss', 2, 'Allowed choices are none, elu'],
    ['schedule cosine', 2, "explain schedule does not know 'cosine'"],
    ['schedule cosineDecay --steps 0', 1, 'cosineDecay: steps must be a whole number of at least 1, got 0'],
    ['schedule cosineDecay --initial NaN', 2, 'Expected a finite number.'],
    [
      'schedule stepDecay --factor 1e300 --every 1',
      1,
      'explain schedule stepDecay: the rate of step 2 became Infinity; choose smaller numbers',
    ],
    ['init constant --value 1e30', 1, 'explain init constant: the signal is no longer finite after layer 2'],
    ['schedule warmup --then soon', 2, 'Expected a rate, or one of constant, stepDecay'],
    ['schedule constant --output rate.png', 2, 'A picture is a name that ends in .svg.'],
    [
      'schedule piecewise --values 1',
      1,
      'piecewise: expected one value more than boundaries, got 1 values and 2 boundaries',
    ],
    ['backward --mermaid --json', 1, '--mermaid and --json exclude each other'],
  ])('%s', async (words, exitCode, message) => {
    const result = await run(words);
    expect(result.errors).toContain(message);
    expect([result.exitCode, result.output]).toEqual([exitCode, '']);
  });
});
