/** The names that other people's programs are written against. Adding is free; taking one away breaks them. */
import { expect, it } from 'vitest';
import * as datasets from '../datasets/index.ts';
import * as simdgrad from '../src/index.ts';
import * as node from '../src/node/index.ts';
import * as report from '../src/report/index.ts';
import { addedActivations, addedLayers, addedOptimizers } from './helpers/added-golden.ts';

const functions = `tensor zeros ones full oneHot randomNormal randomUniform noGrad gradCheck record graphOf
  add sub mul div pow neg abs sqrt square exp log maximum minimum clip matmul transpose reshape flatten slice
  concat stack where sum mean variance max min argMax
  relu leakyRelu elu selu gelu silu softplus tanh sigmoid softmax logSoftmax
  batchNorm layerNorm dropout embedding dense
  softmaxCrossEntropy sigmoidCrossEntropy meanSquaredError meanAbsoluteError huber
  apply result workspace fingerprint setMemoryBudget memoryUse setPrecision precision setThreads threads
  trainTestSplit trainValidationTestSplit kFold stratifiedKFold groupKFold crossValidate duplicateGroups rowsAt sliceRows
  batches earlyStopping reduceOnPlateau
  spirals moons circles blobs classification friedman1 digits readSafetensors writeSafetensors
  serializeModel deserializeModel
  lintTable lintParts lintSetup lintOutcome findingText inferTask
  search uniform logUniform integer choice when trialTask`;
const classes = `Tensor Graph ParameterBlock Counter RandomStream Table StandardScaler MinMaxScaler RobustScaler
  ColumnTransformer LabelEncoder
  Space SearchStudy SobolPoints BayesianSampler TpeSampler RandomSampler QuasiRandomSampler GridSampler ManualSampler
  MedianPruner AsynchronousHalving SuccessiveHalving Hyperband
  Layer Dense Flatten Reshape Activation Embedding BatchNorm LayerNorm Dropout Sequential Trainer
  Optimizer Sgd Momentum RmsProp Adam AdamW Adagrad Adadelta Adamax Nadam RAdam Lion
  DataError FileError GradientError MemoryError MissingPackageError NonFiniteError NotFittedError RecordingError ShapeError
  EngineInUseError UnsupportedError`;
const methods = `toFloat32Array toArray item assign backward zeroGrad
  add sub mul div pow neg abs sqrt square exp log maximum minimum clip matmul transpose reshape flatten slice
  sum mean variance max min argMax
  relu leakyRelu elu selu gelu silu softplus tanh sigmoid softmax logSoftmax`;
const words = (text: string): string[] => text.split(/\s+/);

it.each([...words(functions), ...words(classes)])('simdgrad exports %s', (name) => {
  expect(simdgrad).toHaveProperty(name);
  expect(simdgrad[name as keyof typeof simdgrad]).toBeTypeOf('function');
});

/** What has files of values of its own in test/golden/. */
const added = [
  ...addedActivations.map(({ activation }) => activation),
  ...addedOptimizers.map(({ optimizer }) => optimizer),
  ...addedLayers.map(({ layer }) => layer),
];
if (added.length > 0) {
  it.each(added)('simdgrad exports %s, which was added', (name) => {
    expect(simdgrad[name as keyof typeof simdgrad]).toBeTypeOf('function');
  });
}

it('layers take activations by name, trainers optimizers', () => {
  const activations = words('none relu leakyRelu elu selu gelu silu softplus tanh sigmoid softmax logSoftmax');
  for (const name of [...activations, ...addedActivations.map(({ activation }) => activation)]) {
    const model = new simdgrad.Sequential([new simdgrad.Dense(2, { activation: name as simdgrad.ActivationName })], {
      inputShape: [3],
    });
    expect(model.finalActivation, name).toBe(name);
    if (name !== 'none') expect(simdgrad.Tensor.prototype).toHaveProperty(name, expect.any(Function));
  }
  const optimizers = words('sgd momentum rmsProp adam adamW adagrad adadelta adamax nadam rAdam lion');
  const addedNames = addedOptimizers.map(({ optimizer }) => optimizer[0].toLowerCase() + optimizer.slice(1));
  for (const name of [...optimizers, ...addedNames]) {
    const model = new simdgrad.Sequential([new simdgrad.Dense(2)], { inputShape: [3] });
    const optimizer = name as simdgrad.OptimizerName;
    const trainer = new simdgrad.Trainer(model, { loss: 'meanSquaredError', optimizer });
    expect(trainer.optimizer.name.toLowerCase(), name).toBe(name.toLowerCase());
  }
});

it.each(words(methods))('a tensor has the method %s', (name) => {
  expect(simdgrad.Tensor.prototype[name as keyof typeof simdgrad.Tensor.prototype]).toBeTypeOf('function');
});

const ofModel = `forward logits penalty parameters states summary weights setWeights predict predictLabels evaluate
  fingerprint fit`;

it('models, trainers and layers have their methods', () => {
  const { Sequential, Dense, Trainer } = simdgrad;
  const layer = new Dense(2, { activation: 'relu' });
  const model = new Sequential([layer], { inputShape: [3] });
  for (const name of words(ofModel)) expect(model, name).toHaveProperty(name, expect.any(Function));
  expect(model).toMatchObject({ layers: [layer], inputShape: [3], outputShape: [2], seed: 0, parameterCount: 8 });
  expect(model).toHaveProperty('counter.value', 0);
  expect(layer).toMatchObject({ trainable: true, path: 'dense1', inputShape: [3], outputShape: [2] });
  for (const name of words('build forward forwardLogits config penalty allWeights')) {
    expect(layer, name).toHaveProperty(name, expect.any(Function));
  }
  const trainer = new Trainer(model, { loss: 'meanSquaredError', optimizer: 'sgd' });
  for (const name of words('step fit')) expect(trainer, name).toHaveProperty(name, expect.any(Function));
});

it('has its namespaces', () => {
  const has = (namespace: object, names: string) =>
    expect(Object.keys(namespace)).toEqual(expect.arrayContaining(words(names)));
  has(
    simdgrad.schedules,
    'constant stepDecay exponentialDecay polynomialDecay cosineDecay inverseTimeDecay piecewise warmup oneCycle',
  );
  has(simdgrad.initializers, 'glorotUniform glorotNormal heUniform heNormal lecunNormal zeros ones constant');
  has(simdgrad.regularizers, 'l1 l2 l1l2 fromJSON');
  has(
    simdgrad.metrics,
    `accuracyScore confusionMatrix precisionRecallFscore classificationReport classificationReportText
    topKAccuracy rocAucScore rocCurve logLoss brierScore calibrationCurve expectedCalibrationError
    bootstrapInterval permutationImportance
    r2Score meanAbsoluteError rootMeanSquaredError meanAbsolutePercentageError`,
  );
});

it('keeps what needs Node apart', () => {
  expect(Object.keys(node).sort()).toEqual([
    'JobError',
    'TimeLimitError',
    'WorkerError',
    'csvLogger',
    'inProcessExecutor',
    'loadModel',
    'openJournal',
    'progressBar',
    'readCsv',
    'readIdx',
    'readSearch',
    'runJobs',
    'saveModel',
    'search',
    'streamCsv',
    'workerExecutor',
    'writeFileAtomically',
  ]);
});

it('keeps reports apart', () => {
  expect(Object.keys(report).sort()).toEqual(['MissingPackageError', 'renderChart', 'renderMarkdown', 'renderReport']);
});

it('has data sets apart too', () => {
  expect(Object.keys(datasets).sort()).toEqual(
    words(
      `ChecksumError DatasetError DatasetUnavailableError datasetGroups datasetNames datasetPaths fetchDataset
      listDatasets loadDataset loadDatasets noLicence placesOf`,
    ),
  );
});
