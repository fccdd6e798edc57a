/**
 * A training step wired by hand: kernels called directly over fixed addresses, no tensor, no graph. It is the yardstick for
 * everything that trains. It has the layers, losses and rules of the six workloads, and equals `Trainer.step` bit for bit.
 */
import { sizeOf } from '../src/tensor/shape.ts';
import type { Address } from '../src/wasm/kernels.ts';
import { beginOperation, floats } from '../src/wasm/memory.ts';
import { batchNorm } from './hand-wired/batch-norm.ts';
import { convolution } from './hand-wired/convolution.ts';
import { dense } from './hand-wired/dense.ts';
import { dropout } from './hand-wired/dropout.ts';
import { type Loss, sigmoidCrossEntropy, softmaxCrossEntropy } from './hand-wired/losses.ts';
import { maxPool } from './hand-wired/max-pool.ts';
import { adam, momentum, type Update } from './hand-wired/updates.ts';
import { type Signal, type Stage, Wiring } from './hand-wired/wiring.ts';
import { type LayerOfWorkload, modelSeed, type Workload } from './workloads.ts';

export class HandWiredStep {
  /**
   * Floating-point operations that the results need, a multiplication and an addition counting two: those of convolutions and
   * matrix products, without the gradient of the data.
   */
  readonly flops: number;
  private readonly wiring: Wiring;
  private readonly stages: readonly Stage[];
  private readonly input: Address;
  private readonly loss: Loss;
  /** The last phase: changes the parameters. */
  readonly update: Update;

  /** `parameters` as the model of the workload begins, in the order of its layers. */
  constructor({ input, layers, batch, optimizer }: Workload, parameters: readonly Float32Array[]) {
    beginOperation();
    const wiring = new Wiring(batch, modelSeed, parameters);
    this.input = wiring.take(batch * sizeOf(input));
    let signal: Signal = { shape: input, values: this.input, gradient: 0 };
    let dropouts = 0;
    const stageOf = (layer: LayerOfWorkload, isLast: boolean): Stage => {
      if (layer.kind === 'convolution') return convolution(wiring, signal, layer.filters, layer.size);
      if (layer.kind === 'maxPool') return maxPool(wiring, signal, layer.size);
      if (layer.kind === 'batchNorm') return batchNorm(wiring, signal);
      if (layer.kind === 'dropout') return dropout(wiring, signal, layer.rate, `dropout${++dropouts}`);
      const { units, activation } = layer;
      if (isLast) return dense(wiring, signal, units, 'none');
      if (activation !== 'softmax') return dense(wiring, signal, units, activation);
      throw new Error('softmax stands at the end of a network');
    };
    this.stages = layers.map((layer, i) => {
      const stage = stageOf(layer, i === layers.length - 1);
      signal = stage.output;
      return stage;
    });
    this.wiring = wiring;
    this.flops = this.stages.reduce((sum, { flops }) => sum + flops, 0);
    this.loss = signal.shape[0] === 1 ? sigmoidCrossEntropy(wiring, signal) : softmaxCrossEntropy(wiring, signal);
    this.update = optimizer === 'adam' ? adam(wiring) : momentum(wiring);
  }

  /** One step on one batch; x row-major, one target a sample. Returns the loss before the update. */
  step(x: Float32Array, targets: Float32Array): number {
    this.load(x, targets);
    this.forward();
    this.backward();
    this.update();
    return floats()[this.loss.value / 4];
  }

  /** Before the first phase: copies a batch into WASM memory. */
  load(x: Float32Array, targets: Float32Array): void {
    const memory = floats();
    memory.set(x, this.input / 4);
    memory.set(targets, this.loss.targets / 4);
  }

  /** The first phase: from the data to the loss. */
  forward(): void {
    const { stages, wiring } = this;
    wiring.forwards.value++;
    for (let i = 0; i < stages.length; i++) stages[i].forward();
    this.loss.forward();
  }

  /** The second: from the loss to the gradients of the parameters. */
  backward(): void {
    const { stages } = this;
    this.loss.backward();
    for (let i = stages.length - 1; i >= 0; i--) stages[i].backward();
  }

  /** All parameters with the gaps of their block, for comparison. */
  parameters(): Float32Array {
    const { theta, parameterFloats } = this.wiring;
    return floats().slice(theta / 4, theta / 4 + parameterFloats);
  }

  /** Running statistics, for comparison. */
  states(): Float32Array[] {
    return this.wiring.states.map(({ address, size }) => floats().slice(address / 4, address / 4 + size));
  }
}
