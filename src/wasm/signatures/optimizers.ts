import type { Address } from './address.ts';

/**
 * kernels/optimizers/. `theta`, `gradient` and each slot hold n values. The gradient is read as
 * clamp(gradient·scale, −limit, limit); scale 1 and limit Infinity leave it as it is. The rules stand in
 * `src/optimizers/`, which fold what depends on the step alone (bias corrections, schedules) into the scalars.
 */
export interface OptimizerKernels {
  /** θ ← θ − rate·g. */
  sgd(theta: Address, gradient: Address, n: number, scale: number, limit: number, rate: number): void;
  /** v ← momentum·v + gradientFactor·g; θ ← θ + velocityFactor·v, or with Nesterov ·(momentum·v + gradientFactor·g). */
  momentum(
    theta: Address,
    gradient: Address,
    velocity: Address,
    n: number,
    scale: number,
    limit: number,
    momentum: number,
    gradientFactor: number,
    velocityFactor: number,
    nesterov: 0 | 1,
  ): void;
  /** `square` is the running square, or the running variance where `mean` is given; `mean`, `velocity` 0 for none. */
  rmsProp(
    theta: Address,
    gradient: Address,
    square: Address,
    mean: Address,
    velocity: Address,
    n: number,
    scale: number,
    limit: number,
    rate: number,
    decay: number,
    epsilon: number,
    momentum: number,
  ): void;
  /**
   * Adam and AdamW: θ ← θ − (decay·θ + step·m / (√v + ε)), `decay` = η·λ, 0 for Adam; `maximum` is 0 without amsgrad.
   * `step` = η·√(1 − β₂ᵗ)/(1 − β₁ᵗ), `epsilon` = ε·√(1 − β₂ᵗ).
   */
  adam(
    theta: Address,
    gradient: Address,
    m: Address,
    v: Address,
    maximum: Address,
    n: number,
    scale: number,
    limit: number,
    step: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    decay: number,
  ): void;
  /** θ ← θ − step·m / (√v + ε), or θ − step·m where `rectified` is 0. */
  rAdam(
    theta: Address,
    gradient: Address,
    m: Address,
    v: Address,
    n: number,
    scale: number,
    limit: number,
    step: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    rectified: 0 | 1,
  ): void;
  /** θ ← θ − step·(g + meanFactor·m) / (√v + ε). */
  nadam(
    theta: Address,
    gradient: Address,
    m: Address,
    v: Address,
    n: number,
    scale: number,
    limit: number,
    step: number,
    meanFactor: number,
    beta1: number,
    beta2: number,
    epsilon: number,
  ): void;
  adagrad(
    theta: Address,
    gradient: Address,
    sum: Address,
    n: number,
    scale: number,
    limit: number,
    rate: number,
    epsilon: number,
  ): void;
  /** `gradients` and `changes` are the running squares of both. */
  adadelta(
    theta: Address,
    gradient: Address,
    gradients: Address,
    changes: Address,
    n: number,
    scale: number,
    limit: number,
    rate: number,
    decay: number,
    epsilon: number,
  ): void;
  /** `step` = η/(1 − β₁ᵗ). */
  adamax(
    theta: Address,
    gradient: Address,
    m: Address,
    u: Address,
    n: number,
    scale: number,
    limit: number,
    step: number,
    beta1: number,
    beta2: number,
    epsilon: number,
  ): void;
  /** `decay` = η·λ. */
  lion(
    theta: Address,
    gradient: Address,
    m: Address,
    n: number,
    scale: number,
    limit: number,
    rate: number,
    beta1: number,
    beta2: number,
    decay: number,
  ): void;
  /**
   * θ ← sign(θ)·max(|θ| − τ, 0). `form` 0: τ = threshold; 1: threshold / (√divisor + ε); 2: threshold / divisor; 3: threshold ·
   * √(factor + ε) / √(divisor + ε). `factor` and `divisor` are 0 where the form has none.
   */
  softThreshold(
    theta: Address,
    factor: Address,
    divisor: Address,
    n: number,
    form: 0 | 1 | 2 | 3,
    threshold: number,
    epsilon: number,
  ): void;
}
