import { MemoryError } from '../errors.ts';
import { memoryUse, setMemoryBudget, vacateMemory } from '../wasm/memory.ts';

/**
 * Runs something with so many bytes of WASM memory, which are empty when it begins: whether they do must not depend on what ran before.
 *
 * @throws what it throws; a MemoryError says whose the budget is.
 */
export async function withMemoryLimit<T>(bytes: number, run: () => Promise<T>): Promise<T> {
  const { budget } = memoryUse();
  vacateMemory();
  setMemoryBudget(bytes);
  try {
    return await run();
  } catch (error) {
    if (error instanceof MemoryError) error.message += '; here the budget is the memoryLimitBytes of the job';
    throw error;
  } finally {
    setMemoryBudget(budget);
  }
}
