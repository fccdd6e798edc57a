import { type Address, kernels } from '../../src/wasm/kernels.ts';
import { floats } from '../../src/wasm/memory.ts';
import type { Signal, Wiring } from './wiring.ts';

/** The end of a network: from logits and targets to one number, and the gradient of the logits. */
export interface Loss {
  /** Where that number is. */
  readonly value: Address;
  /** One target a sample. */
  readonly targets: Address;
  forward(): void;
  backward(): void;
}

interface LossPlaces {
  readonly value: Address;
  readonly targets: Address;
  /** 1, the gradient of the loss by itself. */
  readonly one: Address;
}

function placesOf(wiring: Wiring): LossPlaces {
  const one = wiring.take(1);
  floats()[one / 4] = 1;
  return { value: wiring.take(1), targets: wiring.take(wiring.batch), one };
}

/** Targets are class indices. */
export function softmaxCrossEntropy(wiring: Wiring, { shape, values: z, gradient: dz }: Signal): Loss {
  const { batch } = wiring;
  const [classes] = shape;
  const { value, targets, one } = placesOf(wiring);
  const p = wiring.take(batch * classes);
  return {
    value,
    targets,
    forward() {
      kernels.softmaxCrossEntropyIndices(value, p, z, targets, 0, batch, classes, 0);
    },
    backward() {
      kernels.softmaxCrossEntropyIndicesBackward(dz, one, p, targets, 0, batch, classes, 0, 0);
    },
  };
}

/** One logit a sample; targets are 0 and 1. */
export function sigmoidCrossEntropy(wiring: Wiring, { values: z, gradient: dz }: Signal): Loss {
  const { batch } = wiring;
  const { value, targets, one } = placesOf(wiring);
  return {
    value,
    targets,
    forward() {
      kernels.sigmoidCrossEntropy(value, z, targets, 0, batch, 1, 0);
    },
    backward() {
      kernels.sigmoidCrossEntropyBackward(dz, one, z, targets, 0, batch, 1, 0, 0);
    },
  };
}
