/**
 * A training step wired by hand: kernels called directly over fixed addresses, no tensor, no graph. It is the yardstick
 * for everything that trains: a dense ReLU network, softmax cross-entropy on class indices, Adam.
 */
import { integerPower } from '../src/tensor/scalar-math.ts';
import { type Address, activationCode, kernels, packScratch } from '../src/wasm/kernels.ts';
import { beginOperation, floats, Resident } from '../src/wasm/memory.ts';

interface DenseLayer {
  readonly inputs: number;
  readonly units: number;
  readonly relu: boolean;
  readonly x: Address;
  readonly y: Address;
  readonly dy: Address;
  /** 0 in the first layer: nobody wants the gradient of the data. */
  readonly dx: Address;
  readonly weight: Address;
  readonly bias: Address;
  readonly dWeight: Address;
  readonly dBias: Address;
}

const { none, relu } = activationCode;
const learningRate = 1e-3;
const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-8;

export class HandWiredStep {
  /** Floating-point operations of the matrix products of one step, a multiplication and an addition counting two. */
  readonly flops: number;
  private readonly layers: readonly DenseLayer[];
  private readonly batch: number;
  private readonly classes: number;
  private readonly resident: Resident;
  private readonly input: Address;
  private readonly labels: Address;
  private readonly loss: Address;
  private readonly dLoss: Address;
  private readonly probabilities: Address;
  private readonly theta: Address;
  private readonly gradient: Address;
  private readonly m: Address;
  private readonly v: Address;
  private readonly parameterFloats: number;
  private steps = 0;

  /** `sizes` from input to classes, such as [11, 64, 64, 6]; `parameters` in the order weight, bias, weight, bias … */
  constructor(sizes: readonly number[], batch: number, parameters: readonly Float32Array[]) {
    const classes = sizes[sizes.length - 1];
    const padded = (n: number): number => Math.ceil(n / 16) * 16;
    const parameterFloats = parameters.reduce((sum, values) => sum + Math.ceil(values.length / 4) * 4, 0);
    const activations = sizes.reduce((sum, size) => sum + padded(batch * size), 0);
    const total = 4 * padded(parameterFloats) + 2 * activations + padded(batch * classes) + padded(batch) + 32;
    beginOperation();
    this.resident = new Resident(total * 4, 'kept');
    let next = this.resident.address();
    const take = (n: number): Address => {
      const address = next;
      next += padded(n) * 4;
      return address;
    };
    this.batch = batch;
    this.classes = classes;
    this.parameterFloats = parameterFloats;
    this.theta = take(parameterFloats);
    this.gradient = take(parameterFloats);
    this.m = take(parameterFloats);
    this.v = take(parameterFloats);
    this.labels = take(batch);
    this.loss = take(1);
    this.dLoss = take(1);
    this.probabilities = take(batch * classes);
    this.input = take(batch * sizes[0]);

    const layers: DenseLayer[] = [];
    let offset = 0;
    let x = this.input;
    let dx: Address = 0;
    let flops = 0;
    for (let i = 0; i + 1 < sizes.length; i++) {
      const [inputs, units] = [sizes[i], sizes[i + 1]];
      const y = take(batch * units);
      const dy = take(batch * units);
      const weight = offset;
      const bias = weight + Math.ceil((inputs * units) / 4) * 16;
      offset = bias + Math.ceil(units / 4) * 16;
      const at = { weight: this.theta + weight, bias: this.theta + bias };
      const d = { dWeight: this.gradient + weight, dBias: this.gradient + bias };
      layers.push({ inputs, units, relu: i + 2 < sizes.length, x, y, dy, dx, ...at, ...d });
      floats().set(parameters[2 * i], at.weight / 4);
      floats().set(parameters[2 * i + 1], at.bias / 4);
      flops += 2 * batch * inputs * units * (i === 0 ? 2 : 3);
      x = y;
      dx = dy;
    }
    floats()[this.dLoss / 4] = 1;
    this.layers = layers;
    this.flops = flops;
  }

  /** One step of Adam with its default options on one batch; x row-major, labels class indices. Returns the loss. */
  step(x: Float32Array, labels: Float32Array): number {
    const { layers, batch, classes } = this;
    const memory = floats();
    memory.set(x, this.input / 4);
    memory.set(labels, this.labels / 4);
    for (let i = 0; i < layers.length; i++) {
      const layer = layers[i];
      const { y, weight, bias, units, inputs } = layer;
      kernels.gemmNN(y, layer.x, weight, batch, units, inputs, bias, layer.relu ? relu : none, 0, 0, packScratch);
    }
    const last = layers[layers.length - 1];
    kernels.softmaxCrossEntropyIndices(this.loss, this.probabilities, last.y, this.labels, 0, batch, classes, 0);
    kernels.softmaxCrossEntropyIndicesBackward(
      last.dy,
      this.dLoss,
      this.probabilities,
      this.labels,
      0,
      batch,
      classes,
      0,
      0,
    );
    for (let i = layers.length - 1; i >= 0; i--) {
      const { x: input, y, dy, dx, weight, dWeight, dBias, inputs, units, relu: active } = layers[i];
      if (active) kernels.reluBackward(dy, dy, y, batch * units, 0);
      kernels.sumAxis(dBias, dy, 1, batch, units, 1, 0, packScratch);
      kernels.gemmTN(dWeight, input, dy, inputs, units, batch, 0, none, 0, 0, packScratch);
      if (dx !== 0) kernels.gemmNT(dx, dy, weight, batch, inputs, units, 0, none, 0, 0, packScratch);
    }
    // Both bias corrections become factors of η and ε, as in src/optimizers/adam.ts.
    this.steps++;
    const root = Math.sqrt(1 - integerPower(beta2, this.steps));
    const rate = (learningRate * root) / (1 - integerPower(beta1, this.steps));
    const unlimited = Number.POSITIVE_INFINITY;
    const { theta, gradient, m, v, parameterFloats } = this;
    kernels.adam(theta, gradient, m, v, 0, parameterFloats, 1, unlimited, rate, beta1, beta2, epsilon * root, 0);
    return memory[this.loss / 4];
  }

  /** All parameters with the gaps of their block, for comparison. */
  parameters(): Float32Array {
    return floats().slice(this.theta / 4, this.theta / 4 + this.parameterFloats);
  }
}
