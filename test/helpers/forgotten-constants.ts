/**
 * Finds operations that hold on to a number and do not say so in `constants`: a trainer that compares two recordings would
 * not see that number change.
 */
import { backwardFrom } from '../../src/autodiff/backward.ts';
import { differenceBetween } from '../../src/autodiff/compare-recordings.ts';
import { record, trace } from '../../src/autodiff/record.ts';
import { Tensor } from '../../src/tensor/tensor.ts';
import { bitsOf } from './bits.ts';

// biome-ignore lint/suspicious/noExplicitAny: operations take all kinds of arguments
export type AnyOperation = (...args: any[]) => Tensor;

/** A call with every argument and option set, tensors among them. */
export type Call = readonly unknown[];

/** A place in the arguments, such as `2.momentum`, and what stands there. */
interface Leaf {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/** Numbers, flags and texts in the arguments, outside tensors. */
function leavesOf(value: unknown, path: readonly (string | number)[] = []): Leaf[] {
  if (value instanceof Tensor) return [];
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}

function replaced(value: unknown, [key, ...rest]: readonly (string | number)[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  (copy as Record<string, unknown>)[key] = replaced((value as Record<string, unknown>)[key], rest, by);
  return copy;
}

/** The arguments with one thing in them changed, many ways: those that make no sense are refused by the operation. */
function changed(call: Call): { path: string; call: Call }[] {
  const results: { path: string; call: Call }[] = [];
  const add = (path: readonly (string | number)[], by: unknown): void => {
    results.push({ path: path.join('.'), call: replaced(call, path, by) as Call });
  };
  for (const { path, value } of leavesOf(call)) {
    if (typeof value === 'number') for (const by of [value + 1, value - 1, value / 2, value + 0.125]) add(path, by);
    else if (typeof value === 'boolean') add(path, !value);
    else for (const by of [`${value}2`, 'none', 'relu', 'tanh', 'sigmoid', undefined]) if (by !== value) add(path, by);
  }
  // An order, as of axes, makes sense only as a whole.
  call.forEach((argument, i) => {
    if (Array.isArray(argument) && argument.every((item) => typeof item === 'number')) add([i], argument.toReversed());
  });
  return results;
}

/** Bits of the output, of the gradients and of what training updates; undefined where the call is refused. */
function outcome(operation: AnyOperation, call: Call): { shape: string; bits: string } | undefined {
  const copies = new Map<Tensor, Tensor>();
  const fresh = (value: unknown): unknown => {
    if (value instanceof Tensor) {
      if (!copies.has(value)) copies.set(value, new Tensor(value.shape, value.toFloat32Array(), value.requiresGrad));
      return copies.get(value);
    }
    if (Array.isArray(value)) return value.map(fresh);
    if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fresh(inner)]));
  };
  try {
    const y = operation(...(fresh(call) as unknown[]));
    const upstream = Float32Array.from({ length: y.size }, (_, i) => 1 + ((i * 0.618) % 1));
    if (y.requiresGrad) backwardFrom(y, upstream);
    const all = [y, ...copies.values(), ...[...copies.values()].map(({ grad }) => grad)];
    const bits = all.map((one) => (one ? [...one.toFloat32Array()].map(bitsOf).join() : '')).join(' ');
    return { shape: y.shape.join(), bits };
  } catch {
    return undefined;
  }
}

/** What the comparison of a recording of each call makes of the two. */
function foundDifference(operation: AnyOperation, first: Call, second: Call): string | undefined {
  return differenceBetween(
    record([], () => [operation(...first)]),
    trace([], () => [operation(...second)]),
  );
}

export interface ConstantsFound {
  /** Arguments that change what the operation does, unseen by the comparison. */
  readonly forgotten: readonly string[];
  /** Arguments of which some change was tried that mattered; the others prove nothing. */
  readonly tried: ReadonlySet<string>;
}

/** Changes every number in a call, and looks whether the comparison of recordings sees each change that matters. */
export function searchConstants(operation: AnyOperation, call: Call): ConstantsFound {
  const forgotten = new Set<string>();
  const tried = new Set<string>();
  const base = outcome(operation, call);
  if (!base) throw new Error('the call itself is refused');
  if (foundDifference(operation, call, call)) throw new Error('a call differs from itself');
  for (const { path, call: other } of changed(call)) {
    const result = outcome(operation, other);
    if (!result || (result.shape === base.shape && result.bits === base.bits)) continue;
    tried.add(path);
    if (!foundDifference(operation, call, other)) forgotten.add(path);
  }
  return { forgotten: [...forgotten], tried };
}

/** Names of the parameters that a function declares, as its source text has them. */
export function parametersOf(operation: AnyOperation): string[] {
  const text = operation.toString();
  const open = text.indexOf('(');
  let depth = 0;
  const names: string[] = [];
  let start = open + 1;
  for (let i = open; i < text.length; i++) {
    if ('([{'.includes(text[i])) depth++;
    if (')]}'.includes(text[i])) depth--;
    if ((text[i] === ',' && depth === 1) || depth === 0) {
      const name = text
        .slice(start, i)
        .trim()
        .split(/[\s=:]/)[0];
      if (name !== '') names.push(name);
      start = i + 1;
    }
    if (depth === 0) return names;
  }
  return names;
}

/** The options that an operation knows, from what it says to one that it does not; none where it takes no options. */
export function optionsOf(operation: AnyOperation, call: Call): string[] {
  const last = call.at(-1);
  if (typeof last !== 'object' || last === null || last instanceof Tensor || Array.isArray(last)) return [];
  try {
    operation(...call.slice(0, -1), { ...last, noSuchOption: 1 });
  } catch (error) {
    const [, list] = /Known options: (.*)$/.exec((error as Error).message) ?? [];
    if (list !== undefined) return list.split(', ');
  }
  throw new Error('an unknown option is not refused');
}
