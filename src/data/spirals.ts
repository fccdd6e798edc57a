import { requireInteger, requireKnownOptions, requireNonNegative } from '../errors.ts';
import { RandomStream } from '../tensor/random.ts';
import { cos, sin } from '../tensor/scalar-math.ts';
import type { Matrix } from './matrix.ts';
import { shuffledRows } from './shuffled-rows.ts';

export interface SpiralsOptions {
  /** Arms, one class each. */
  readonly classes?: number;
  readonly samplesPerClass?: number;
  /** How often each arm winds around the centre. */
  readonly turns?: number;
  /** Standard deviation of the noise on each coordinate; arms end at distance 1 from the centre. */
  readonly noise?: number;
  readonly seed?: number;
}

/**
 * Interleaved spirals in the plane: classes that no straight line parts, a first test of a network with hidden layers.
 *
 *     r = (i + 1) / n        φ = 2π (turns · r + k / classes)
 *     x = (r cos φ + noise · ε₁,  r sin φ + noise · ε₂)        y = k
 *
 * for sample i = 0 … n − 1 of class k, with ε normal from `new RandomStream(seed, 'spirals')`, ε₁ then ε₂ for each sample
 * in order; class after class. Computed in float64 and rounded to float32 once, so the bits are the same everywhere.
 *
 * x: [classes · n, 2]; y: class indices. Rows come class by class: split or shuffle them before training.
 *
 *     const { x, y } = spirals({ classes: 2, samplesPerClass: 200, turns: 2 });
 *
 * @throws RangeError for classes or samplesPerClass below 1, a negative number of turns, negative noise, or as much as float32 cannot hold.
 */
export function spirals(options: SpiralsOptions = {}): { x: Matrix; y: number[] } {
  requireKnownOptions('spirals', options, ['classes', 'samplesPerClass', 'turns', 'noise', 'seed']);
  const { classes = 3, samplesPerClass = 100, turns = 1, noise = 0.03, seed = 0 } = options;
  requireInteger('spirals', { classes, samplesPerClass }, 1);
  requireNonNegative('spirals', { turns, noise });
  const stream = new RandomStream(seed, 'spirals');
  const values = new Float64Array(classes * samplesPerClass * 2);
  const y: number[] = [];
  for (let k = 0; k < classes; k++) {
    for (let i = 0; i < samplesPerClass; i++) {
      const r = (i + 1) / samplesPerClass;
      const angle = 2 * Math.PI * (turns * r + k / classes);
      const at = y.length * 2;
      values[at] = r * cos(angle) + noise * stream.normal();
      values[at + 1] = r * sin(angle) + noise * stream.normal();
      y.push(k);
    }
  }
  return shuffledRows('spirals', values, 2, y, undefined);
}
