/** What the engine is doing at the moment: recording a graph, keeping nodes for backward, or neither. */
import { RecordingError } from '../errors.ts';

export const mode = {
  /** True inside `record`: operations are noted, not run. */
  recording: false,
  /** False inside `noGrad`: results remember no operations. */
  gradients: true,
  /** The layer at work, such as `dense1`, for messages; '' outside layers. */
  layer: '',
};

/**
 * Runs `fn` without remembering operations for backward: results have `requiresGrad` false, and nothing is kept.
 *
 * @throws TypeError if `fn` is asynchronous: the mode would end before its work does.
 */
export function noGrad<T>(fn: () => T): T {
  const before = mode.gradients;
  mode.gradients = false;
  try {
    const result = fn();
    if (result instanceof Promise)
      throw new TypeError('noGrad: fn must be synchronous, got one that returns a Promise');
    return result;
  } finally {
    mode.gradients = before;
  }
}

/** Values do not exist while a graph is recorded: reading or writing them then would freeze one moment's numbers. */
export function forbidWhileRecording(what: string): void {
  if (!mode.recording) return;
  throw new RecordingError(
    `${what}: not possible inside record(): there are no values yet; return the tensor and read it after graph.run()`,
  );
}
