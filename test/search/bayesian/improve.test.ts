import { expect, test } from 'vitest';
import { Acquisition } from '../../../src/search/bayesian/acquisition.ts';
import { candidatesOf, drawCandidates } from '../../../src/search/bayesian/candidates.ts';
import { Embedding } from '../../../src/search/bayesian/embedding.ts';
import { candidateAt, improve } from '../../../src/search/bayesian/improve.ts';
import { GaussianProcess } from '../../../src/search/gaussian-process/gaussian-process.ts';
import { someRows } from '../../../src/search/gaussian-process/some-rows.ts';
import { choice } from '../../../src/search/space/choice.ts';
import { uniform } from '../../../src/search/space/continuous.ts';
import { integer } from '../../../src/search/space/integer.ts';
import { Space } from '../../../src/search/space/space.ts';
import { when } from '../../../src/search/space/when.ts';
import { RandomStream } from '../../../src/tensor/random.ts';

const space: Space = new Space({
  rate: uniform(0, 1),
  layers: integer(1, 9),
  kind: choice(['a', 'b', 'c']),
  share: when('kind', 'b', uniform(0, 1)),
});
const embedding = new Embedding(space);
const draw = new RandomStream(4, 'test/improve');
const places = Array.from({ length: 20 }, () => space.units(space.at([0, 1, 2, 3].map(() => draw.uniform()))));
const rows = new Float64Array(20 * embedding.width);
for (const [i, place] of places.entries()) {
  embedding.place(place, rows.subarray(i * embedding.width, (i + 1) * embedding.width));
}
const targets = places.map(([rate, layers, , share]) => (rate - 0.3) ** 2 + (layers - 0.5) ** 2 + (share || 0));
const points = { count: 20, width: embedding.width, rows, groups: embedding.groups };
const process = GaussianProcess.at(points, targets, { lengthScales: [0.5, 0.6, 1, 1], signal: 1, noise: 1e-4 });
const acquisition = new Acquisition(process, embedding, Math.min(...targets));

test('an acquisition has the derivatives of differences', () => {
  const slopes = new Float64Array(4);
  for (const kind of ['b', 'c']) {
    const units = space.units(space.at([0.42, 0.5, kind === 'b' ? 0.5 : 0.9, 0.7]));
    expect(acquisition.withGradient(units, slopes)).toBe(acquisition.at(units));
    for (const i of kind === 'b' ? [0, 3] : [0]) {
      const moved = (step: number) => acquisition.at(units.map((u, k) => (k === i ? u + step : u)));
      expect(Math.abs(slopes[i] - (moved(1e-6) - moved(-1e-6)) / 2e-6)).toBeLessThan(
        1e-5 * Math.max(1, Math.abs(slopes[i])),
      );
    }
  }
});

test('a candidate that goes uphill ends on a point that there is, where no small step helps', () => {
  for (let k = 0; k < 6; k++) {
    const start = candidateAt(
      space,
      acquisition,
      Float64Array.from({ length: 4 }, () => draw.uniform()),
    );
    const end = improve(space, acquisition, start);
    expect(end.value).toBeGreaterThanOrEqual(start.value);
    expect(end.units).toEqual(space.units(space.at(end.free)));
    expect(acquisition.at(end.units)).toBe(end.value);
    for (const step of [-1e-3, 1e-3]) {
      const near = end.free.map((u, i) => (i === 0 ? Math.min(1, Math.max(0, u + step)) : u));
      expect(candidateAt(space, acquisition, near).value).toBeLessThan(end.value + 1e-6);
    }
  }
});

test('candidates are spread over a space, and drawn around places; all points of a small one', () => {
  const drawn = drawCandidates(space, candidatesOf(space), [places[0]], new RandomStream(1, 'test/candidates'));
  expect(drawn).toHaveLength(512 + 32);
  for (const place of drawn) for (const u of place) expect(u >= 0 && u <= 1).toBe(true);
  for (let j = 0; j < 4; j++) {
    for (let part = 0; part < 4; part++) {
      const there = drawn.slice(0, 512).filter((place) => Math.floor(4 * place[j]) === part).length;
      expect(Math.abs(there - 128)).toBeLessThan(3);
    }
  }
  for (const place of drawn.slice(512)) expect(Math.abs(place[0] - places[0][0])).toBeLessThanOrEqual(0.3);
  const small = new Space({ a: integer(1, 3), b: choice([true, false]), c: when('b', true, integer(1, 2)) }) as Space;
  const all = candidatesOf(small);
  expect(all.all).toBe(true);
  expect(new Set(all.places.map((place) => JSON.stringify(small.at(place)))).size).toBe(9);
});

test('some rows: the lowest half, and others spread evenly', () => {
  expect(someRows([3, 1, 2], 3)).toEqual([0, 1, 2]);
  const values = Array.from({ length: 100 }, (_, i) => (i % 10) * 100 + i);
  const rows = someRows(values, 20);
  expect(rows).toHaveLength(20);
  expect(rows.filter((row) => row % 10 === 0)).toHaveLength(10);
  const others = rows.filter((row) => row % 10 !== 0);
  expect(others).toHaveLength(10);
  for (const [i, row] of others.entries()) expect(Math.floor(row / 10)).toBe(i);
});
