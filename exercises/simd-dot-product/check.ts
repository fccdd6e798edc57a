import { numberText, requireNumber, valuesText } from '../runner/compare.ts';
import { type Exercise, Wrong } from '../runner/exercise.ts';
import { compileDotProduct, type DotProduct, pageBytes } from './compile.ts';

/** Two arrays of small whole numbers: their sums are exact in any order. */
function arrays(n: number): { a: number[]; b: number[] } {
  return {
    a: Array.from({ length: n }, (_, i) => (i % 5) + 1),
    b: Array.from({ length: n }, (_, i) => (i % 7) - 1),
  };
}

/** Σ a[i] · b[i] over those i that are chosen, each as often as it is. */
function sumOf(a: readonly number[], b: readonly number[], chosen: readonly number[]): number {
  return chosen.reduce((sum, i) => sum + a[i] * b[i], 0);
}

/** What the answer gives for two arrays at these addresses, with NaN in all the rest of the memory. */
function dotOf({ memory, dot }: DotProduct, a: readonly number[], b: readonly number[], [atA, atB]: number[]): number {
  memory.fill(Number.NaN);
  memory.set(a, atA / 4);
  memory.set(b, atB / 4);
  return dot(atA, atB, a.length);
}

/** What typical mistakes give. */
function mistakesOf(a: readonly number[], b: readonly number[]): Record<string, number[]> {
  const n = a.length;
  const whole = n - (n % 4);
  const all = a.map((_, i) => i);
  const starts = all.filter((i) => i % 4 === 0 && i < whole);
  const onlyLane = (lane: number): number =>
    sumOf(
      a,
      b,
      starts.map((i) => i + lane),
    );
  const overlapping = starts.flatMap((i) => [0, 1, 2, 3].map((lane) => i / 4 + lane));
  const lastBlock = starts.slice(-1).flatMap((i) => [i, i + 1, i + 2, i + 3]);
  return {
    ...(n > whole && {
      [`The last ${n - whole} of ${n} are missing.`]: [sumOf(a, b, all.slice(0, whole))],
      'Only those after the last whole vector are there.': [sumOf(a, b, all.slice(whole))],
    }),
    ...(whole > 0 && {
      'Nothing is filled in yet.': [0],
      'That is lane 0 alone: all four lanes are to be added.': [onlyLane(0) + sumOf(a, b, all.slice(whole))],
      'That is lane 3 alone: all four lanes are to be added.': [onlyLane(3) + sumOf(a, b, all.slice(whole))],
      'The last vector is missing: the loop ended too early.': [
        sumOf(
          a,
          b,
          all.filter((i) => !lastBlock.includes(i)),
        ),
      ],
      'That is the sum of a and b, not of their products.': [a.reduce((sum, value, i) => sum + value + b[i], 0)],
    }),
    ...(whole > 4 && {
      'The vectors overlap: an address goes on by 16 bytes, not by 4.': [
        sumOf(a, b, [...overlapping, ...all.slice(whole)]),
      ],
      'That is the last vector alone: each overwrote the sums of the one before.': [
        sumOf(a, b, [...lastBlock, ...all.slice(whole)]),
      ],
    }),
  };
}

function requireDot(answer: DotProduct, n: number, addresses: number[], where: string): void {
  const { a, b } = arrays(n);
  const given = `n = ${n}, a = [${valuesText(a)}], b = [${valuesText(b)}], ${where}`;
  const expected = sumOf(a, b, Object.keys(a).map(Number));
  let got: number;
  try {
    got = dotOf(answer, a, b, addresses);
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    throw new Wrong(
      `dot trapped (${error.message}), expected ${numberText(expected)}` +
        `\n  given     ${given}\n  It reads behind the end of the memory: a vector was loaded where fewer than four numbers are left.`,
    );
  }
  if (Number.isNaN(got)) {
    throw new Wrong(
      `dot is NaN, expected ${numberText(expected)}\n  given     ${given}` +
        '\n  Around the arrays everything is NaN: something was read from outside of them.',
    );
  }
  requireNumber('dot', got, expected, { given, tolerance: 0, mistakes: mistakesOf(a, b) });
  const changed = [...a.map((value, i) => [value, i, addresses[0]]), ...b.map((value, i) => [value, i, addresses[1]])];
  const first = changed.find(([value, i, at]) => answer.memory[at / 4 + i] !== value);
  if (first) {
    const [value, i, at] = first;
    const name = at === addresses[0] ? 'a' : 'b';
    throw new Wrong(
      `${name}[${i}] was ${value} and is ${numberText(answer.memory[at / 4 + i])} afterwards: dot is not to write\n  given     ${given}`,
    );
  }
}

const middle = [1024, 16_384];

export const exercise: Exercise<DotProduct> = {
  title: 'four products with one instruction',
  page: 'docs/read/04-matrix-product.md',
  load: compileDotProduct,
  hints: [
    'Begin with let sums = f32x4.splat(0) and a loop over i from 0 in steps of 4, while i + 4 <= n.',
    'In it: sums = f32x4.add(sums, f32x4.mul(v128.load(a + 4 * i), v128.load(b + 4 * i))).',
    'After it, the sum of the four lanes: f32x4.extract_lane(sums, 0) + … up to lane 3.',
    'Then go on with the same i in steps of 1: sum += load<f32>(a + 4 * i) * load<f32>(b + 4 * i).',
  ],
  checks: [
    {
      name: 'multiplies and adds four numbers',
      run: (answer) => requireDot(answer, 4, middle, 'in the middle of the memory'),
    },
    {
      name: 'goes on over several vectors',
      run: (answer) => {
        for (const n of [8, 16, 100]) requireDot(answer, n, middle, 'in the middle of the memory');
      },
    },
    {
      name: 'adds what is left over, of any length',
      run: (answer) => {
        for (const n of [0, 1, 3, 5, 15, 17, 1001]) requireDot(answer, n, middle, 'in the middle of the memory');
      },
    },
    {
      name: 'reads nothing behind the arrays',
      run: (answer) => {
        for (const n of [0, 1, 2, 3, 4, 5, 17]) {
          const end = pageBytes - 4 * n;
          requireDot(answer, n, [end, 1024], 'a at the very end of the memory');
          requireDot(answer, n, [1024, end], 'b at the very end of the memory');
        }
      },
    },
    {
      name: 'does so with vectors',
      run({ text }) {
        const counts = (name: string): number => text.split(`${name}\n`).length + text.split(`(${name}`).length - 2;
        const [vectors, sums, scalars] = ['f32x4.mul', 'f32x4.add', 'f32.mul'].map(counts);
        if (vectors > 0 && sums > 0) return;
        throw new Wrong(
          `the module has ${vectors} f32x4.mul and ${sums} f32x4.add, expected at least 1 of each; it has ${scalars} f32.mul` +
            '\n  The result is right, but every product is computed by itself.',
        );
      },
    },
    {
      name: 'is right for random numbers, as near as float32 comes',
      run(answer) {
        let state = 1;
        const random = (): number => {
          state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
          return Math.fround(state / 2 ** 31 - 1);
        };
        for (const n of [1, 15, 100, 1001]) {
          const a = Array.from({ length: n }, random);
          const b = Array.from({ length: n }, random);
          const expected = sumOf(a, b, Object.keys(a).map(Number));
          // Each product and each sum is rounded by 2⁻²⁴ of itself at most, and n of them lie on the way.
          const bound = n * 2 ** -24 * a.reduce((sum, value, i) => sum + Math.abs(value * b[i]), 0);
          const got = dotOf(answer, a, b, middle);
          requireNumber('dot', got, expected, {
            tolerance: bound / Math.max(1, Math.abs(expected)),
            given: `n = ${n}, a = [${valuesText(a)}], b = [${valuesText(b)}]`,
          });
        }
      },
    },
  ],
};
