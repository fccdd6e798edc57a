import { afterEach, describe, expect, it } from 'vitest';
import { MemoryError } from '../../src/errors.ts';
import { beginOperation, floats, memoryUse, Resident, setMemoryBudget, vacateMemory } from '../../src/wasm/memory.ts';

const standard = memoryUse().budget;
afterEach(() => setMemoryBudget(standard));

describe('residents', () => {
  it('start as zeros and keep what is written, inside and outside of WASM memory', () => {
    const resident = new Resident(1000, 'kept');
    expect(resident.read(0, 4)).toEqual(new Float32Array(4));
    resident.write(8, [1, 2]);
    expect([...resident.read(0, 5)]).toEqual([0, 0, 1, 2, 0]);
    const address = resident.address();
    expect(address % 64).toBe(0);
    expect([...floats().subarray(address / 4, address / 4 + 5)]).toEqual([0, 0, 1, 2, 0]);
    resident.release();
  });

  it('move out when room is needed, least recently used first, and come back with their contents', () => {
    setMemoryBudget(memoryUse().inUse + 2 ** 20 > 8 * 2 ** 20 ? memoryUse().inUse + 8 * 2 ** 20 : 8 * 2 ** 20);
    const residents = Array.from({ length: 40 }, () => new Resident(2 ** 20, 'kept'));
    residents.forEach((resident, i) => {
      beginOperation();
      const address = resident.address(); // before the view: it may grow memory
      floats()[address / 4 + 7] = i;
    });
    expect(memoryUse().inUse).toBeLessThanOrEqual(memoryUse().budget);
    residents.forEach((resident, i) => {
      beginOperation();
      const address = resident.address();
      expect(floats()[address / 4 + 7]).toBe(i);
    });
    for (const resident of residents) resident.release();
  });

  it('never move what the same operation has asked for; too much at once is an error with the sizes', () => {
    setMemoryBudget(16 * 2 ** 20);
    beginOperation();
    const first = new Resident(12 * 2 ** 20, 'kept');
    const address = first.address();
    expect(() => new Resident(12 * 2 ** 20, 'working').address()).toThrow(MemoryError);
    expect(() => new Resident(12 * 2 ** 20, 'working').address()).toThrow(/12582912 bytes .* budget is 16777216/);
    expect(first.address()).toBe(address);
    first.release();
  });

  it('hold memory flat over any number of them, in one synchronous loop', () => {
    setMemoryBudget(64 * 2 ** 20);
    const before = memoryUse().reserved;
    for (let i = 0; i < 500; i++) {
      beginOperation();
      const address = new Resident(5 * 2 ** 20, 'kept').address();
      floats()[address / 4] = i;
    }
    expect(memoryUse().reserved).toBeLessThanOrEqual(Math.max(before, 64 * 2 ** 20 + 4 * 2 ** 20));
  });

  it('give room back so that holes are merged and used again', () => {
    const residents = [1, 2, 3, 4].map(() => new Resident(4096, 'working'));
    const addresses = residents.map((resident) => resident.address());
    residents[1].release();
    residents[2].release();
    const wide = new Resident(8192, 'working');
    expect(addresses).toContain(wide.address());
    for (const resident of [residents[0], residents[3], wide]) resident.release();
  });

  it('leave all of the room, however it was cut up, and come back with their contents', () => {
    setMemoryBudget(64 * 2 ** 20);
    const residents = Array.from({ length: 9 }, (_, i) => new Resident((i + 1) * 2 ** 20, 'kept'));
    beginOperation();
    residents.forEach((resident, i) => {
      const address = resident.address();
      floats()[address / 4 + 7] = i + 1;
    });
    for (const i of [1, 3, 5]) residents[i].release();
    vacateMemory();
    expect(memoryUse().inUse).toBe(0);
    setMemoryBudget(8 * 2 ** 20);
    const whole = new Resident(8 * 2 ** 20, 'working');
    expect(whole.address()).toBeGreaterThan(0);
    expect(() => residents[0].address()).toThrow(MemoryError);
    beginOperation();
    for (const i of [0, 2, 4, 6, 7]) {
      beginOperation();
      expect(residents[i].read(28, 1)[0]).toBe(i + 1);
      const address = residents[i].address();
      expect(floats()[address / 4 + 7]).toBe(i + 1);
    }
    beginOperation();
    expect(() => residents[8].address()).toThrow(/9437184 bytes .* budget is 8388608/);
    for (const i of [0, 2, 4, 6, 7, 8]) residents[i].release();
    whole.release();
  });

  it('refuse a senseless budget', () => {
    expect(() => setMemoryBudget(0)).toThrow(RangeError);
    expect(() => setMemoryBudget(Number.NaN)).toThrow(RangeError);
  });
});
