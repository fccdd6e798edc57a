/**
 * A piece of work that takes a while, such as one network trained with one seed: plain data, so that it can be done by this
 * program, by a worker thread, or elsewhere. Whoever does it has the tasks, by name.
 */
export interface Job {
  /** Tells it from all others, also in a file and from one call to the next: 'adam/relu/rate 0.001/seed 0'. */
  readonly key: string;
  /** How long it takes, beside the others, in any unit: for the time left, and to begin with the longest. */
  readonly cost: number;
  /** The name of its task. */
  readonly task: string;
  /** What the task is given: what JSON can hold. */
  readonly input: unknown;
  /** Keys of jobs before it in the list. It begins when they are done, and its task gets their results, and no others. */
  readonly needs?: readonly string[];
  /**
   * How long its task may take; any time unless set. After that it fails with a TimeLimitError, whatever it is doing. For executors that
   * can end a task, such as `workerExecutor`; the time in which a thread starts and imports its module does not count.
   */
  readonly timeLimitSeconds?: number;
  /**
   * The budget of WASM memory under which its task runs, as by `setMemoryBudget`, in bytes from 1 MiB to 4 GiB; that of the thread
   * unless set. What needs more at once fails with a MemoryError. It counts what the engine computes in (parameters, optimizer state,
   * graphs), and neither arrays of JavaScript nor models that are not in use. For executors with an engine for each task,
   * such as `workerExecutor`.
   */
  readonly memoryLimitBytes?: number;
}

/**
 * What does a job.
 *
 * The same input and results must give the same result, whoever runs the task, when, and beside what; then the results of a
 * study depend neither on the number of workers nor on the order in which they finish, and a study that was stopped goes
 * on to the same end.
 *
 * @returns what JSON can hold; undefined if the signal ended it: what is half done is not kept, so that it can be done again.
 */
export type Task<Input = unknown, Result = unknown, Progress extends TaskProgress = TaskProgress> = (
  input: Input,
  context: TaskContext<Progress>,
) => Result | undefined | Promise<Result | undefined>;

/** Tasks by name: an object, or a module that exports them. What else a module exports is left alone. */
export type Tasks = Readonly<Record<string, unknown>>;

export interface TaskContext<Progress extends TaskProgress = TaskProgress> {
  /** Of the jobs that this one needs, by key. */
  readonly results: ReadonlyMap<string, unknown>;
  /** To be looked at every now and then: in another thread, what does not end soon after it is ended. */
  readonly signal: AbortSignal;
  /** Says how far it is; about every 50 ms is enough. */
  onProgress(progress: Progress): void;
}

/** How far a task is, with whatever else there is to say: what JSON can hold. */
export interface TaskProgress {
  /** From 0 to 1. */
  readonly share: number;
}
