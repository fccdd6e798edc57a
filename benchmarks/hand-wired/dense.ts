import { sizeOf } from '../../src/tensor/shape.ts';
import { activationCode, kernels, packScratch } from '../../src/wasm/kernels.ts';
import type { Signal, Stage, Wiring } from './wiring.ts';

/** Activations that the product applies itself, and 'none'. */
export type DenseActivation = 'none' | 'relu' | 'tanh' | 'sigmoid';

/** y = f(x·w + b); backward replaces ∂L/∂y by ∂L/∂y ∘ f′ in its place. */
export function dense(
  wiring: Wiring,
  { shape, values: x, gradient: dx }: Signal,
  units: number,
  f: DenseActivation,
): Stage {
  const { batch } = wiring;
  const inputs = sizeOf(shape);
  const weight = wiring.parameter();
  const bias = wiring.parameter();
  const output = wiring.signal([units]);
  const { values: y, gradient: dy } = output;
  const code = activationCode[f];
  return {
    output,
    flops: 2 * batch * inputs * units * (dx === 0 ? 2 : 3),
    forward() {
      kernels.gemmNN(y, x, weight.values, batch, units, inputs, bias.values, code, 0, 0, packScratch);
    },
    backward() {
      if (f === 'relu') kernels.reluBackward(dy, dy, y, batch * units, 0);
      else if (f === 'tanh') kernels.tanhBackward(dy, dy, y, batch * units, 0);
      else if (f === 'sigmoid') kernels.sigmoidBackward(dy, dy, y, batch * units, 0);
      kernels.sumAxis(bias.gradient, dy, 1, batch, units, 1, 0, packScratch);
      if (dx !== 0) kernels.gemmNT(dx, dy, weight.values, batch, inputs, units, 0, 0, 0, 0, packScratch);
      kernels.gemmTN(weight.gradient, x, dy, inputs, units, batch, 0, 0, 0, 0, packScratch);
    },
  };
}
