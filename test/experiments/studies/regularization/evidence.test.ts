/** Real trainings on a small set: what the looks say, counted again. */
import { beforeAll, describe, expect, it } from 'vitest';
import { checkedJson } from '../../../../src/experiments/checked-json.ts';
import { type Cell, designOf } from '../../../../src/experiments/studies/cell.ts';
import { regularizationCells } from '../../../../src/experiments/studies/regularization/cells.ts';
import {
  evidenceFrom,
  type RegularizationEvidence,
  regularizationLooks,
} from '../../../../src/experiments/studies/regularization/evidence.ts';
import { prepareStudyData } from '../../../../src/experiments/studies/study-data.ts';
import { type CellRun, type CellView, trainCell } from '../../../../src/experiments/studies/train-cell.ts';
import { Sequential } from '../../../../src/index.ts';
import { columnsData } from '../../../helpers/columns-data.ts';
import { thrownBy } from '../../../helpers/errors.ts';

const parts = prepareStudyData(columnsData(), { train: 70, validation: 20, test: 30 }, 0);
const training = { seed: 5, epochs: 40, batchSize: 10 };
const cellOf = (name: string): Cell => regularizationCells.find((one) => one.name === name)!;

/** A run, and the weights of its dense layers as they were at the end. */
async function train(name: string): Promise<{ run: CellRun<RegularizationEvidence>; weights: Float32Array[] }> {
  let weights: Float32Array[] = [];
  const looks = {
    ...regularizationLooks,
    after(view: CellView) {
      weights = Object.entries(view.model.weights()).flatMap(([key, one]) =>
        /^dense\d\.weight$/.test(key) ? [one.toFloat32Array()] : [],
      );
      return regularizationLooks.after!(view);
    },
  };
  const run = await trainCell(cellOf(name), parts, 2, { ...training, looks });
  return { run: run as CellRun<RegularizationEvidence>, weights };
}

const names = [
  'none',
  'L1 0.03',
  'L1 subgradient 0.03',
  'L2 0.01',
  'L1 + L2 0.03',
  'dropout 0.5',
  'batch norm',
  'weight decay 1',
];
const runs = new Map<string, Awaited<ReturnType<typeof train>>>();
beforeAll(async () => {
  for (const name of names) runs.set(name, await train(name));
});
const evidenceOf = (name: string): RegularizationEvidence => runs.get(name)!.run.evidence!;

describe('weights', () => {
  it.each(names)('with %s are those of the network, counted again', (name) => {
    const { run, weights } = runs.get(name)!;
    const all = weights.flatMap((values) => Array.from(values));
    const { sizesAfter, columnsOff } = run.evidence!;
    expect(sizesAfter.reduce((sum, count) => sum + count, 0)).toBe(all.length);
    expect(sizesAfter[0]).toBe(all.filter((value) => value === 0).length);
    expect(sizesAfter.at(-1)).toBe(all.filter((value) => Math.abs(value) >= 1).length);
    let off = 0;
    for (let column = 0; column < 6; column++) {
      if (weights[0].subarray(column * 64, (column + 1) * 64).every((value) => value === 0)) off++;
    }
    expect(columnsOff).toBe(off);
  });

  it('are the same for all before training, and exactly 0 only where a step makes them so', () => {
    for (const name of names) expect(evidenceOf(name).sizesBefore, name).toEqual(evidenceOf('none').sizesBefore);
    expect(evidenceOf('none').sizesBefore[0]).toBe(0);
    for (const name of ['none', 'L1 subgradient 0.03', 'dropout 0.5']) expect(evidenceOf(name).sizesAfter[0]).toBe(0);
    for (const name of ['L1 0.03', 'L1 + L2 0.03']) expect(evidenceOf(name).sizesAfter[0], name).toBeGreaterThan(1000);
  });

  it('begin with the same bits in every cell', () => {
    const initial = (cell: Cell): Float32Array[] => {
      const model = new Sequential(designOf(cell).layers(2), { inputShape: [6], seed: 5 });
      return [1, 2, 3].map((i) => model.weights()[`dense${i}.weight`].toFloat32Array());
    };
    const expected = initial(regularizationCells[0]);
    for (const cell of regularizationCells) expect(initial(cell), cell.name).toEqual(expected);
  });
});

describe('columns', () => {
  it('are looked at with proximal L1 alone', () => {
    for (const name of names) expect(evidenceOf(name).columns !== undefined).toBe(name === 'L1 0.03');
  });

  it('that L1 switched off have their names, and figures of the networks without them', () => {
    const { columns, columnsOff } = evidenceOf('L1 0.03');
    const { seen, constant, names: off, without } = columns!;
    expect(seen).toHaveLength(6);
    expect(seen.slice(0, 2)).toBe('11'); // what tells the classes apart
    expect(seen[5]).toBe('0'); // and what tells nothing
    expect([...seen].filter((one) => one === '0')).toHaveLength(columnsOff);
    expect(constant).toBe(1);
    expect(off).toContain('constant');
    expect(off).toHaveLength(columnsOff);
    expect(without!.sameCell).toBeGreaterThan(0.8);
    expect(without!.noPenalty).toBeGreaterThan(0.8);
  });

  it('have nothing to be compared with where none is off, or all are', async () => {
    const weak: Cell = { ...cellOf('L1 0.00001'), l1: 1e-12 };
    const light = await trainCell(weak, parts, 2, { ...training, epochs: 2, looks: regularizationLooks });
    expect((light!.evidence as RegularizationEvidence).columns).toEqual({ seen: '111111', constant: 0, names: [] });
    const strong: Cell = { ...cellOf('L1 0.1'), l1: 100 };
    const looked = await trainCell(strong, parts, 2, { ...training, looks: regularizationLooks });
    const { columns, columnsOff } = looked!.evidence as RegularizationEvidence;
    expect(columnsOff).toBe(6);
    expect(columns).toEqual({ seen: '000000', constant: 1 });
  });
});

describe('a run', () => {
  it('is the same again, and nothing once the signal has come', async () => {
    const [one, other] = [runs.get('L1 0.03')!.run, (await train('L1 0.03')).run];
    expect({ ...other, seconds: 0 }).toEqual({ ...one, seconds: 0 });
    const ending = new AbortController();
    const looks = {
      after(view: CellView) {
        ending.abort();
        return regularizationLooks.after!(view);
      },
    };
    const { signal } = ending;
    expect(await trainCell(cellOf('L1 0.03'), parts, 2, { ...training, looks, signal })).toBeUndefined();
  });

  it('has losses without its penalty', () => {
    const { run } = runs.get('L1 0.03')!;
    expect(run.history.validationLoss[0]).toBeLessThan(1); // the penalty alone is above 20 there
    expect(run.test!.loss).toBeLessThan(0.7);
    expect(run.test!.loss).toBeGreaterThan(0);
  });
});

describe('evidence from a file', () => {
  const checked = checkedJson((what, value) => {
    throw new Error(`${what}, got ${JSON.stringify(value)}`);
  });
  const read = (json: unknown, cell = 'none') =>
    evidenceFrom(checked, 'evidence', JSON.parse(JSON.stringify(json)), cell);

  it('comes back as it was', () => {
    for (const name of names) expect(read(evidenceOf(name), name)).toEqual(evidenceOf(name));
  });

  it('must have the columns of a network with L1, which the report is about', () => {
    const { columns: _, ...rest } = evidenceOf('L1 0.03');
    expect(thrownBy(() => read(rest, 'L1 0.03')).message).toBe(
      'evidence.columns must be there for L1 0.03, got undefined',
    );
    expect(read(rest, 'none')).toEqual(rest);
  });

  it.each([
    [{ sizesAfter: [1, 2] }, /sizesAfter must be 9 counts/],
    [{ sizesBefore: Array(9).fill(0) }, /sizesBefore must be 9 counts/],
    [{ sizesBefore: undefined }, /sizesBefore must be a list/],
    [{ columnsOff: -1 }, /columnsOff must be a count/],
    [{ columns: { seen: '01x', constant: 0 } }, /seen must be of 0 and 1/],
    [{ columns: { seen: '', constant: 0 } }, /seen must be of 0 and 1/],
    [{ columns: { seen: '01', constant: 0, names: [3] } }, /names\[0\] must be text/],
    [{ columns: { seen: '01', constant: 0, without: { sameCell: 2, noPenalty: 1 } } }, /sameCell must be from 0 to 1/],
    [{ columns: { seen: '01', constant: 0, without: {} } }, /sameCell must be from 0 to 1/],
  ])('%j is refused', (change, message) => {
    expect(thrownBy(() => read({ ...evidenceOf('none'), ...change })).message).toMatch(message);
  });
});
