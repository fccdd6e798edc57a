/**
 * Errors as plain data: what is cloned from thread to thread loses its class and its fields, and an error of ours should
 * be the same one whichever thread met it.
 */
import * as errors from '../errors.ts';

export interface ErrorRecord {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** Its own fields that are plain, such as the row of a DataError. */
  readonly fields: Readonly<Record<string, string | number | boolean | undefined>>;
}

export function errorRecord(error: unknown): ErrorRecord {
  if (!(error instanceof Error)) {
    return { name: 'Error', message: `it threw ${errors.valueText(error)}`, stack: undefined, fields: {} };
  }
  const { name, message, stack } = error;
  const plain = Object.entries(error).filter(([, value]) =>
    ['string', 'number', 'boolean', 'undefined'].includes(typeof value),
  );
  return { name: String(name), message: String(message), stack, fields: Object.fromEntries(plain) };
}

const builtIn = { RangeError, TypeError, SyntaxError, ReferenceError, URIError, EvalError };

/** The error again: of its class, if that is one of ours or built in; else an Error of its name. */
export function errorFrom({ name, message, stack, fields }: ErrorRecord): Error {
  const kinds: Readonly<Record<string, unknown>> = { ...errors, ...builtIn };
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  const error = new Error(message);
  if (typeof kind === 'function' && kind.prototype instanceof Error) Object.setPrototypeOf(error, kind.prototype);
  else if (name !== 'Error') Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true });
  if (stack !== undefined) error.stack = stack;
  return Object.assign(error, fields);
}
