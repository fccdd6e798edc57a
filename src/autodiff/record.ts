/** `record`: runs a function once to note its operations, and returns them as a graph that can be replayed. */
import { RecordingError, requireKnownOptions, valueText } from '../errors.ts';
import { mode } from '../tensor/mode.ts';
import type { Counter } from '../tensor/random.ts';
import { requireShape, type Shape } from '../tensor/shape.ts';
import { Tensor } from '../tensor/tensor.ts';
import { Arena } from './arena.ts';
import { Graph } from './graph.ts';
import type { Node } from './node.ts';

let recorded: Node[] = [];
let counted: Counter[] = [];

/** Adds a node to the recording in progress. Called by `apply`. */
export function note(node: Node): void {
  recorded.push(node);
}

/**
 * Advances a counter: now or, while a graph is recorded, at the start of each of its runs. What reads the counter, such
 * as dropout, then meets another number in every run, eager or recorded.
 */
export function advance(counter: Counter): void {
  if (mode.recording) counted.push(counter);
  else counter.advance();
}

/**
 * Records what `fn` computes from its inputs. The graph plans all its memory once; replaying it allocates nothing in
 * WASM memory and costs little more than the kernels themselves.
 *
 *     const graph = record([[32, 11], [32]], (x, y) => softmaxCrossEntropy(x.matmul(w).add(b), y));
 *     const loss = graph.run([xBatch, yBatch]);   // forward
 *     graph.backward();                           // fills w.grad and b.grad
 *
 * Inside `fn` there are no values yet: reading one throws. A tensor made inside or outside that is not an input is a
 * constant, or a parameter when it has `requiresGrad`; both move into WASM memory, and the graph sees what is assigned
 * to them later. Recording inside `noGrad` makes a forward-only graph, which takes less memory.
 *
 * @param inputs for each argument of `fn` its shape, or a tensor as an example of it (with `requiresGrad` where a
 *   gradient by the input is wanted).
 * @param fn returns a tensor or an array of tensors; backward starts at the first, which must then be one value.
 * @param options.arena memory to share with other graphs that never need theirs at the same time.
 * @throws RecordingError inside another recording, or for a function that is asynchronous or returns anything else.
 */
export function record<Output extends Tensor | Tensor[]>(
  inputs: readonly (Shape | Tensor)[],
  fn: (...inputs: Tensor[]) => Output,
  options: { arena?: Arena } = {},
): Graph<Output> {
  requireKnownOptions('record', options, ['arena']);
  const { arena = new Arena() } = options;
  const { symbols, outputs, output, nodes, counters } = trace(inputs, fn);
  return new Graph<Output>(symbols, outputs, Array.isArray(output), nodes, counters, mode.gradients, arena);
}

/** What a function does, noted down: no memory is planned, and nothing has run. */
export interface Trace<Output> {
  readonly symbols: readonly Tensor[];
  readonly output: Output;
  readonly outputs: readonly Tensor[];
  /** In the order of creation. */
  readonly nodes: readonly Node[];
  readonly counters: readonly Counter[];
}

/** The first half of `record`: notes the operations of `fn` and the shapes of their results. The same errors. */
export function trace<Output extends Tensor | Tensor[]>(
  inputs: readonly (Shape | Tensor)[],
  fn: (...inputs: Tensor[]) => Output,
): Trace<Output> {
  if (!Array.isArray(inputs))
    throw new TypeError(`record: inputs must be an array of shapes or tensors, got ${valueText(inputs)}`);
  if (typeof fn !== 'function')
    throw new TypeError(`record: the second argument must be a function, got ${valueText(fn)}`);
  if (mode.recording) throw new RecordingError('record: already recording; a recording cannot contain another');
  const symbols = inputs.map((input) =>
    input instanceof Tensor
      ? new Tensor(input.shape, undefined, input.requiresGrad)
      : new Tensor([...requireShape('record', input)], undefined),
  );
  const nodes: Node[] = [];
  const counters: Counter[] = [];
  const before = { recorded, counted };
  recorded = nodes;
  counted = counters;
  mode.recording = true;
  let output: Output;
  try {
    output = fn(...symbols);
  } finally {
    mode.recording = false;
    ({ recorded, counted } = before);
  }
  const outputs: readonly unknown[] = Array.isArray(output) ? output : [output];
  if (outputs.length === 0 || outputs.some((tensor) => !(tensor instanceof Tensor))) {
    const what = outputs.find((tensor) => !(tensor instanceof Tensor));
    throw new RecordingError(
      `record: fn must return a tensor or an array of tensors, got ${valueText(what ?? output)}`,
    );
  }
  return { symbols, output, outputs: outputs as Tensor[], nodes, counters };
}
