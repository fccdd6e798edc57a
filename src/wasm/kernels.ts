/**
 * The typed face of the compiled kernels: one interface for each family, that is for each file in `kernels/`.
 *
 * Conventions, the same in all of them: outputs come first, then inputs, sizes and scalars. Addresses are in bytes and
 * 16-byte aligned unless stated otherwise; sizes and strides are in elements. Every value is a float32. `adds` is 1
 * to add to what the output holds and 0 to overwrite it. Nothing may overlap unless stated. No kernel allocates.
 * What a kernel computes, and in which order, is written above its code in `kernels/`.
 */
import { kernelModule } from './binary.ts';

/** An address in WASM memory, in bytes. */
export type Address = number;
/** 1 adds to the output, 0 overwrites it. */
export type Adds = 0 | 1;

/** kernels/gemm.ts. `c` is [m, n]; `scratch` is `packScratch`; `bias` is 0 for none, else n values. */
export interface GemmKernels {
  /** c = activation((adds ? c : 0) + a·b + bias), a [m, k], b [k, n]. `activation` is one of `activationCode`. */
  gemmNN: Gemm;
  /** The same with b transposed: b [n, k]. */
  gemmNT: Gemm;
  /** The same with a transposed: a [k, m]. */
  gemmTN: Gemm;
}
export type Gemm = (
  c: Address,
  a: Address,
  b: Address,
  m: number,
  n: number,
  k: number,
  bias: Address,
  activation: number,
  alpha: number,
  adds: Adds,
  scratch: Address,
) => void;

/** The codes by which the matrix product knows an activation; `alpha` is leakyRelu's slope or elu's alpha. */
export const activationCode = {
  none: 0,
  relu: 1,
  leakyRelu: 2,
  elu: 3,
  selu: 4,
  softplus: 5,
  tanh: 6,
  sigmoid: 7,
} as const;

/** kernels/roofline.ts: arithmetic in registers alone, which benchmarks compare with. Both return a sum of all they did. */
export interface RooflineKernels {
  /** `iterations` · 96 multiplications and additions. */
  roofline(iterations: number, factor: number, term: number): number;
  /** `iterations` · 48 of them that do not wait for each other. */
  peak(iterations: number, factor: number, term: number): number;
}

/** A function of one value: out[i] = f(x[i]); `out` may be `x`. */
export type Unary = (out: Address, x: Address, n: number) => void;
/** dx[i] (+)= dy[i] · f′, from what the name says it reads (x before or y after the function); `dx` may be `dy`. */
export type UnaryBackward = (dx: Address, dy: Address, read: Address, n: number, adds: Adds) => void;
export type UnaryWith = (out: Address, x: Address, n: number, parameter: number) => void;
export type UnaryWithBackward = (
  dx: Address,
  dy: Address,
  read: Address,
  n: number,
  parameter: number,
  adds: Adds,
) => void;

/** kernels/math.ts, sin-cos.ts. */
export interface MathKernels {
  exp: Unary;
  log: Unary;
  sin: Unary;
  cos: Unary;
  erf: Unary;
}

/**
 * kernels/activations.ts, gelu.ts. Backward reads the output y, except where the name ends in `FromInput`. For the functions that
 * saturate (from softplus on), slopes and gradients below 2⁻⁸⁰ are +0.
 */
export interface ActivationKernels {
  relu: Unary;
  reluBackward: UnaryBackward;
  leakyRelu: UnaryWith;
  /** `parameter` is the slope ≥ 0; reads y or x, which have the same sign. */
  leakyReluBackward: UnaryWithBackward;
  elu: UnaryWith;
  eluBackward: UnaryWithBackward;
  selu: Unary;
  seluBackward: UnaryBackward;
  softplus: Unary;
  softplusBackward: UnaryBackward;
  tanh: Unary;
  tanhBackward: UnaryBackward;
  sigmoid: Unary;
  sigmoidBackward: UnaryBackward;
  gelu: Unary;
  geluBackwardFromInput: UnaryBackward;
  geluTanh: Unary;
  geluTanhBackwardFromInput: UnaryBackward;
  silu: Unary;
  siluBackwardFromInput: UnaryBackward;
}

/**
 * out[r, c] (+)= a[r·aRow + c·aColumn] ∘ b[r·bRow + c·bColumn]   for r < rows, c < columns.
 * Row strides are any number of elements ≥ 0, column strides 0 or 1; `out` is dense and may be `a` or `b` where that is
 * dense too. a and b need 4-byte alignment only.
 */
export type Broadcast = (
  out: Address,
  a: Address,
  b: Address,
  rows: number,
  columns: number,
  aRow: number,
  aColumn: number,
  bRow: number,
  bColumn: number,
  adds: Adds,
) => void;
/** The same with a dense first operand dy [rows, columns]: out (+)= f(dy, a, b). */
export type BroadcastBackward = (
  out: Address,
  dy: Address,
  a: Address,
  b: Address,
  rows: number,
  columns: number,
  aRow: number,
  aColumn: number,
  bRow: number,
  bColumn: number,
  adds: Adds,
) => void;

/** kernels/broadcast.ts, unary.ts, pow.ts and copy.ts. */
export interface ElementwiseKernels {
  fill(out: Address, n: number, value: number): void;
  /** out[i] (+)= factor · x[i]; `out` may be `x`. With factor 1 and adds 0 a plain copy of the bits. */
  scale(out: Address, x: Address, n: number, factor: number, adds: Adds): void;
  addBroadcast: Broadcast;
  subBroadcast: Broadcast;
  mulBroadcast: Broadcast;
  divBroadcast: Broadcast;
  /** NaN in either operand gives NaN. */
  maximumBroadcast: Broadcast;
  minimumBroadcast: Broadcast;
  /** Gradient of a/b by b: out (+)= −dy·a / b². */
  divBackwardDivisor: BroadcastBackward;
  /** out (+)= dy where a > b, dy/2 where a = b, 0 elsewhere (swap a and b for the other operand). */
  maximumBackward: BroadcastBackward;
  /** out (+)= dy where a < b, dy/2 where a = b, 0 elsewhere. */
  minimumBackward: BroadcastBackward;
  /** out[i] = condition[i] ≠ 0 ? a : b, with condition dense. */
  whereBroadcast: BroadcastBackward;
  neg: Unary;
  abs: Unary;
  /** dy · sign(x), 0 at x = 0; reads x. */
  absBackward: UnaryBackward;
  sqrt: Unary;
  /** dy / (2y); reads y. */
  sqrtBackward: UnaryBackward;
  square: Unary;
  /** 2·x·dy; reads x. */
  squareBackward: UnaryBackward;
  /** dy · y; reads y. */
  expBackward: UnaryBackward;
  /** dy / x; reads x. */
  logBackward: UnaryBackward;
  /** x raised to `parameter` (a float64), computed in float64 and rounded once; special cases as in Math.pow. */
  pow: UnaryWith;
  /** dy · p · x^(p−1), 0 where p is 0; reads x. */
  powBackward: UnaryWithBackward;
  clip(out: Address, x: Address, n: number, low: number, high: number): void;
  /** dy where low ≤ x ≤ high, else 0. */
  clipBackward(dx: Address, dy: Address, x: Address, n: number, low: number, high: number, adds: Adds): void;
  /**
   * Moves a block of a strided array: out[i] (+)= x at the indices of `rank` nested loops. `layout` is the address of
   * 3·rank int32: extents, strides of out, strides of x, outermost first. No two indices may meet at one place of out;
   * strides of x may be 0. Serves transpose, slice, concat and their gradients.
   */
  copyStrided(out: Address, x: Address, layout: Address, rank: number, adds: Adds): void;
}

/**
 * kernels/reduce.ts, max-min.ts, gather.ts. x is seen as [outer, axis, inner]; out is [outer, inner]. Sums run in the fixed order of
 * the design, stated in kernels/sums.ts: 16 interleaved float32 partials in every 4,096 elements of the axis, folded by
 * halves; block sums added in float64. `scratch` is `sumScratchBytes` of working memory: `packScratch`.
 */
export interface ReduceKernels {
  /** out (+)= Σ / divisor (divisor 1 for the sum, `axis` for the mean), divided in float64. */
  sumAxis(
    out: Address,
    x: Address,
    outer: number,
    axis: number,
    inner: number,
    divisor: number,
    adds: Adds,
    scratch: Address,
  ): void;
  /** dx (+)= dy · factor, dy spread over the axis. */
  spreadAxis(dx: Address, dy: Address, outer: number, axis: number, inner: number, factor: number, adds: Adds): void;
  /** The largest, and in `index` its first position (as float32). NaN wins. axis ≥ 1. */
  maxAxis(out: Address, index: Address, x: Address, outer: number, axis: number, inner: number): void;
  minAxis(out: Address, index: Address, x: Address, outer: number, axis: number, inner: number): void;
  /** dx[o, index[o, i], i] (+)= dy[o, i], the rest 0 or untouched: the gradient of maxAxis, minAxis. */
  pickBackward(dx: Address, dy: Address, index: Address, outer: number, axis: number, inner: number, adds: Adds): void;
  /** Population variance by two passes; `mean` [outer, inner] is written too. */
  varianceAxis(
    out: Address,
    mean: Address,
    x: Address,
    outer: number,
    axis: number,
    inner: number,
    scratch: Address,
  ): void;
  /** dx (+)= dy · 2(x − mean) / axis. */
  varianceBackward(
    dx: Address,
    dy: Address,
    x: Address,
    mean: Address,
    outer: number,
    axis: number,
    inner: number,
    adds: Adds,
  ): void;
  /** Σ x² of n values in the same order, float64 throughout, so that it cannot overflow: for the global norm. */
  sumOfSquares(x: Address, n: number): number;
  /** out[r] = table[index[r]], rows of `columns`. Returns the first row whose index is not a whole number in [0, entries) and then writes nothing, else −1. */
  gatherRows(out: Address, table: Address, index: Address, rows: number, columns: number, entries: number): number;
  /** dTable[index[r]] += dy[r] in row order; dTable [entries, columns] is set to 0 first where adds is 0. */
  scatterRows(
    dTable: Address,
    dy: Address,
    index: Address,
    rows: number,
    columns: number,
    entries: number,
    adds: Adds,
  ): void;
}

/**
 * kernels/softmax.ts, softmax-cross-entropy.ts, element-losses.ts. `weights` and `probabilities` are 0 for none. `out` may be `x`, dx may be dy or
 * y. Softmax gradients are flushed to 0 below 2⁻⁸⁰, probabilities below 2⁻¹²⁶.
 */
export interface SoftmaxKernels {
  softmax(out: Address, x: Address, rows: number, columns: number): void;
  softmaxBackward(dx: Address, dy: Address, y: Address, rows: number, columns: number, adds: Adds): void;
  logSoftmax(out: Address, x: Address, rows: number, columns: number): void;
  logSoftmaxBackward(dx: Address, dy: Address, y: Address, rows: number, columns: number, adds: Adds): void;
}

export interface LossKernels {
  /**
   * Mean over rows of −Σ q log softmax(logits), q from class indices labels [rows] smoothed by `smoothing`
   * (q = (1 − s)·onehot + s/columns). Writes out[0] and, where not 0, probabilities [rows, columns], which may be
   * `logits`. Returns the first row whose label is not a whole number in [0, columns) and then writes nothing, else −1.
   */
  softmaxCrossEntropyIndices(
    out: Address,
    probabilities: Address,
    logits: Address,
    labels: Address,
    weights: Address,
    rows: number,
    columns: number,
    smoothing: number,
  ): number;
  /** The same with rows of target probabilities, labels [rows, columns]. */
  softmaxCrossEntropyRows(
    out: Address,
    probabilities: Address,
    logits: Address,
    labels: Address,
    weights: Address,
    rows: number,
    columns: number,
    smoothing: number,
  ): void;
  /** dLogits (+)= dLoss[0]/rows · weight · (p·Σq − q), flushed to 0 below 2⁻⁸⁰; dLogits may be `probabilities`. */
  softmaxCrossEntropyIndicesBackward: LossBackwardFromProbabilities;
  softmaxCrossEntropyRowsBackward: LossBackwardFromProbabilities;
  /** Mean over all elements of max(z, 0) − z·t + log(1 + e^−|z|). */
  sigmoidCrossEntropy: ElementLoss;
  /** dLogits (+)= dLoss[0]/n · weight · (sigmoid(z) − t), flushed to 0 below 2⁻⁸⁰. */
  sigmoidCrossEntropyBackward: ElementLossBackward;
  squaredError: ElementLoss;
  squaredErrorBackward: ElementLossBackward;
  absoluteError: ElementLoss;
  absoluteErrorBackward: ElementLossBackward;
  /** `parameter` is delta. */
  huber: ElementLoss;
  huberBackward: ElementLossBackward;
}
export type LossBackwardFromProbabilities = (
  dLogits: Address,
  dLoss: Address,
  probabilities: Address,
  labels: Address,
  weights: Address,
  rows: number,
  columns: number,
  smoothing: number,
  adds: Adds,
) => void;
/** out[0] = mean over rows·columns elements; weights is 0 or one factor a row. */
export type ElementLoss = (
  out: Address,
  predictions: Address,
  targets: Address,
  weights: Address,
  rows: number,
  columns: number,
  parameter: number,
) => void;
/**
 * By the predictions, flushed to 0 below 2⁻⁸⁰; swap predictions and targets for the gradient by the targets (not
 * sigmoidCrossEntropy). dPredictions may be `predictions` or `targets`.
 */
export type ElementLossBackward = (
  dPredictions: Address,
  dLoss: Address,
  predictions: Address,
  targets: Address,
  weights: Address,
  rows: number,
  columns: number,
  parameter: number,
  adds: Adds,
) => void;

/**
 * kernels/batch-norm.ts, layer-norm.ts. x [rows, channels], channels last; statistics are population ones. `scratch` is
 * `sumScratchBytes` of working memory: `packScratch`. In a backward any of dx, dGamma, dBeta may be 0 (not wanted), each
 * has its own adds, and dx may be dy. out may be x.
 */
export interface NormalizationKernels {
  /** Batch statistics into mean and variance [channels], then out = γ·x̂ + β with x̂ = (x − mean)/√(variance + ε). */
  batchNorm(
    out: Address,
    mean: Address,
    variance: Address,
    x: Address,
    gamma: Address,
    beta: Address,
    scratch: Address,
    rows: number,
    channels: number,
    epsilon: number,
  ): void;
  /** running = momentum·running + (1 − momentum)·batch; what falls below 2⁻¹²⁶ becomes 0. */
  batchNormRunning(
    runningMean: Address,
    runningVariance: Address,
    mean: Address,
    variance: Address,
    channels: number,
    momentum: number,
  ): void;
  /** From the mean and variance of `batchNorm`. */
  batchNormBackward: BatchNormBackward;
  /** Evaluation: mean and variance given. */
  batchNormEvaluate(
    out: Address,
    x: Address,
    gamma: Address,
    beta: Address,
    mean: Address,
    variance: Address,
    scratch: Address,
    rows: number,
    channels: number,
    epsilon: number,
  ): void;
  /** The same with mean and variance as constants. */
  batchNormEvaluateBackward: BatchNormBackward;
  /** Each row normalised on its own; mean and inverseDeviation = 1/√(variance + ε) are [rows]. */
  layerNorm(
    out: Address,
    mean: Address,
    inverseDeviation: Address,
    x: Address,
    gamma: Address,
    beta: Address,
    rows: number,
    columns: number,
    epsilon: number,
  ): void;
  layerNormBackward(
    dx: Address,
    dGamma: Address,
    dBeta: Address,
    dy: Address,
    x: Address,
    mean: Address,
    inverseDeviation: Address,
    gamma: Address,
    scratch: Address,
    rows: number,
    columns: number,
    addsX: Adds,
    addsGamma: Adds,
    addsBeta: Adds,
  ): void;
}
export type BatchNormBackward = (
  dx: Address,
  dGamma: Address,
  dBeta: Address,
  dy: Address,
  x: Address,
  mean: Address,
  variance: Address,
  gamma: Address,
  scratch: Address,
  rows: number,
  channels: number,
  epsilon: number,
  addsX: Adds,
  addsGamma: Adds,
  addsBeta: Adds,
) => void;

/**
 * kernels/random.ts. Philox 4x32-10: key (seedLow, seedHigh), counter (element / 4, count, streamLow, streamHigh).
 * The 32-bit words are passed as JavaScript numbers of any sign.
 */
export interface RandomKernels {
  /** n raw 32-bit words. */
  philoxWords(out: Address, n: number, ...at: PhiloxPlace): void;
  /** Uniform in [low, high): low + ⌊word / 2⁸⌋·2⁻²⁴·(high − low), the float32 below high where that rounds to high. */
  randomUniform(out: Address, n: number, low: number, high: number, ...at: PhiloxPlace): void;
  /** Normal by Box–Muller, a pair of elements from their two words. */
  randomNormal(out: Address, n: number, mean: number, deviation: number, ...at: PhiloxPlace): void;
  /**
   * out[i] = kept ? x[i] / (1 − rate) : 0, kept where the uniform value in [0, 1) of element i is at least `rate`, a
   * float64. `mask` holds ⌈n / 4⌉ bytes: bit j of byte k for element 4k + j. `out` may be `x`.
   */
  dropout(out: Address, mask: Address, x: Address, n: number, rate: number, ...at: PhiloxPlace): void;
  /** dx[i] (+)= kept ? dy[i] / (1 − rate) : 0. `dx` may be `dy`. */
  dropoutBackward(dx: Address, dy: Address, mask: Address, n: number, rate: number, adds: Adds): void;
}
export type PhiloxPlace = [seedLow: number, seedHigh: number, count: number, streamLow: number, streamHigh: number];

/**
 * kernels/optimizers/. `theta`, `gradient` and each slot hold n values. The gradient is read as
 * clamp(gradient·scale, −limit, limit); scale 1 and limit Infinity leave it as it is. The rules stand in
 * `src/optimizers/`, which fold what depends on the step alone (bias corrections, schedules) into the scalars.
 */
export interface OptimizerKernels {
  /** θ ← θ − rate·g. */
  sgd(theta: Address, gradient: Address, n: number, scale: number, limit: number, rate: number): void;
  /** v ← momentum·v + gradientFactor·g; θ ← θ + velocityFactor·v, or with Nesterov ·(momentum·v + gradientFactor·g). */
  momentum(
    theta: Address,
    gradient: Address,
    velocity: Address,
    n: number,
    scale: number,
    limit: number,
    momentum: number,
    gradientFactor: number,
    velocityFactor: number,
    nesterov: 0 | 1,
  ): void;
  /** `square` is the running square, or the running variance where `mean` is given; `mean`, `velocity` 0 for none. */
  rmsProp(
    theta: Address,
    gradient: Address,
    square: Address,
    mean: Address,
    velocity: Address,
    n: number,
    scale: number,
    limit: number,
    rate: number,
    decay: number,
    epsilon: number,
    momentum: number,
  ): void;
  /**
   * Adam and AdamW: θ ← θ − (decay·θ + step·m / (√v + ε)), `decay` = η·λ, 0 for Adam; `maximum` is 0 without amsgrad.
   * `step` = η·√(1 − β₂ᵗ)/(1 − β₁ᵗ), `epsilon` = ε·√(1 − β₂ᵗ).
   */
  adam(
    theta: Address,
    gradient: Address,
    m: Address,
    v: Address,
    maximum: Address,
    n: number,
    scale: number,
    limit: number,
    step: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    decay: number,
  ): void;
  /** θ ← θ − step·m / (√v + ε), or θ − step·m where `rectified` is 0. */
  rAdam(
    theta: Address,
    gradient: Address,
    m: Address,
    v: Address,
    n: number,
    scale: number,
    limit: number,
    step: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    rectified: 0 | 1,
  ): void;
  /** θ ← θ − step·(g + meanFactor·m) / (√v + ε). */
  nadam(
    theta: Address,
    gradient: Address,
    m: Address,
    v: Address,
    n: number,
    scale: number,
    limit: number,
    step: number,
    meanFactor: number,
    beta1: number,
    beta2: number,
    epsilon: number,
  ): void;
  adagrad(
    theta: Address,
    gradient: Address,
    sum: Address,
    n: number,
    scale: number,
    limit: number,
    rate: number,
    epsilon: number,
  ): void;
  /** `gradients` and `changes` are the running squares of both. */
  adadelta(
    theta: Address,
    gradient: Address,
    gradients: Address,
    changes: Address,
    n: number,
    scale: number,
    limit: number,
    rate: number,
    decay: number,
    epsilon: number,
  ): void;
  /** `step` = η/(1 − β₁ᵗ). */
  adamax(
    theta: Address,
    gradient: Address,
    m: Address,
    u: Address,
    n: number,
    scale: number,
    limit: number,
    step: number,
    beta1: number,
    beta2: number,
    epsilon: number,
  ): void;
  /** `decay` = η·λ. */
  lion(
    theta: Address,
    gradient: Address,
    m: Address,
    n: number,
    scale: number,
    limit: number,
    rate: number,
    beta1: number,
    beta2: number,
    decay: number,
  ): void;
}

export interface Kernels
  extends GemmKernels,
    RooflineKernels,
    MathKernels,
    ActivationKernels,
    ElementwiseKernels,
    ReduceKernels,
    SoftmaxKernels,
    LossKernels,
    NormalizationKernels,
    RandomKernels,
    OptimizerKernels {}

const pageBytes = 65536;

/** Bytes of the area in which matrix products pack their panels, at `packScratch`. */
export const packScratchBytes = 2 * 1024 * 1024;
/** Bytes that reductions, losses and normalisation need as `scratch`. */
export const sumScratchBytes = 8192;
/** Kernels' constant tables end below this address; the packing area starts at it. */
export const packScratch: Address = pageBytes;
/** The first address that `memory.ts` hands out. */
export const heapStart: Address = packScratch + packScratchBytes;

/** The one linear memory. It grows; views of its buffer must be taken afresh after every allocation. */
export const wasmMemory = new WebAssembly.Memory({ initial: heapStart / pageBytes + 16, maximum: 65536 });

/** Bytes from lower-case hexadecimal; by character codes, which is a third of the time of parseInt. */
function bytesOf(hexadecimal: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hexadecimal.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = 16 * digitAt(hexadecimal, 2 * i) + digitAt(hexadecimal, 2 * i + 1);
  return bytes;
}

function digitAt(hexadecimal: string, i: number): number {
  const code = hexadecimal.charCodeAt(i);
  return code < 58 ? code - 48 : code - 87; // '0' is 48, 'a' is 97
}

/** Every kernel, ready to be called: the module is compiled and instantiated once, synchronously, at import. */
export const kernels = new WebAssembly.Instance(new WebAssembly.Module(bytesOf(kernelModule)), {
  env: { memory: wasmMemory },
}).exports as unknown as Kernels;
