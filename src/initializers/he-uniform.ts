import { type Initializer, uniformInitializer } from './initializer.ts';

/**
 * `heNormal` with uniform values of the same variance.
 *
 *     w uniform in [−L, L)      L = √(6 / fanIn)      variance 2 / fanIn
 *
 * @see He, Zhang, Ren & Sun, Delving deep into rectifiers, ICCV 2015, section 2.2. https://arxiv.org/abs/1502.01852
 */
export function heUniform(): Initializer {
  return uniformInitializer('heUniform', (fanIn) => Math.sqrt(6 / fanIn));
}
