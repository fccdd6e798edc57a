/** The names that other people's programs are written against. Adding is free; taking one away breaks them. */
import { expect, it } from 'vitest';
import * as datasets from '../datasets/index.ts';
import * as simdgrad from '../src/index.ts';
import * as node from '../src/node/index.ts';

const functions = `tensor zeros ones full oneHot randomNormal randomUniform noGrad gradCheck record graphOf
  add sub mul div pow neg abs sqrt square exp log maximum minimum clip matmul transpose reshape flatten slice
  concat stack where sum mean variance max min argMax
  relu leakyRelu elu selu gelu silu softplus tanh sigmoid softmax logSoftmax
  batchNorm layerNorm dropout embedding dense
  softmaxCrossEntropy sigmoidCrossEntropy meanSquaredError meanAbsoluteError huber
  apply result workspace fingerprint setMemoryBudget memoryUse trainTestSplit trainValidationTestSplit
  spirals moons circles blobs classification friedman1 digits readSafetensors writeSafetensors
  serializeModel deserializeModel`;
const classes = `Tensor Graph ParameterBlock Counter RandomStream Table StandardScaler MinMaxScaler LabelEncoder
  Optimizer Sgd Momentum RmsProp Adam AdamW Adagrad Adadelta Adamax Nadam RAdam Lion
  DataError FileError GradientError MemoryError NotFittedError RecordingError ShapeError`;
const methods = `toFloat32Array toArray item assign backward zeroGrad
  add sub mul div pow neg abs sqrt square exp log maximum minimum clip matmul transpose reshape flatten slice
  sum mean variance max min argMax
  relu leakyRelu elu selu gelu silu softplus tanh sigmoid softmax logSoftmax`;
const words = (text: string): string[] => text.split(/\s+/);

it.each([...words(functions), ...words(classes)])('simdgrad exports %s', (name) => {
  expect(simdgrad).toHaveProperty(name);
  expect(simdgrad[name as keyof typeof simdgrad]).toBeTypeOf('function');
});

it.each(words(methods))('a tensor has the method %s', (name) => {
  expect(simdgrad.Tensor.prototype[name as keyof typeof simdgrad.Tensor.prototype]).toBeTypeOf('function');
});

it('has its namespaces', () => {
  const has = (namespace: object, names: string) =>
    expect(Object.keys(namespace)).toEqual(expect.arrayContaining(words(names)));
  has(
    simdgrad.schedules,
    'constant stepDecay exponentialDecay polynomialDecay cosineDecay inverseTimeDecay piecewise warmup oneCycle',
  );
  has(simdgrad.initializers, 'glorotUniform glorotNormal heUniform heNormal lecunNormal zeros ones constant');
  has(
    simdgrad.metrics,
    'accuracyScore confusionMatrix precisionRecallFscore r2Score meanAbsoluteError rootMeanSquaredError',
  );
});

it('keeps what needs Node apart', () => {
  expect(Object.keys(node).sort()).toEqual(['loadModel', 'readCsv', 'saveModel', 'streamCsv']);
});

it('has data sets apart too', () => {
  expect(Object.keys(datasets).sort()).toEqual(
    words(
      `ChecksumError DatasetError DatasetUnavailableError datasetGroups datasetNames datasetPaths fetchDataset
      listDatasets loadDataset loadDatasets placesOf`,
    ),
  );
});
