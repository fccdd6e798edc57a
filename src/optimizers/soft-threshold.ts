/** What a proximal L1 penalty does to weights after a step of an optimizer. */
import { type Address, kernels } from '../wasm/kernels.ts';
import { flushWeight } from './flush-weight.ts';
import type { Slots } from './parameter-state.ts';

/**
 * How far a rule moves each weight for a gradient of 1 that stays so: its learning rate, and what the rule divides by.
 *
 *     h = rate                                     where no slot is named
 *     h = rate / (√root + ε)                       Adam, RMSProp, Adagrad …
 *     h = rate / size                              Adamax
 *     h = rate · √(change + ε) / √(square + ε)     Adadelta
 */
export interface StepLength<Slot extends string = string> {
  readonly rate: number;
  readonly root?: Slot;
  readonly size?: Slot;
  readonly change?: Slot;
  readonly square?: Slot;
  /** ε, 0 unless given. */
  readonly epsilon?: number;
}

/**
 * Soft-thresholding: the proximal operator of h·λ·|w|, weight by weight.
 *
 *     w ← sign(w) · max(|w| − h·λ, 0)   =   argmin over u of  λ·|u| + (u − w)² / 2h
 *
 * What gets to 0 is +0, also where it is below 2⁻⁸⁰; NaN stays. The plain loop in float64; the kernel of the same name is what
 * optimizers call.
 */
export function softThreshold<Slot extends string>(
  theta: Float32Array,
  lambda: number,
  { rate, root, size, change, square, epsilon = 0 }: StepLength<Slot>,
  slots: Slots<Slot>,
): void {
  for (let i = 0; i < theta.length; i++) {
    let h = rate;
    if (root !== undefined) h = rate / (Math.sqrt(slots[root][i]) + epsilon);
    else if (size !== undefined) h = rate / slots[size][i];
    else if (change !== undefined && square !== undefined) {
      h = (rate * Math.sqrt(slots[change][i] + epsilon)) / Math.sqrt(slots[square][i] + epsilon);
    }
    const left = Math.abs(theta[i]) - h * lambda;
    theta[i] = left <= 0 ? 0 : flushWeight(Math.sign(theta[i]) * left);
  }
}

/** The same for `n` weights in WASM memory; `slots` has the address of the first value of each. */
export function softThresholdFused<Slot extends string>(
  theta: Address,
  n: number,
  lambda: number,
  { rate, root, size, change, square, epsilon = 0 }: StepLength<Slot>,
  slots: (slot: Slot) => Address,
): void {
  const threshold = rate * lambda;
  if (root !== undefined) kernels.softThreshold(theta, 0, slots(root), n, 1, threshold, epsilon);
  else if (size !== undefined) kernels.softThreshold(theta, 0, slots(size), n, 2, threshold, 0);
  else if (change !== undefined && square !== undefined) {
    kernels.softThreshold(theta, slots(change), slots(square), n, 3, threshold, epsilon);
  } else kernels.softThreshold(theta, 0, 0, n, 0, threshold, 0);
}
