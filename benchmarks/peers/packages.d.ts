/** What the peers' processes use of the peers, so that they can be checked where no peer is installed. */

declare module '@tensorflow/tfjs-core' {
  export interface Tensor {
    readonly shape: number[];
    dataSync(): Float32Array;
  }
  export interface Variable extends Tensor {
    assign(value: Tensor): void;
  }
  export interface Optimizer {
    minimize(f: () => Tensor, returnCost: boolean, variables: Variable[]): Tensor | null;
  }
  interface Fused {
    readonly bias: Tensor;
    readonly activation?: 'linear' | 'relu' | 'sigmoid';
  }
  export const train: {
    adam(learningRate: number, beta1: number, beta2: number, epsilon: number): Optimizer;
    momentum(learningRate: number, momentum: number): Optimizer;
  };
  export const losses: {
    softmaxCrossEntropy(targets: Tensor, logits: Tensor): Tensor;
    sigmoidCrossEntropy(targets: Tensor, logits: Tensor): Tensor;
  };
  export const fused: {
    matMul(options: Fused & { readonly a: Tensor; readonly b: Tensor }): Tensor;
    conv2d(
      options: Fused & {
        readonly x: Tensor;
        readonly filter: Tensor;
        readonly strides: number;
        readonly pad: 'valid';
      },
    ): Tensor;
  };
  export function enableProdMode(): void;
  export function setBackend(name: string): Promise<boolean>;
  export function ready(): Promise<void>;
  export function tidy<T>(f: () => T): T;
  export function keep(x: Tensor): Tensor;
  export function dispose(x: Tensor | null): void;
  export function tensor(values: Float32Array | Int32Array, shape: number[], type?: 'int32'): Tensor;
  export function variable(initial: Tensor, trainable?: boolean): Variable;
  export function oneHot(labels: Tensor, depth: number): Tensor;
  export function cast(x: Tensor, type: 'float32'): Tensor;
  export function concat(parts: Tensor[]): Tensor;
  export function slice(x: Tensor, begin: number, size: number): Tensor;
  export function reshape(x: Tensor, shape: number[]): Tensor;
  export function zeros(shape: number[]): Tensor;
  export function ones(shape: number[]): Tensor;
  export function add(a: Tensor, b: Tensor): Tensor;
  export function mul(a: Tensor, b: Tensor | number): Tensor;
  export function tanh(x: Tensor): Tensor;
  export function sigmoid(x: Tensor): Tensor;
  export function softmax(x: Tensor): Tensor;
  export function dropout(x: Tensor, rate: number): Tensor;
  export function maxPool(x: Tensor, size: number, strides: number, pad: 'valid'): Tensor;
  export function moments(x: Tensor, axis: number): { mean: Tensor; variance: Tensor };
  export function batchNorm(
    x: Tensor,
    mean: Tensor,
    variance: Tensor,
    offset: Tensor,
    scale: Tensor,
    epsilon: number,
  ): Tensor;
}

declare module '@tensorflow/tfjs-layers' {
  import type { Optimizer, Tensor } from '@tensorflow/tfjs-core';

  export interface Layer {
    readonly trainableWeights: readonly { write(value: Tensor): void }[];
  }
  export interface Sequential {
    readonly layers: readonly Layer[];
    add(layer: Layer): void;
    compile(options: { readonly optimizer: Optimizer; readonly loss: string }): void;
    fit(x: Tensor, y: Tensor, options: object): Promise<unknown>;
    trainOnBatch(x: Tensor, y: Tensor): Promise<number>;
    predict(x: Tensor): Tensor;
  }
  export function sequential(): Sequential;
  export const layers: {
    inputLayer(options: { readonly inputShape: number[] }): Layer;
    dense(options: { readonly units: number; readonly activation: string }): Layer;
    conv2d(options: { readonly filters: number; readonly kernelSize: number; readonly activation: string }): Layer;
    maxPooling2d(options: { readonly poolSize: number }): Layer;
    flatten(): Layer;
    batchNormalization(options: { readonly momentum: number; readonly epsilon: number }): Layer;
    dropout(options: { readonly rate: number }): Layer;
  };
}

declare module '@jax-js/jax' {
  /** Each use of an array as an argument uses it up, but for one of its `ref`. */
  export interface Array {
    readonly shape: number[];
    readonly ref: this;
    add(other: Array | number): Array;
    sub(other: Array | number): Array;
    mul(other: Array | number): Array;
    div(other: Array | number): Array;
    sum(axis?: number): Array;
    mean(axis?: number): Array;
    reshape(shape: readonly number[]): Array;
    /** An index, all, or from and to, along each axis. */
    slice(...places: readonly (number | [] | [number, number])[]): Array;
    dataSync(): Float32Array;
    item(): number;
    dispose(): void;
  }
  type Tree = Array | readonly Tree[];
  export function jit<A extends readonly Tree[], R extends Tree>(f: (...given: A) => R): (...given: A) => R;
  /** With an auxiliary value: [[loss, aux], gradient of the first argument]. */
  export function valueAndGrad<P extends Tree, A extends readonly Tree[], X extends Tree>(
    f: (parameters: P, ...given: A) => [Array, X],
    options: { readonly hasAux: true },
  ): (parameters: P, ...given: A) => [[Array, X], P];
  export const tree: { ref<T extends Tree>(value: T): T };
  export const numpy: {
    array(values: Float32Array): Array;
    zeros(shape: readonly number[]): Array;
    ones(shape: readonly number[]): Array;
    matmul(a: Array, b: Array): Array;
    subtract(a: Array | number, b: Array): Array;
    sqrt(x: Array): Array;
    square(x: Array): Array;
    tanh(x: Array): Array;
    max(x: Array): Array;
    transpose(x: Array, axes: number[]): Array;
    split(x: Array, indices: number[]): Array[];
    concatenate(parts: readonly Array[], axis?: number): Array;
    where(condition: Array, a: Array | number, b: Array | number): Array;
  };
  export const nn: {
    relu(x: Array): Array;
    softmax(x: Array): Array;
    logSoftmax(x: Array): Array;
    sigmoid(x: Array): Array;
    softplus(x: Array): Array;
  };
  export const lax: {
    conv(x: Array, weight: Array, strides: number[], padding: 'VALID'): Array;
    stopGradient(x: Array): Array;
    reduceWindow(x: Array, reduce: (window: Array) => Array, size: number[], strides: number[]): Array;
  };
  export const random: {
    key(seed: number): Array;
    split(key: Array): Array;
    bernoulli(key: Array, probability: number, shape: readonly number[]): Array;
  };
}

declare module 'brain.js' {
  interface Pattern {
    readonly input: ArrayLike<number>;
    readonly output: ArrayLike<number>;
  }
  class NeuralNetwork {
    constructor(options: object);
    sizes: number[];
    /** From layer 1 on: of each unit the weights of its inputs, and its bias. */
    readonly weights: { [k: number]: number }[][];
    readonly biases: { [k: number]: number }[];
    initialize(): void;
    train(data: readonly Pattern[], options: object): void;
    trainPattern(pattern: Pattern, wantsError: boolean): number;
    run(input: ArrayLike<number>): ArrayLike<number>;
  }
  const brain: { readonly NeuralNetwork: typeof NeuralNetwork };
  export default brain;
}

declare module 'convnetjs' {
  class Vol {
    constructor(columns: number, rows: number, channels: number, fill: number);
    /** By rows, columns and channels. */
    w: Float64Array;
  }
  interface Layer {
    readonly layer_type: string;
    readonly filters?: readonly Vol[];
    readonly biases?: Vol;
  }
  export class Net {
    readonly layers: readonly Layer[];
    makeLayers(definitions: readonly object[]): void;
    forward(x: Vol): Vol;
  }
  class Trainer {
    constructor(net: Net, options: object);
    train(x: Vol, label: number): { readonly loss: number };
  }
  const convnetjs: { readonly Vol: typeof Vol; readonly Net: typeof Net; readonly Trainer: typeof Trainer };
  export default convnetjs;
}
