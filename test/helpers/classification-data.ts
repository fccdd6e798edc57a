import type { ClassificationData } from '../../src/experiments/classification-data.ts';
import { moons } from '../../src/index.ts';

/** Two moons as data to compare networks on. */
export function moonsData({ samples = 200, noise = 0.2, seed = 0 } = {}): ClassificationData {
  return { name: 'moons', title: 'Moons', ...moons({ samples, noise, seed }), classes: ['upper', 'lower'] };
}
