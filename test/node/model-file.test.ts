import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  BatchNorm,
  ColumnTransformer,
  DataError,
  Dense,
  Dropout,
  FileError,
  Sequential,
  serializeModel,
  Table,
} from '../../src/index.ts';
import { loadModel, saveModel } from '../../src/node/index.ts';
import { rejectionOf } from '../helpers/errors.ts';
import { Residual } from '../helpers/layers.ts';
import { testOnSmallDisk } from '../helpers/small-disk.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simdgrad-'));
  path = join(folder, 'model.safetensors');
});
afterEach(() => rmSync(folder, { recursive: true }));

const network = (units = 5) =>
  new Sequential([new Dense(units), new BatchNorm(), new Dropout(0.5), new Dense(2, { activation: 'softmax' })], {
    inputShape: [3],
    seed: 8,
  });

describe('saveModel and loadModel', () => {
  it('keep a model in a file, which holds the bytes of serializeModel', async () => {
    const model = network();
    const contents = { model, preprocessing: { classes: [3, 4] } };
    for (const place of [path, pathToFileURL(path)]) {
      await saveModel(place, contents);
      expect(new Uint8Array(readFileSync(path))).toEqual(serializeModel(contents));
      const loaded = await loadModel(place);
      expect(await loaded.model.fingerprint()).toBe(await model.fingerprint());
      expect(loaded.preprocessing).toEqual({ classes: [3, 4] });
    }
    expect(readdirSync(folder)).toEqual(['model.safetensors']);
  });

  it('keep a model with what makes its inputs of a table', async () => {
    const table = new Table({ age: [31, 27, 45], kind: ['oak', 'elm', 'oak'] });
    const transformer = new ColumnTransformer().fit(table);
    const model = network();
    await saveModel(path, { model, transformer, preprocessing: { target: 'height' } });
    expect(new Uint8Array(readFileSync(path))).toEqual(
      serializeModel({ model, transformer, preprocessing: { target: 'height' } }),
    );
    const loaded = await loadModel(path);
    const expected = model.predict(transformer.transform(table)).toArray();
    expect(loaded.predict(table).toArray()).toEqual(expected);
    expect(loaded.transformer!.toJSON()).toEqual(transformer.toJSON());
    expect(loaded.preprocessing).toEqual({ target: 'height' });
    await saveModel(path, { model });
    const plain = await loadModel(path);
    expect(() => plain.predict(table)).toThrow(
      /^loadModel: \S+model\.safetensors: the model was saved without a transformer/,
    );
  });

  it("keep a model with layers of one's own", async () => {
    const model = new Sequential([new Residual({ units: 3 })], { inputShape: [3] });
    await saveModel(path, { model });
    const loaded = await loadModel(path, { layers: { Residual } });
    expect(await loaded.model.fingerprint()).toBe(await model.fingerprint());
    const error = await rejectionOf(loadModel(path));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toMatch(/^loadModel: \S+model\.safetensors: layer 1: unknown type "Residual"/);
  });

  it('write through a link', async () => {
    symlinkSync('model.safetensors', join(folder, 'latest'));
    await saveModel(join(folder, 'latest'), { model: network() });
    expect((await loadModel(path)).model.parameterCount).toBe(network().parameterCount);
  });
});

describe('saveModel', () => {
  it('leaves the file as it was when the model cannot be saved', async () => {
    const model = network();
    await saveModel(path, { model });
    const before = readFileSync(path);
    model.weights()['dense1.weight'].assign(new Float32Array(15).fill(Number.NaN));
    for (const contents of [{ model }, { model: network(), preprocessing: [Number.NaN] }, {}]) {
      const error = await rejectionOf(saveModel(path, contents as never));
      expect(error.message).toMatch(/^saveModel: /);
      expect(readFileSync(path)).toEqual(before);
      expect(readdirSync(folder)).toEqual(['model.safetensors']);
    }
  });

  it('says that the folder is missing', async () => {
    const error = await rejectionOf(saveModel(join(folder, 'runs', 'model'), { model: network() }));
    expect(error).toBeInstanceOf(FileError);
    expect(error.message).toMatch(/^saveModel: there is no folder .*runs for .*; create it first$/);
  });
});

testOnSmallDisk('saveModel on a full disk leaves the old model', 64 * 1024, async (disk) => {
  const file = join(disk, 'model');
  const model = network();
  await saveModel(file, { model });
  const error = await rejectionOf(saveModel(file, { model: network(4000) }));
  expect(error).toBeInstanceOf(FileError);
  expect(error).toMatchObject({ code: 'ENOSPC', path: file });
  expect(readdirSync(disk)).toEqual(['model']);
  expect(await (await loadModel(file)).model.fingerprint()).toBe(await model.fingerprint());
});

describe('loadModel', () => {
  it('says that there is no such file', async () => {
    const error = await rejectionOf(loadModel(path));
    expect(error).toBeInstanceOf(FileError);
    expect(error).toMatchObject({ code: 'ENOENT', path });
    expect(error.message).toBe(`loadModel: no such file: ${path}`);
  });

  it('names the file that holds no model', async () => {
    await saveModel(path, { model: network() });
    const good = readFileSync(path);
    for (const bytes of [good.subarray(0, 100), Buffer.concat([good, good]), Buffer.from('not a model at all')]) {
      writeFileSync(path, bytes);
      const error = await rejectionOf(loadModel(path));
      expect(error).toBeInstanceOf(DataError);
      expect(error.message.startsWith(`loadModel: ${path}: `)).toBe(true);
      expect(readFileSync(path)).toEqual(bytes);
    }
  });

  it('refuses options that there are not, before it reads', async () => {
    const error = await rejectionOf(loadModel(path, { layer: {} } as never));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toMatch(/did you mean 'layers'/);
  });
});
