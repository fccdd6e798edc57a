import type { Tensor } from '../tensor/tensor.ts';
import type { Model } from './model.ts';

/** A copy of all weights of a model, learned and kept, to go back to. */
export class WeightSnapshot {
  private readonly copies: readonly { readonly tensor: Tensor; readonly values: Float32Array }[];

  constructor(model: Model) {
    const tensors = model.weights
      ? Object.values(model.weights())
      : [...model.parameters(), ...(model.states?.() ?? [])];
    this.copies = tensors.map((tensor) => ({ tensor, values: tensor.toFloat32Array() }));
  }

  restore(): void {
    for (const { tensor, values } of this.copies) tensor.assign(values);
  }
}
