import { integerPower } from '../../src/tensor/scalar-math.ts';
import { kernels } from '../../src/wasm/kernels.ts';
import type { Wiring } from './wiring.ts';

/** Updates all parameters by one call. */
export type Update = () => void;

const unlimited = Number.POSITIVE_INFINITY;

/** Default options; both bias corrections become factors of η and ε, as in src/optimizers/adam.ts. */
export function adam(wiring: Wiring): Update {
  const { theta, gradient, parameterFloats } = wiring;
  const [learningRate, beta1, beta2, epsilon] = [1e-3, 0.9, 0.999, 1e-8];
  const m = wiring.take(parameterFloats);
  const v = wiring.take(parameterFloats);
  let steps = 0;
  return () => {
    steps++;
    const root = Math.sqrt(1 - integerPower(beta2, steps));
    const rate = (learningRate * root) / (1 - integerPower(beta1, steps));
    kernels.adam(theta, gradient, m, v, 0, parameterFloats, 1, unlimited, rate, beta1, beta2, epsilon * root, 0);
  };
}

/** The classical rule: a momentum of 0.9, a learning rate of 0.01. */
export function momentum(wiring: Wiring): Update {
  const { theta, gradient, parameterFloats } = wiring;
  const velocity = wiring.take(parameterFloats);
  return () => kernels.momentum(theta, gradient, velocity, parameterFloats, 1, unlimited, 0.9, -0.01, 1, 0);
}
