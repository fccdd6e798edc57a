/** `simdgrad train` and `simdgrad predict`, from a CSV file to predictions. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runSimdgrad } from '../../src/cli/simdgrad.ts';
import type { TableResults } from '../../src/experiments/table/table-results.ts';
import { loadModel, readCsv } from '../../src/node/index.ts';
import { testWithDatasets } from '../helpers/datasets.ts';
import { keepingTerminal } from '../helpers/output.ts';
import { writeRods, writeVisitors } from '../helpers/table-files.ts';

let folder = '';
let visitors = '';
let rods = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simdgrad-train-'));
  visitors = join(folder, 'visitors.csv');
  rods = join(folder, 'rods.csv');
  writeVisitors(visitors);
  writeRods(rods);
});
afterEach(() => rmSync(folder, { recursive: true }));

async function run(words: readonly string[], { isTTY = false, columns = 80 } = {}) {
  const terminal = keepingTerminal({ isTTY, columns });
  const errors = keepingTerminal({ isTTY, columns });
  const exitCode = await runSimdgrad(words, { terminal, errors, environment: {} });
  return { exitCode, output: terminal.text(), errors: errors.text() };
}

const quick = ['--layers', '8', '--epochs', '20', '--seeds', '2'];
const train = (file: string, ...words: string[]) =>
  run(['train', file, '--runs', join(folder, 'runs'), ...quick, ...words]);
const written = (name: string) => join(folder, 'runs', `train-${name}-001`);
const resultsOf = (name: string): TableResults => JSON.parse(readFileSync(join(written(name), 'results.json'), 'utf8'));

describe('simdgrad train', () => {
  it('says what it does, trains, tests, and writes model, results and report', async () => {
    const { exitCode, output, errors } = await train(visitors, '--target', 'bought');
    expect(errors).toContain('optimized  seed 1');
    expect(exitCode).toBe(0);
    const text = output.replace(/\s+/g, ' ');
    expect(text).toContain('240 rows; predicts bought, one of two classes: no, yes');
    expect(text).toContain('leaves out id (an identifier), place (constant)');
    expect(text).toContain("missing-values: column 'minutes' is missing in 6 of 240 rows");
    expect(text).toContain('Kept: ');
    expect(text).toContain('the largest class, has accuracy');
    expect(text).toContain('Predicted worst');
    for (const line of output.split('\n'))
      if (!line.includes(folder)) expect(line.length, line).toBeLessThanOrEqual(80);
    expect(readdirSync(written('visitors')).sort()).toEqual(['report.html', 'results.json', 'visitors.safetensors']);
    const { tested, runs, rows, table } = resultsOf('visitors');
    expect(rows).toEqual({ train: 168, validation: 36, test: 36 });
    expect(table).toMatchObject({ numeric: ['minutes', 'luck'], categorical: ['kind'] });
    expect(runs.map(({ network, seed }) => [network, seed])).toEqual([
      ['linear', 0],
      ['baseline', 0],
      ['optimized', 0],
      ['linear', 1],
      ['baseline', 1],
      ['optimized', 1],
    ]);
    expect(text).toContain('the test part is one for all seeds, the others are drawn anew for each');
    expect(text).toContain('The rows tested on are one part for all seeds');
    expect(tested!.importance[0].column).toBe('minutes');
    expect(tested!.scores.accuracy).toBeGreaterThan(tested!.constant.score);
  });

  it('is reproducible: the same words give the same weights and figures', async () => {
    await train(visitors, '--target', 'bought');
    await train(visitors, '--target', 'bought');
    const [one, other] = ['001', '002'].map((number) => {
      const text = readFileSync(join(folder, 'runs', `train-visitors-${number}`, 'results.json'), 'utf8');
      return text.replace(/"(seconds|date)": .*/g, '');
    });
    expect(other).toBe(one);
  });

  it('predicts several numbers, each in its own unit', async () => {
    const { exitCode, output } = await train(rods, '--target', 'weight,stretch', '--epochs', '150');
    expect(exitCode).toBe(0);
    expect(output).toContain('predicts weight and stretch');
    const { tested } = resultsOf('rods');
    expect(tested!.scores.r2).toBeGreaterThan(0.9);
    const { errors, output: predictions } = await run(['predict', join(written('rods'), 'rods.safetensors'), rods]);
    expect(errors).toBe('');
    const lines = predictions.trimEnd().split('\n');
    expect(lines[0]).toBe('predicted_weight,predicted_stretch');
    expect(lines).toHaveLength(241);
    // By hand: what the network says, back from deviations to kilograms and millimetres.
    const { model, transformer, preprocessing } = await loadModel(join(written('rods'), 'rods.safetensors'));
    const { mean, scale } = (preprocessing as { targetScaler: { mean: number[]; scale: number[] } }).targetScaler;
    const outputs = model.predict(transformer!.transform(await readCsv(rods, { delimiter: ';' }))).toFloat32Array();
    lines.slice(1).forEach((line, i) => {
      line.split(',').forEach((text, j) => {
        const expected = outputs[2 * i + j] * scale[j] + mean[j];
        expect(Math.abs(Number(text) - expected)).toBeLessThan(1e-5 * Math.max(1, Math.abs(expected)));
      });
    });
  });

  it('trains nothing and writes nothing with --dry-run', async () => {
    const { exitCode, output } = await train(visitors, '--target', 'bought', '--dry-run');
    expect(exitCode).toBe(0);
    expect(output).toContain('predicts bought');
    expect(existsSync(join(folder, 'runs'))).toBe(false);
  });

  it('ends before it trains where the lint finds an error, unless forced', async () => {
    const lines = readFileSync(visitors, 'utf8').trimEnd().split('\n');
    const leaking = join(folder, 'leaking.csv');
    writeFileSync(
      leaking,
      lines.map((line, i) => `${line},${i === 0 ? 'paid' : line.endsWith('yes') ? 1 : 0}`).join('\n'),
    );
    const stopped = await train(leaking, '--target', 'bought');
    expect(stopped.exitCode).toBe(1);
    expect(stopped.output.replace(/\s+/g, ' ')).toContain("error target-leak: column 'paid'");
    expect(stopped.errors).toMatch(/^error: train: 1 error in the data \(target-leak\); mend it, /);
    expect(existsSync(join(folder, 'runs'))).toBe(false);
    const forced = await train(leaking, '--target', 'bought', '--force');
    expect(forced.exitCode).toBe(0);
    expect(resultsOf('leaking').findings.map(({ rule }) => rule)).toContain('target-leak');
  });

  it('says whether a goal is met, and exits with 1 if not', async () => {
    const met = await train(visitors, '--target', 'bought', '--goal', 'accuracy>=0.5');
    expect(met).toMatchObject({ exitCode: 0 });
    expect(met.output).toContain('Goal accuracy ≥ 50.0 %: met with ');
    const missed = await train(visitors, '--target', 'bought', '--goal', 'logLoss<=0.0001');
    expect(missed).toMatchObject({ exitCode: 1, errors: expect.stringContaining('error: train: the goal is missed') });
    expect(missed.output).toContain('Goal cross-entropy ≤ 0.000: missed with ');
  });

  it.each([
    [['--target', 'boght'], /--target names "boght", and there is no such column; did you mean 'bought'\?/],
    [['--target', 'bought', '--drop', 'x'], /--drop names "x", and there is no such column/],
    [['--target', 'id'], /1 error in the data \(target-task\)/],
    [['--target', 'bought,luck'], /'bought' is to be a number, and row 1 is "(yes|no)"/],
    [['--target', 'luck', '--task', 'binary'], /'luck' has \d+ different values, and a binary target has 2/],
    [['--target', 'bought', '--goal', 'r2>=0.5'], /score must be one of/],
    [
      ['--target', 'bought', '--drop', 'minutes,kind,luck'],
      /no column left to predict bought from: .*'id' \(identifier\)/,
    ],
  ])('%j is refused in a line, and nothing is written', async (words, message) => {
    const { exitCode, errors } = await train(visitors, ...words);
    expect(exitCode).toBe(1);
    expect(errors).toMatch(message);
    expect(errors.trimEnd().split('\n')).toHaveLength(1);
    expect(existsSync(join(folder, 'runs'))).toBe(false);
  });

  it.each([
    [['--goal', 'accuracy>0.5'], 'such as accuracy>=0.75'],
    [['--goal', 'acuracy>=0.5'], 'did you mean accuracy?'],
    [['--goal', 'rmse>=0.5'], 'rmse is better the lower it is: write rmse<=0.5'],
    [['--goal', 'accuracy>=75'], 'a share from 0 to 1'],
    [['--layers', '64,x'], 'Expected a whole number'],
    [['--dropout', '1'], 'Expected a rate from 0 to 0.95'],
    [['--optimizer', 'adm'], 'Allowed choices are sgd, momentum, rmsProp, adam, adamW'],
    [['--drop', 'a,,b'], 'Expected names of columns'],
    [['--delimiter', 'xx'], "such as ';', or tab"],
    [['--encoding', 'utf8'], 'Allowed choices are utf-8'],
    [['--learning-rate', '0'], 'Expected a learning rate from'],
  ])('%j is a mistake in the words', async (words, message) => {
    const { exitCode, errors } = await train(visitors, '--target', 'bought', ...words);
    expect(exitCode).toBe(2);
    expect(errors).toContain(message);
  });

  it.each([
    ['empty.csv', '', 'the file is empty'],
    ['header.csv', 'a,b\n', 'a header but no rows'],
    ['ragged.csv', 'a,b\n1,2\n3\n', 'line 3: expected 2 fields, got 1'],
    ['twice.csv', 'a,a\n1,2\n', 'columns 1 and 2 are both named'],
  ])('%s is refused with its line', async (name, content, message) => {
    writeFileSync(join(folder, name), content);
    const { exitCode, errors } = await train(join(folder, name), '--target', 'b');
    expect(exitCode).toBe(1);
    expect(errors).toContain(message);
  });

  it('reads tabs, no header, other encodings and names with commas, and says how to predict from such a file', async () => {
    const file = join(folder, 'gr\u00f6sse.csv');
    const lines = Array.from(
      { length: 60 },
      (_, i) => `${i % 7}\tkl\u00e4${i % 3}\t${i % 7 > 3 ? 'gro\u00df' : 'klein'}`,
    );
    writeFileSync(file, Buffer.from(lines.join('\n'), 'latin1'));
    const words = ['--delimiter', 'tab', '--no-header', '--encoding', 'latin1'];
    const { exitCode, output } = await train(file, '--target', 'column3', ...words, '--force');
    expect(exitCode).toBe(0);
    expect(output).toContain('gro\u00df, klein');
    expect(output).toContain('--delimiter tab --no-header --encoding latin1 > predictions.csv');
    const model = join(written('gr\u00f6sse'), 'gr\u00f6sse.safetensors');
    const predicted = await run(['predict', model, file, ...words, '--keep', 'column3']);
    expect(predicted.output.split('\n')[0]).toBe('column3,predicted_column3,probability_gro\u00df,probability_klein');
    expect(predicted.output.trimEnd().split('\n')).toHaveLength(61);
    const named = join(folder, 'named.csv');
    writeFileSync(named, `"a, b",c,y\n${lines.map((_, i) => `${i % 7},${(i * i) % 11},${i % 2}`).join('\n')}`);
    const dry = await train(named, '--target', 'y', '--drop', '"a, b"', '--dry-run');
    expect(dry.output).toContain('leaves out a, b (as told)');
  });

  it('makes a report of columns with names as long as a file may hold', async () => {
    const file = join(folder, 'long.csv');
    const name = 'x'.repeat(6000);
    const [head, ...lines] = readFileSync(visitors, 'utf8').trimEnd().split('\n');
    writeFileSync(file, [head.replace('minutes', name), ...lines].join('\n'));
    const { exitCode, output, errors } = await train(file, '--target', 'bought', '--epochs', '1', '--seeds', '1');
    expect(errors).not.toContain('error:');
    expect(exitCode).toBe(0);
    expect(output).toContain('Kept: ');
    expect(existsSync(join(written('long'), 'report.html'))).toBe(true);
  });

  it('makes a report of its results again, and refuses results that were damaged', async () => {
    await train(visitors, '--target', 'bought');
    const file = join(written('visitors'), 'results.json');
    expect((await run(['report', file, '-o', join(folder, 'again.html')])).exitCode).toBe(0);
    const report = readFileSync(join(folder, 'again.html'), 'utf8');
    expect(report).toContain('visitors.csv: a model of bought');
    expect(report.includes('Deviations over seeds are of other training and validation rows')).toBe(true);
    const results = JSON.parse(readFileSync(file, 'utf8'));
    // As a training leaves them that was stopped in its first run, before a column was shuffled.
    const runs = [{ ...results.runs[0], complete: false }];
    const tested = { network: runs[0].network, seed: runs[0].seed };
    writeFileSync(file, JSON.stringify({ ...results, runs, tested: { ...results.tested, ...tested, importance: [] } }));
    expect((await run(['report', file, '-o', join(folder, 'stopped.html')])).exitCode).toBe(0);
    expect(readFileSync(join(folder, 'stopped.html'), 'utf8')).toContain('Stopped before a network was trained');
    for (const damage of [
      { task: 'guess' },
      { testSeed: undefined },
      { classes: ['no'] },
      { runs: [{ ...results.runs[0], scores: {} }] },
      { tested: { ...results.tested, main: 'r2' } },
      { tested: { ...results.tested, confusionMatrix: [[1]] } },
      { findings: [{ severity: 'bad' }] },
      { classes: ['no', 'yes', 'perhaps'], tested: { ...results.tested, confusionMatrix: undefined } },
      { tested: { ...results.tested, worst: [{ row: 1, truth: 'no', predicted: 'yes' }] } },
    ]) {
      writeFileSync(file, JSON.stringify({ ...results, ...damage }));
      const { exitCode, errors } = await run(['report', file, '-o', join(folder, 'damaged.html')]);
      expect(exitCode).toBe(1);
      expect(errors).toContain('the file holds no results of simdgrad');
      expect(existsSync(join(folder, 'damaged.html'))).toBe(false);
    }
  });
});

describe('simdgrad predict', () => {
  const model = () => join(written('visitors'), 'visitors.safetensors');

  it('predicts as the model does that was saved, row by row, with columns copied in front', async () => {
    await train(visitors, '--target', 'bought');
    const { exitCode, output } = await run(['predict', model(), visitors, '--keep', 'id,bought']);
    expect(exitCode).toBe(0);
    const [head, ...lines] = output.trimEnd().split('\n');
    expect(head).toBe('id,bought,predicted_bought,probability_no,probability_yes');
    expect(lines).toHaveLength(240);
    const loaded = await loadModel(model());
    const probabilities = loaded.predict(await readCsv(visitors)).toFloat32Array();
    const { threshold } = resultsOf('visitors').tested!;
    lines.forEach((line, i) => {
      const [id, , predicted, no, yes] = line.split(',');
      expect(id).toBe(`visit-${String(i).padStart(5, '0')}x`);
      expect(Number(yes)).toBeCloseTo(probabilities[i], 5);
      expect(Number(no) + Number(yes)).toBeCloseTo(1, 5);
      expect(predicted).toBe(probabilities[i] >= threshold ? 'yes' : 'no');
    });
  });

  it('takes columns in another order, others besides, unknown categories and gaps', async () => {
    await train(visitors, '--target', 'bought');
    const other = join(folder, 'other.csv');
    writeFileSync(other, 'kind;x;luck;minutes\nnobody;a;;\nback;5;3;59\n');
    const { exitCode, output, errors } = await run(['predict', model(), other]);
    expect(errors).toBe('');
    expect(exitCode).toBe(0);
    expect(output.trimEnd().split('\n')).toHaveLength(3);
  });

  it('writes a file whole or not at all', async () => {
    await train(visitors, '--target', 'bought');
    const out = join(folder, 'predictions.csv');
    const lines = readFileSync(visitors, 'utf8').trimEnd().split('\n');
    const broken = join(folder, 'broken.csv');
    writeFileSync(broken, [...lines, 'visit,12,new'].join('\n'));
    const failed = await run(['predict', model(), broken, '--output', out]);
    expect(failed.exitCode).toBe(1);
    expect(failed.errors).toContain('line 242: expected 6 fields, got 3');
    expect(existsSync(out)).toBe(false);
    expect((await run(['predict', model(), visitors, '--output', out])).exitCode).toBe(0);
    expect(readFileSync(out, 'utf8').trimEnd().split('\n')).toHaveLength(241);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('names a missing column, a number that is none with its line, and a model of another kind', async () => {
    await train(visitors, '--target', 'bought');
    const other = join(folder, 'other.csv');
    writeFileSync(other, 'kind,lukc,minutes\nnew,1,2\n');
    expect((await run(['predict', model(), other])).errors).toContain(
      "line 1: there is no column 'luck', which the model was trained on; did you mean 'lukc'?",
    );
    writeFileSync(other, 'kind,luck,minutes\nnew,1,2\nnew,few,2\n');
    expect((await run(['predict', model(), other])).errors).toContain(
      `line 3, column 'luck': expected a number, got "few"`,
    );
    writeFileSync(other, `kind,luck,minutes\n${'new,1,2\n'.repeat(4099)}new,1e300,2\n`);
    const large = (await run(['predict', model(), other])).errors;
    expect(large).toContain("row 4,100 of the data, column 'luck': the model cannot take 1e+300 (");
    expect(large).not.toContain('row 4 ');
    await run(['compare', 'moons', '--epochs', '1', '--seeds', '1', '--runs', join(folder, 'runs')]);
    const compared = join(folder, 'runs', 'compare-moons-001', 'moons.safetensors');
    expect((await run(['predict', compared, visitors])).errors).toContain('the file holds no model of simdgrad train');
    expect((await run(['predict', join(folder, 'none.safetensors'), visitors])).exitCode).toBe(1);
  });
});

testWithDatasets(
  'california housing is predicted with R² of at least 0.72 in a few epochs',
  ['california-housing/housing.csv'],
  async (housing) => {
    const words = ['--target', 'median_house_value', '--layers', '64,64', '--epochs', '15', '--seeds', '1'];
    const { exitCode } = await train(housing, ...words, '--goal', 'r2>=0.72');
    expect(exitCode).toBe(0);
    expect(resultsOf('housing').table.leftOut).toEqual([]);
  },
);
