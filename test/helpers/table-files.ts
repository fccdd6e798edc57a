/** Tables to train on, small enough to be trained on in a moment. */
import { writeFileSync } from 'node:fs';
import { RandomStream } from '../../src/tensor/random.ts';

/** A file of rows whose class depends on a number and a category; one column names rows, one says nothing. */
export function writeVisitors(path: string, { rows = 240, seed = 1 } = {}): void {
  const stream = new RandomStream(seed, 'visitors');
  const lines = Array.from({ length: rows }, (_, i) => {
    const minutes = Math.round(stream.uniform() * 600) / 10;
    const kind = ['new', 'back', 'guest'][stream.integerBelow(3)];
    const luck = stream.integerBelow(100);
    const bought = minutes / 60 + (kind === 'back' ? 0.5 : 0) + 0.2 * stream.uniform() > 0.8 ? 'yes' : 'no';
    return `visit-${String(i).padStart(5, '0')}x,${i % 40 === 7 ? '' : minutes},${kind},${luck},shop,${bought}`;
  });
  writeFileSync(path, `${['id,minutes,kind,luck,place,bought', ...lines].join('\n')}\n`);
}

/** A file of rows with two numbers to predict, which depend on three others. */
export function writeRods(path: string, { rows = 240, seed = 1 } = {}): void {
  const stream = new RandomStream(seed, 'rods');
  const lines = Array.from({ length: rows }, () => {
    const [length, width, heat] = [1 + stream.uniform(), 1 + stream.uniform(), 20 * stream.uniform()];
    const [weight, stretch] = [7.8 * length * width * width, length * heat * 0.012];
    return [length, width, heat, weight, stretch].map((value) => value.toFixed(4)).join(';');
  });
  writeFileSync(path, `${['length;width;heat;weight;stretch', ...lines].join('\n')}\n`);
}
