import { describe, expect, it } from 'vitest';
import { kernels } from '../../src/wasm/kernels.ts';
import { withSpecials } from '../helpers/axis-sizes.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { expectBothWays } from '../helpers/both-ways.ts';
import { someFloats } from '../helpers/floats.ts';
import { KernelMemory } from '../helpers/memory.ts';
import * as twins from '../twins/gather.ts';

describe('gatherRows and scatterRows', () => {
  it('equal their twins bit for bit', () => {
    for (const columns of [0, 1, 2, 3, 4, 5, 8, 15, 16, 17]) {
      for (const rows of [0, 1, 4, 17, 100]) {
        const entries = 11;
        const table = withSpecials(entries * columns, columns);
        const picks = Float32Array.from({ length: rows }, (_, r) => (r * r + r) % entries);
        const dy = someFloats(rows * columns, 5, rows);
        const memory = new KernelMemory();
        const [from, index, gradient] = [memory.array(table), memory.array(picks), memory.array(dy)];
        const out = memory.array(rows * columns);
        expect(kernels.gatherRows(out.address, from.address, index.address, rows, columns, entries)).toBe(-1);
        expectSameBits(out.values(), twins.gatherRows(table, picks, columns), `${rows} rows of ${columns}`);
        expectBothWays(
          memory,
          entries * columns,
          (dTable, adds) => kernels.scatterRows(dTable, gradient.address, index.address, rows, columns, entries, adds),
          (before) => twins.scatterRows(dy, picks, columns, entries, before),
          `${rows} rows of ${columns}`,
        );
      }
    }
  });

  it('names the first bad index and then writes nothing', () => {
    for (const bad of [-1, 0.5, 5, 1e10, -1e-40, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const memory = new KernelMemory();
      const table = memory.array(10);
      const index = memory.array([4, 0, -0, bad, 1, bad]);
      const out = memory.array(new Float32Array(12).fill(3));
      expect(kernels.gatherRows(out.address, table.address, index.address, 6, 2, 5)).toBe(3);
      expect(out.values()).toEqual(new Float32Array(12).fill(3));
    }
  });
});
