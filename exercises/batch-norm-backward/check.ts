import { batchNorm, mul, randomNormal, sum, tensor } from '../../src/index.ts';
import { requireNumber, requireValues } from '../runner/compare.ts';
import type { Exercise } from '../runner/exercise.ts';

// μ = 8, σ = 5, x̂ = −1.4, −0.2, 0.2, 1.4: numbers to do by hand.
const x = Float32Array.of(1, 7, 9, 15);
const dy = Float32Array.of(1, 0, 0, 0);
const given = 'x = [1, 7, 9, 15], so μ = 8, σ = 5, x̂ = [−1.4, −0.2, 0.2, 1.4];  dy = [1, 0, 0, 0], γ = 2, ε = 0';

export const exercise: Exercise<typeof import('./solution.ts')> = {
  title: 'a gradient through a mean and a variance',
  page: 'docs/read/06-batch-norm.md',
  hints: [
    'β and γ are used in every row: dBeta = Σ dy, dGamma = Σ dy · x̂.',
    '∂μ/∂x[j] = 1/n and ∂σ²/∂x[j] = (2/n)(x[j] − μ), because Σ (x[i] − μ) = 0.',
    'With the product rule, ∂x̂[i]/∂x[j] = s · (δ − 1/n − x̂[i] · x̂[j]/n), where δ is 1 for i = j, else 0.',
    'dx[j] = γ · s · (dy[j] − dBeta/n − x̂[j] · dGamma/n).',
  ],
  checks: [
    {
      name: 'gives β the sum of dy',
      run({ batchNormBackward }) {
        requireNumber('dBeta', batchNormBackward(Float32Array.of(1, 2, -4, 8), x, 2, 0).dBeta, 7, {
          given: 'dy = [1, 2, −4, 8]',
          mistakes: { 'That is the mean.': [1.75] },
        });
      },
    },
    {
      name: 'gives γ the sum of dy · x̂',
      run({ batchNormBackward }) {
        requireNumber('dGamma', batchNormBackward(dy, x, 2, 0).dGamma, -1.4, {
          given,
          mistakes: {
            'That is Σ dy · x, not of the normalised x̂.': [1],
            'That is Σ dy · (x − μ): the division by σ is missing.': [-7],
            'The variance was divided by n − 1; batch normalisation divides by n.': [-7 / Math.sqrt(100 / 3)],
          },
        });
      },
    },
    {
      name: 'finds dx',
      run({ batchNormBackward }) {
        requireValues('dx', batchNormBackward(dy, x, 2, 0).dx, [0.104, -0.128, -0.072, 0.096], {
          given,
          mistakes: {
            'That is γ · s · dy: the mean and the variance were taken for constants.': [0.4, 0, 0, 0],
            'The mean was differentiated, the variance taken for a constant.': [0.3, -0.1, -0.1, -0.1],
            'The variance was differentiated, the mean taken for a constant.': [0.204, -0.028, 0.028, 0.196],
          },
        });
      },
    },
    {
      name: 'has ε inside the root',
      run({ batchNormBackward }) {
        // σ² + ε = 25 + 11 = 36
        requireNumber('dGamma', batchNormBackward(dy, x, 2, 11).dGamma, -7 / 6, {
          given: 'x = [1, 7, 9, 15], dy = [1, 0, 0, 0], ε = 11, so √(σ² + ε) = 6',
          mistakes: { 'ε stands outside the root.': [-7 / 16], 'ε is missing.': [-1.4] },
        });
      },
    },
    {
      name: 'agrees with the engine on 33 rows',
      run({ batchNormBackward }) {
        const leaf = tensor(randomNormal([33, 1], { mean: 3, seed: 1 }).toFloat32Array(), [33, 1], {
          requiresGrad: true,
        });
        const gamma = tensor([1.5], [1], { requiresGrad: true });
        const beta = tensor([-1], [1], { requiresGrad: true });
        const upstream = randomNormal([33, 1], { seed: 2 });
        sum(mul(batchNorm(leaf, gamma, beta, { training: true, epsilon: 1e-3 }), upstream)).backward();
        const mine = batchNormBackward(upstream.toFloat32Array(), leaf.toFloat32Array(), 1.5, 1e-3);
        requireValues('dx', mine.dx, leaf.grad!.toFloat32Array());
        requireNumber('dGamma', mine.dGamma, gamma.grad!.item());
        requireNumber('dBeta', mine.dBeta, beta.grad!.item());
      },
    },
  ],
};
