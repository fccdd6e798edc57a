import type { Tensor } from '../tensor/tensor.ts';
import type { ParameterRun } from './parameter-state.ts';
import { type StepLength, softThresholdFused } from './soft-threshold.ts';

/** Whether any of the parameters has a proximal L1 penalty. */
export function hasProximal(parameters: readonly Tensor[]): boolean {
  for (let i = 0; i < parameters.length; i++) if (parameters[i].proximalL1 !== 0) return true;
  return false;
}

/**
 * Soft-thresholds those parameters of a run that have a proximal L1 penalty, after its update: w ← sign(w)·max(|w| − hλ, 0),
 * where h is the length of the step with the slots as they are now.
 */
export function proximalStep<Slot extends string>(
  parameters: readonly Tensor[],
  run: ParameterRun<Slot>,
  length: StepLength<Slot>,
): void {
  const first = parameters[0].home?.byteOffset ?? 0;
  for (const { proximalL1, size, home } of parameters) {
    if (proximalL1 === 0) continue;
    const offset = (home?.byteOffset ?? 0) - first;
    softThresholdFused(run.theta + offset, size, proximalL1, length, (slot) => run.slots[slot] + offset);
  }
}
