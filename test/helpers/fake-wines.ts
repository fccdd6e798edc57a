import { RandomStream } from '../../src/index.ts';

/** Made-up wines of three grades, which three measurements tell; every fifth has the measurements of an earlier one. */
export const fakeWines = draw();

function draw() {
  const stream = new RandomStream(5, 'fake wines');
  const [n, columns] = [300, 3];
  const classes = [5, 6, 8];
  const y = Array.from({ length: n }, () => (stream.integerBelow(12) === 0 ? 2 : stream.integerBelow(2)));
  const data = new Float32Array(n * columns);
  for (let i = 0; i < n; i++) {
    const same = y.slice(0, i).lastIndexOf(y[i]);
    for (let j = 0; j < columns; j++) {
      const repeats = i % 5 === 4 && same >= 0;
      data[i * columns + j] = repeats ? data[same * columns + j] : y[i] * (j + 1) + stream.integerBelow(1000) / 700;
    }
  }
  return { x: { data, shape: [n, columns] as [number, number] }, y, classes };
}
