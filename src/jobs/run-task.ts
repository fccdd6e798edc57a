import { valueText } from '../errors.ts';
import { jsonText } from '../formats/bounded-json.ts';
import type { JobCall } from './executor.ts';
import type { Task, TaskContext, Tasks } from './job.ts';

/**
 * Does a job by its task: what every executor does in the end, wherever that is.
 *
 * @returns what JSON makes of the result, so that it is the same whether it was computed here, came from a thread or stood in
 *   a file; undefined if the signal ended the task.
 * @throws RangeError if there is no such task; TypeError, RangeError for a result that is not plain JSON; what the task throws.
 */
export async function runTask(
  tasks: Tasks,
  { key, task, input, results }: JobCall,
  { signal, onProgress }: Pick<TaskContext, 'signal' | 'onProgress'>,
): Promise<unknown> {
  if (signal.aborted) return undefined;
  const run = Object.hasOwn(tasks, task) ? tasks[task] : undefined;
  if (typeof run !== 'function') {
    const names = Object.keys(tasks).filter((name) => typeof tasks[name] === 'function');
    throw new RangeError(`there is no task ${valueText(task)}; there are ${names.join(', ') || 'none'}`);
  }
  let result: unknown;
  try {
    result = await (run as Task)(input as never, { results, signal, onProgress });
  } catch (error) {
    if (signal.aborted && isAbort(error, signal)) return undefined;
    throw error;
  }
  if (result === undefined && signal.aborted) return undefined;
  return JSON.parse(jsonText(`task ${task}`, `the result of ${valueText(key)}`, result));
}

/** Whether an error says no more than that the signal came, as `signal.throwIfAborted()` does. */
function isAbort(error: unknown, signal: AbortSignal): boolean {
  return error === signal.reason || (error instanceof Error && error.name === 'AbortError');
}
