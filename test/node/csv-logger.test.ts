import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { DataError, Dense, FileError, Sequential, type Tensor, Trainer } from '../../src/index.ts';
import { csvLogger, readCsv } from '../../src/node/index.ts';
import { bundled } from '../helpers/bundled.ts';
import { rejectionOf, thrownBy } from '../helpers/errors.ts';
import { feed } from '../helpers/fake-run.ts';
import { classified } from '../helpers/training-data.ts';

const folder = mkdtempSync(join(tmpdir(), 'simdgrad-log-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = (): string => join(folder, `run-${++files}.csv`);

const { x, y } = classified(40, 3);
const [program] = await bundled('test/programs/logged-training.ts');
const trainerOf = () =>
  new Trainer(new Sequential([new Dense(3, { activation: 'softmax' })], { inputShape: [4] }), {
    loss: 'crossEntropy',
    optimizer: 'adam',
    metrics: ['accuracy'],
  });

describe('csvLogger', () => {
  it('writes the history, a row for each epoch, digit by digit', async () => {
    const path = newFile();
    const history = await trainerOf().fit(x, y, { epochs: 4, validationSplit: 0.2, callbacks: [csvLogger(path)] });
    const lines = readFileSync(path, 'utf8').split('\n');
    expect(lines).toHaveLength(6);
    expect(lines[0]).toBe('epoch,loss,penalty,learningRate,accuracy,validationLoss,validationAccuracy');
    expect(lines.at(-1)).toBe('');
    const table = await readCsv(path);
    expect([...table.numbers('epoch')]).toEqual([1, 2, 3, 4]);
    for (const [name, values] of Object.entries(history)) expect([...table.numbers(name)]).toEqual(values);
  });

  it('has each row in the file when its epoch has ended', async () => {
    const path = newFile();
    const seen: number[] = [];
    const looking = { onEpochEnd: () => void seen.push(readFileSync(path, 'utf8').trim().split('\n').length) };
    await trainerOf().fit(x, y, { epochs: 3, callbacks: [csvLogger(path), looking] });
    expect(seen).toEqual([2, 3, 4]);
  });

  it('replaces a file, but only when there is a first row', async () => {
    const path = newFile();
    writeFileSync(path, 'an older run,whatever it was, and rather longer than the new one\n'.repeat(20));
    const logger = csvLogger(path);
    const failing = { onEpochBegin: () => Promise.reject(new Error('no first epoch')) };
    await rejectionOf(trainerOf().fit(x, y, { callbacks: [logger, failing] }));
    expect(readFileSync(path, 'utf8')).toMatch(/^an older run/);
    for (let again = 0; again < 2; again++) {
      await trainerOf().fit(x, y, { epochs: 2, callbacks: [logger] });
      expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(4);
    }
  });

  it('goes on in a file, by its columns', async () => {
    const path = newFile();
    const trainer = trainerOf();
    await trainer.fit(x, y, { epochs: 2, callbacks: [csvLogger(path, { append: true })] });
    await trainer.fit(x, y, { initialEpoch: 2, epochs: 4, callbacks: [csvLogger(path, { append: true })] });
    expect([...(await readCsv(path)).numbers('epoch')]).toEqual([1, 2, 3, 4]);

    const other = newFile();
    writeFileSync(other, 'loss,epoch\r\n0.5,1'); // another order, other line breaks, the last line without one
    await feed(csvLogger(other, { append: true }), [{ loss: 0.25 }]);
    expect(readFileSync(other, 'utf8')).toBe('loss,epoch\r\n0.5,1\n0.25,1\n');

    const before = readFileSync(path, 'utf8');
    const error = await rejectionOf(
      trainer.fit(x, y, { validationSplit: 0.2, callbacks: [csvLogger(path, { append: true })] }),
    );
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toMatch(
      /csvLogger: .* has the columns epoch, loss, penalty, learningRate, accuracy, and this training has .*validationAccuracy; write to another file/,
    );
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('takes a URL, names with commas, and numbers that are none', async () => {
    const path = newFile();
    const name = 'share, "of" all';
    await feed(csvLogger(pathToFileURL(path)), [
      { [name]: 1e-300, b: Number.NaN },
      { [name]: 0.1 + 0.2, b: Number.POSITIVE_INFINITY },
    ]);
    expect(readFileSync(path, 'utf8')).toBe(
      'epoch,"share, ""of"" all",b\n1,1e-300,NaN\n2,0.30000000000000004,Infinity\n',
    );
  });

  it('loses no row when the program is killed', async () => {
    const path = newFile();
    const child = spawn(process.execPath, [program, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resume) => child.stdout.once('data', resume));
    child.kill('SIGINT');
    await new Promise((resume) => child.once('exit', resume));
    const epochs = [...(await readCsv(path)).numbers('epoch')];
    expect(epochs.length).toBeGreaterThanOrEqual(10);
    expect(epochs).toEqual(epochs.map((_, i) => i + 1));
  });

  it('says before training what is wrong with the file', async () => {
    const trainer = trainerOf();
    const before = await (trainer.model as Sequential).fingerprint();
    const failure = (path: string) => rejectionOf(trainer.fit(x, y, { callbacks: [csvLogger(path)] }));
    const missing = await failure(join(folder, 'nowhere', 'run.csv'));
    expect(missing).toBeInstanceOf(FileError);
    expect(missing.message).toMatch(/csvLogger: there is no folder .*nowhere for .*run.csv; create it first/);
    mkdirSync(join(folder, 'sub'));
    expect((await failure(join(folder, 'sub'))).message).toMatch(/is a folder; give the name of a file in it/);
    expect(await (trainer.model as Sequential).fingerprint()).toBe(before);
  });

  it.runIf(existsSync('/dev/full'))('says that the disk is full, and training ends in order', async () => {
    const trainer = trainerOf();
    const ended: string[] = [];
    const callbacks = [csvLogger('/dev/full'), { onTrainEnd: () => void ended.push('end') }];
    const error = await rejectionOf(trainer.fit(x, y, { epochs: 3, callbacks }));
    expect(error).toBeInstanceOf(FileError);
    expect(error.message).toMatch(/csvLogger: no room left on the disk for \/dev\/full/);
    expect(ended).toEqual(['end']);
    expect(trainer.optimizer.steps).toBe(2); // the first epoch
  });

  it('refuses what is no path, and unknown options', () => {
    const messages: [() => unknown, RegExp][] = [
      [() => csvLogger(3 as never), /path must be the name of a file, got 3/],
      [() => csvLogger(''), /path must be the name of a file, got ""/],
      [() => csvLogger('a.csv', { appned: true } as never), /unknown option 'appned'; did you mean 'append'/],
      [() => csvLogger('a.csv', { append: 'yes' as never }), /append must be true or false, got "yes"/],
    ];
    for (const [call, message] of messages) expect(thrownBy(call).message).toMatch(message);
  });

  it('leaves no file open', async () => {
    const open = () => (process as unknown as { getActiveResourcesInfo(): string[] }).getActiveResourcesInfo().length;
    const before = open();
    const own = (_targets: Tensor, outputs: Tensor): number => outputs.size;
    const trainer = new Trainer(new Sequential([new Dense(1)], { inputShape: [4] }), {
      loss: 'meanSquaredError',
      optimizer: 'sgd',
      metrics: [own],
    });
    const path = newFile();
    for (let i = 0; i < 20; i++) await trainer.fit(x, y, { callbacks: [csvLogger(path)] });
    expect(open()).toBeLessThanOrEqual(before);
    expect(statSync(path).size).toBeGreaterThan(0);
  });
});
