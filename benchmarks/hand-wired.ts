/**
 * A training step wired by hand: kernels called directly over fixed addresses, no tensor, no graph. It is the yardstick for
 * everything that trains: convolutions and dense layers with ReLU, max pooling, softmax cross-entropy on class indices, Adam.
 */
import { placeWindows, type Windows, windowNumbers } from '../src/ops/window.ts';
import { integerPower } from '../src/tensor/scalar-math.ts';
import { type Address, activationCode, kernels, packScratch } from '../src/wasm/kernels.ts';
import { beginOperation, floats, Resident } from '../src/wasm/memory.ts';
import type { Workload } from './workloads.ts';

/** A layer over its addresses. */
interface Stage {
  forward(): void;
  backward(): void;
}

/** Where a layer finds its input and output and leaves their gradients. */
interface Places {
  readonly x: Address;
  /** 0 in the first layer: nobody wants the gradient of the data. */
  readonly dx: Address;
  readonly y: Address;
  readonly dy: Address;
}

interface Parameters {
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
  /**
   * Floating-point operations that the results need, a multiplication and an addition counting two: those of convolutions and
   * matrix products, without the gradient of the data.
   */
  readonly flops: number;
  private readonly stages: readonly Stage[] = [];
  private readonly batch: number;
  private readonly classes: number;
  /** Holds on to the memory. */
  private readonly residents: Resident[] = [];
  private readonly input: Address;
  private readonly labels: Address;
  private readonly loss: Address;
  private readonly dLoss: Address;
  private readonly probabilities: Address;
  private readonly logits: Address;
  private readonly dLogits: Address;
  private readonly theta: Address;
  private readonly gradient: Address;
  private readonly m: Address;
  private readonly v: Address;
  private readonly parameterFloats: number;
  private steps = 0;

  /** `parameters` in the order weight, bias, weight, bias … */
  constructor({ input, layers, batch }: Workload, parameters: readonly Float32Array[]) {
    beginOperation();
    const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
    this.batch = batch;
    this.parameterFloats = parameters.reduce((sum, values) => sum + Math.ceil(values.length / 4) * 4, 0);
    this.theta = this.take(this.parameterFloats);
    this.gradient = this.take(this.parameterFloats);
    this.m = this.take(this.parameterFloats);
    this.v = this.take(this.parameterFloats);
    this.labels = this.take(batch);
    this.loss = this.take(1);
    this.dLoss = this.take(1);
    this.input = this.take(batch * sizeOf(input));

    let offset = 0;
    let next = 0;
    const place = (): number => {
      const at = offset;
      const values = parameters[next++];
      floats().set(values, (this.theta + at) / 4);
      offset += Math.ceil(values.length / 4) * 16;
      return at;
    };
    const placeParameters = (): Parameters => {
      const [weight, bias] = [place(), place()];
      const { theta, gradient } = this;
      return { weight: theta + weight, bias: theta + bias, dWeight: gradient + weight, dBias: gradient + bias };
    };

    const stages: Stage[] = [];
    let shape = input;
    let x = this.input;
    let dx: Address = 0;
    let flops = 0;
    layers.forEach((layer, i) => {
      const directions = dx === 0 ? 2 : 3;
      let windows: Windows | undefined;
      let output: readonly number[];
      if (layer.kind === 'batchNorm' || layer.kind === 'dropout') throw new Error(`no ${layer.kind} by hand`);
      if (layer.kind === 'dense') {
        output = [layer.units];
        flops += 2 * batch * sizeOf(shape) * layer.units * directions;
      } else {
        const stride = layer.kind === 'maxPool' ? layer.size : 1;
        windows = placeWindows(layer.kind, [batch, ...shape], [layer.size, layer.size], [stride, stride], 'valid');
        output = [windows.rows, windows.columns, layer.kind === 'maxPool' ? windows.channels : layer.filters];
        const taps = layer.size * layer.size * windows.channels;
        if (layer.kind === 'convolution') flops += 2 * batch * sizeOf(output) * taps * directions;
      }
      const places = { x, dx, y: this.take(batch * sizeOf(output)), dy: this.take(batch * sizeOf(output)) };
      if (layer.kind === 'dense') {
        const isLast = i === layers.length - 1;
        stages.push(dense(places, placeParameters(), batch, sizeOf(shape), layer.units, isLast ? none : relu));
      } else if (layer.kind === 'convolution') {
        stages.push(convolution(places, placeParameters(), windows!, layer.filters));
      } else {
        stages.push(maxPool(places, windows!, this.take(batch * sizeOf(output))));
      }
      shape = output;
      x = places.y;
      dx = places.dy;
    });
    this.logits = x;
    this.dLogits = dx;
    this.classes = shape[0];
    this.probabilities = this.take(batch * this.classes);
    floats()[this.dLoss / 4] = 1;
    this.stages = stages;
    this.flops = flops;
  }

  private take(count: number): Address {
    const resident = new Resident(Math.ceil(count / 16) * 64, 'kept');
    this.residents.push(resident);
    return resident.address();
  }

  /** One step of Adam with its default options on one batch; x row-major, labels class indices. Returns the loss. */
  step(x: Float32Array, labels: Float32Array): number {
    const { stages, batch, classes, probabilities, logits, dLogits } = this;
    const memory = floats();
    memory.set(x, this.input / 4);
    memory.set(labels, this.labels / 4);
    for (let i = 0; i < stages.length; i++) stages[i].forward();
    kernels.softmaxCrossEntropyIndices(this.loss, probabilities, logits, this.labels, 0, batch, classes, 0);
    kernels.softmaxCrossEntropyIndicesBackward(
      dLogits,
      this.dLoss,
      probabilities,
      this.labels,
      0,
      batch,
      classes,
      0,
      0,
    );
    for (let i = stages.length - 1; i >= 0; i--) stages[i].backward();
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

function dense(
  { x, dx, y, dy }: Places,
  { weight, bias, dWeight, dBias }: Parameters,
  batch: number,
  inputs: number,
  units: number,
  activation: number,
): Stage {
  return {
    forward: () => kernels.gemmNN(y, x, weight, batch, units, inputs, bias, activation, 0, 0, packScratch),
    backward() {
      if (activation === relu) kernels.reluBackward(dy, dy, y, batch * units, 0);
      kernels.sumAxis(dBias, dy, 1, batch, units, 1, 0, packScratch);
      if (dx !== 0) kernels.gemmNT(dx, dy, weight, batch, inputs, units, 0, none, 0, 0, packScratch);
      kernels.gemmTN(dWeight, x, dy, inputs, units, batch, 0, none, 0, 0, packScratch);
    },
  };
}

function convolution(
  { x, dx, y, dy }: Places,
  { weight, bias, dWeight, dBias }: Parameters,
  windows: Windows,
  filters: number,
): Stage {
  const numbers = windowNumbers(windows);
  const count = windows.batch * windows.rows * windows.columns;
  return {
    forward: () => kernels.conv2d(y, x, weight, ...numbers, filters, bias, relu, 0, packScratch),
    backward() {
      kernels.reluBackward(dy, dy, y, count * filters, 0);
      kernels.sumAxis(dBias, dy, 1, count, filters, 1, 0, packScratch);
      if (dx !== 0) kernels.conv2dInputGradient(dx, dy, weight, ...numbers, filters, 0, packScratch);
      kernels.conv2dWeightGradient(dWeight, x, dy, ...numbers, filters, 0, packScratch);
    },
  };
}

function maxPool({ x, dx, y, dy }: Places, windows: Windows, positions: Address): Stage {
  const numbers = windowNumbers(windows);
  return {
    forward: () => kernels.maxPool(y, positions, x, ...numbers, packScratch),
    backward: () => kernels.maxPoolBackward(dx, dy, positions, ...numbers, 0, packScratch),
  };
}
