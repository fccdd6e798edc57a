/** Files as bytes, in browsers too: nothing here touches a disk (`simdgrad/node` does), and nothing that is read is run. */
export {
  deserializeModel,
  type LoadedModel,
  type LoadModelOptions,
  type ModelFileContents,
  serializeModel,
} from './model-file.ts';
export { readSafetensors, type SafetensorsContents } from './read-safetensors.ts';
export type { StoredArrays, StoredTensor, StoredType } from './safetensors-dtypes.ts';
export { writeSafetensors } from './write-safetensors.ts';
