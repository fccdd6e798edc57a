import { matmul, mul, randomNormal, sum, tensor } from '../../src/index.ts';
import { requireValues } from '../runner/compare.ts';
import type { Exercise } from '../runner/exercise.ts';

const dc = Float32Array.of(1, 0, 0, 10);
const a = Float32Array.of(1, 2, 3, 4);
const b = Float32Array.of(5, 6, 7, 8);
const given = 'dC = [[1, 0], [0, 10]], A = [[1, 2], [3, 4]], B = [[5, 6], [7, 8]]';

export const exercise: Exercise<typeof import('./solution.ts')> = {
  title: 'two matrix products backward for one forward',
  page: 'docs/read/05-dense.md',
  hints: [
    'Write out c[0, 0] and c[0, 1] for 2 × 2 matrices. a[0, 0] is in both, with the slopes b[0, 0] and b[0, 1].',
    'So da[i, p] = Σ_j dc[i, j] · b[p, j], and likewise db[p, j] = Σ_i a[i, p] · dc[i, j].',
    'As matrices: dA = dC·Bᵀ and dB = Aᵀ·dC. Only so do the shapes fit: [m, n]·[n, k] and [k, m]·[m, n].',
    'Three loops over i, j, p, and in the innermost da[i * k + p] += dc[i * n + j] * b[p * n + j]; db is like it.',
  ],
  checks: [
    {
      name: 'is the product rule for 1 × 1 matrices',
      run({ matmulGradient }) {
        const [dc, a, b] = [Float32Array.of(10), Float32Array.of(2), Float32Array.of(3)];
        const { da, db } = matmulGradient(dc, a, b, 1, 1, 1);
        const given = 'dC = [[10]], A = [[2]], B = [[3]]';
        requireValues('dA', da, [30], {
          given,
          mistakes: {
            'That is dc · a: the slope of a · b by a is b.': [20],
            'That is the slope b alone: it is multiplied by dc.': [3],
          },
        });
        requireValues('dB', db, [20], {
          given,
          mistakes: {
            'That is dc · b: the slope of a · b by b is a.': [30],
            'That is the slope a alone: it is multiplied by dc.': [2],
          },
        });
      },
    },
    {
      name: 'finds dA',
      run({ matmulGradient }) {
        requireValues('dA', matmulGradient(dc, a, b, 2, 2, 2).da, [5, 7, 60, 80], {
          given,
          mistakes: {
            'That is dC·B: B has to be transposed, since a[i, p] meets row p of B.': [5, 6, 70, 80],
            'That is B·dC: the order is the other way round, and B is transposed.': [5, 60, 7, 80],
            'That is Bᵀ·dC: the order is the other way round.': [5, 70, 6, 80],
            'Only the last j was kept: add up over j.': [0, 0, 60, 80],
          },
        });
      },
    },
    {
      name: 'finds dB',
      run({ matmulGradient }) {
        requireValues('dB', matmulGradient(dc, a, b, 2, 2, 2).db, [1, 30, 2, 40], {
          given,
          mistakes: {
            'That is A·dC: A has to be transposed, since b[p, j] meets column p of A.': [1, 20, 3, 40],
            'That is dC·A: the order is the other way round, and A is transposed.': [1, 2, 30, 40],
            'That is dC·Aᵀ: the order is the other way round.': [1, 3, 20, 40],
            'Only the last i was kept: add up over i.': [0, 30, 0, 40],
          },
        });
      },
    },
    {
      name: 'works where m, k and n differ',
      run({ matmulGradient }) {
        const [a, b] = [Float32Array.of(1, 2, 3), Float32Array.of(4, 5, 6)];
        const given = 'dC = [[1]], A = [[1, 2, 3]], B = [[4], [5], [6]]';
        const one = matmulGradient(Float32Array.of(1), a, b, 1, 3, 1);
        requireValues('dA', one.da, [4, 5, 6], { given });
        requireValues('dB', one.db, [1, 2, 3], { given });
        const dc = Float32Array.of(1, 2, 3, 4, 5, 6);
        const { da, db } = matmulGradient(dc, Float32Array.of(10, 20), Float32Array.of(1, 0, -1), 2, 1, 3);
        const wide = 'dC = [[1, 2, 3], [4, 5, 6]], A = [[10], [20]], B = [[1, 0, −1]]';
        requireValues('dA', da, [-2, -2], { given: wide });
        requireValues('dB', db, [90, 120, 150], { given: wide });
      },
    },
    {
      name: 'agrees with the engine for [7, 5]·[5, 9]',
      run({ matmulGradient }) {
        const dc = randomNormal([7, 9], { seed: 1 });
        const a = tensor(randomNormal([7, 5], { seed: 2 }).toFloat32Array(), [7, 5], { requiresGrad: true });
        const b = tensor(randomNormal([5, 9], { seed: 3 }).toFloat32Array(), [5, 9], { requiresGrad: true });
        sum(mul(matmul(a, b), dc)).backward();
        const { da, db } = matmulGradient(dc.toFloat32Array(), a.toFloat32Array(), b.toFloat32Array(), 7, 5, 9);
        requireValues('dA', da, a.grad!.toFloat32Array());
        requireValues('dB', db, b.grad!.toFloat32Array());
      },
    },
  ],
};
