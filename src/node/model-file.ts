import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  deserialize,
  type LoadedModel,
  type LoadModelOptions,
  type ModelFileContents,
  requireClasses,
  serialize,
} from '../formats/model-file.ts';
import { writeFileAtomically } from './atomic-write.ts';
import { readBytes } from './read-bytes.ts';

/** What WASM memory could hold at most; a larger file is no model of ours. */
const largest = 2 ** 32;

/**
 * Saves a model as one safetensors file: the bytes of `serializeModel`. A file that is there is replaced once the new one
 * is whole on the disk, or stays as it was.
 *
 *     await saveModel('wine.safetensors', { model, preprocessing: { scaler, classes: encoder.classes } });
 *     await saveModel('soup.safetensors', { model, transformer }); // a ColumnTransformer
 *
 * @throws FileError for a missing folder, a full disk, no permission; what `serializeModel` throws, before the file is
 *   touched.
 */
export async function saveModel(path: string | URL, contents: ModelFileContents): Promise<void> {
  const who = 'saveModel';
  await writeFileAtomically(path, serialize(who, contents), { who });
}

/**
 * The model in a file that `saveModel` wrote, ready to predict and to go on training.
 *
 *     const { model, preprocessing } = await loadModel('wine.safetensors');
 *     (await loadModel('soup.safetensors')).predict(table); // raw rows, where it was saved with a transformer
 *
 * The file is not trusted: see `deserializeModel`.
 *
 * @throws FileError for a file that is not there or cannot be read; DataError, naming it, for one that holds no such model.
 */
export async function loadModel(path: string | URL, options: LoadModelOptions = {}): Promise<LoadedModel> {
  const file = resolve(path instanceof URL ? fileURLToPath(path) : path);
  requireClasses('loadModel', options);
  return deserialize(`loadModel: ${file}`, await readBytes('loadModel', file, largest), options);
}
