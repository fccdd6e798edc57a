/** `npm run bench:report`: a chapter for each file of results, as a page and as the text of docs/results. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { columnsOf, percentText, verdictOf } from '../../benchmarks/describe/chapter.ts';
import { benchmarkDocuments, describers } from '../../benchmarks/describe/documents.ts';
import { runBenchReport } from '../../benchmarks/report-command.ts';
import { timesText, timeText } from '../../benchmarks/texts.ts';
import { renderReport } from '../../src/report/index.ts';
import { benchResults, writeBenchResults } from '../helpers/bench-results.ts';
import { inFolder } from '../helpers/fake-parts.ts';
import { keepingTerminal } from '../helpers/output.ts';

async function report(folder: string, words: readonly string[]) {
  const terminal = keepingTerminal({ columns: 100 });
  const errors = keepingTerminal({ columns: 100 });
  const docs = join(folder, 'docs');
  mkdirSync(docs, { recursive: true });
  const context = { terminal, errors, folder, html: join(folder, 'page.html'), markdown: join(docs, 'benchmarks.md') };
  const exitCode = await runBenchReport(words, context);
  return { exitCode, docs, output: terminal.text(), errors: errors.text() };
}

test('writes a page, the text and its pictures, and takes old pictures away', () =>
  inFolder(async (folder) => {
    writeBenchResults(folder);
    mkdirSync(join(folder, 'docs'));
    for (const file of ['benchmarks-of-before.svg', 'mnist-loss.svg']) writeFileSync(join(folder, 'docs', file), '');
    const { exitCode, docs, output } = await report(folder, ['-o', join(folder, 'other.html')]);
    expect([exitCode, existsSync(join(folder, 'page.html'))]).toEqual([0, false]);
    expect(readFileSync(join(folder, 'other.html'), 'utf8')).toContain('<h1>simdgrad: benchmarks</h1>');
    const text = readFileSync(join(docs, 'benchmarks.md'), 'utf8');
    for (const { title } of await benchmarkDocuments(folder)) expect(text).toMatch(new RegExp(`^# ${title}$`, 'm'));
    const pictures = [...text.matchAll(/\]\((benchmarks-[^)]+\.svg)\)/g)].map(([, file]) => file);
    expect(readdirSync(docs).sort()).toEqual(['benchmarks.md', 'mnist-loss.svg', ...pictures].sort());
    expect(output).toContain(`with ${pictures.length} pictures`);
  }));

test('leaves the text alone where it is told to', () =>
  inFolder(async (folder) => {
    writeBenchResults(folder, ['training']);
    const { exitCode, docs } = await report(folder, ['--no-markdown']);
    expect([exitCode, readdirSync(docs), existsSync(join(folder, 'page.html'))]).toEqual([0, [], true]);
  }));

test('says what it lacks', () =>
  inFolder(async (folder) => {
    const { exitCode, errors } = await report(folder, []);
    expect(exitCode).toBe(1);
    expect(errors).toContain(`there are no results in ${folder}; npm run bench writes them`);
    expect((await report(folder, ['--nonsense'])).exitCode).toBe(2);
    const { exitCode: asked, output } = await report(folder, ['--help']);
    expect([asked, output.includes('bench:report')]).toEqual([0, true]);
  }));

test('has a chapter for each file that is there, and results of each to test it with', () =>
  inFolder(async (folder) => {
    expect(Object.keys(benchResults).sort()).toEqual(Object.keys(describers).sort());
    writeBenchResults(folder, ['growth', 'start']);
    writeFileSync(join(folder, 'long-run.json'), '{ "machine": "of before the suite" }');
    const documents = await benchmarkDocuments(folder);
    expect(documents.map(({ title }) => title)).toEqual(['Growth', 'Start']);
    const [growth, start] = documents;
    expect(growth.answer).toContain('with data set size as x^1.00');
    expect(start.answer).toBe(
      'From the start of a process to the first trained batch of W4 it is 75 ms, of which Node takes 41 ms. ' +
        'A process that trains W4 takes 69 MB, of which Node takes 43 MB.\n' +
        'Missed of 3 promises: predict W1: one row, a tensor is 3.1 µs, promised below 3 µs.',
    );
    expect(start.provenance.versions).toEqual({ Node: '20.20.2', V8: '11.3.244.8-node.38' });
    writeBenchResults(folder, ['kernels']);
    const [kernels] = await benchmarkDocuments(folder);
    expect(kernels.answer).toBe(
      'Over numbers from the second-level cache a kernel is 12.0x as fast as its plain loop, half of them between 12.0x and 12.0x. ' +
        'Strict SIMD does 46.6 GFLOP/s in registers alone.',
    );
    const html = await renderReport(documents);
    expect(html).toContain('75 ms (goal 150)');
  }));

describe('texts', () => {
  it('have as many digits as count', () => {
    expect([0.0315, 1.512, 31.24, 5803.2].map(timeText)).toEqual(['0.0315', '1.51', '31.2', '5,803']);
    expect([37.2, 9.41, 0.781].map(timesText)).toEqual(['37x', '9.4x', '0.78x']);
    expect([0.999, 0.62, 0.052].map(percentText)).toEqual(['100 %', '62 %', '5.2 %']);
  });

  it('say how promises came out', () => {
    const { figures } = benchResults['start'];
    expect(verdictOf([])).toBe('');
    expect(verdictOf(figures.slice(0, 1))).toBe('The promise is met.');
    expect(verdictOf(figures.slice(0, 2))).toBe('All 2 promises are met.');
    expect(verdictOf(Array.from({ length: 6 }, () => figures[2]))).toMatch(/^Missed of 6 promises: .*µs and 2 more\.$/);
  });

  it('stand to the right where the title says so', () => {
    expect(columnsOf(['', '>µs'])).toEqual([{ title: '' }, { title: 'µs', align: 'right' }]);
  });
});
