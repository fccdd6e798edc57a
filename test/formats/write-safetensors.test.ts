import { describe, expect, it } from 'vitest';
import { DataError, RecordingError, ShapeError } from '../../src/errors.ts';
import { ones, record, tensor, writeSafetensors } from '../../src/index.ts';
import golden from '../golden/safetensors-files.json' with { type: 'json' };
import { thrownBy } from '../helpers/errors.ts';
import { goldenTensors } from '../helpers/safetensors.ts';

describe('files of the reference implementation', () => {
  for (const { name, file, metadata, tensors } of golden.files) {
    it(`are written, byte for byte: ${name}`, () => {
      const inAnyOrder = Object.fromEntries(Object.entries(goldenTensors(tensors)).reverse());
      expect(Buffer.from(writeSafetensors(inAnyOrder, metadata as Record<string, string>)).toString('base64')).toBe(
        file,
      );
    });
  }
});

describe('writeSafetensors', () => {
  const data = Float32Array.of(1, 2);
  const write = (value: unknown, metadata?: unknown) => () =>
    writeSafetensors({ w: value } as never, metadata as never);
  type ErrorClass = new (...args: never[]) => Error;

  const wrong: [what: string, call: () => unknown, error: ErrorClass, message: RegExp][] = [
    ['no tensors', () => writeSafetensors(undefined as never), TypeError, /tensors must be an object, got undefined/],
    ['a list of tensors', () => writeSafetensors([tensor([1])] as never), TypeError, /an array of 1/],
    [
      'a bare array',
      write(data),
      TypeError,
      /tensor "w": expected a Tensor or \{ dtype, shape, data \}, got a Float32Array of 2/,
    ],
    ['nothing', write(null), TypeError, /got null/],
    [
      'a misspelt option',
      write({ dtype: 'F32', shap: [2], data }),
      TypeError,
      /unknown option 'shap'; did you mean 'shape'/,
    ],
    ['an unknown dtype', write({ dtype: 'F31', shape: [2], data }), TypeError, /one of BOOL, .*, got "F31"/],
    [
      'a dtype of another array',
      write({ dtype: 'F64', shape: [2], data }),
      TypeError,
      /F64 must be of type Float64Array, got a Float32Array of 2/,
    ],
    ['no data', write({ dtype: 'F32', shape: [2] }), TypeError, /type Float32Array, got undefined/],
    ['no shape', write({ dtype: 'F32', data }), TypeError, /shape must be an array of sizes, got undefined/],
    ['a negative size', write({ dtype: 'F32', shape: [-2], data }), ShapeError, /at least 0, got \[-2\]/],
    [
      'a shape beyond 2⁵³ with a size of 0',
      write({ dtype: 'F32', shape: [2 ** 30, 2 ** 30, 0], data: new Float32Array() }),
      ShapeError,
      /more than 2\^53 − 1 values .* got 0/,
    ],
    ['a shape with a hole', write({ dtype: 'F32', shape: new Array(1), data }), ShapeError, /got \[undefined\]/],
    ['a fractional size', write({ dtype: 'F32', shape: [0.5, 4], data }), ShapeError, /\[0.5, 4\]/],
    [
      'data that do not fill the shape',
      write({ dtype: 'F32', shape: [3], data }),
      ShapeError,
      /3 values for shape \[3\], got 2/,
    ],
    [
      'a truth value of 2',
      write({ dtype: 'BOOL', shape: [], data: Uint8Array.of(2) }),
      DataError,
      /"w": BOOL must be 0 or 1, got 2/,
    ],
    [
      'values beyond F16',
      write({ dtype: 'F16', shape: [2], data: Float32Array.of(1, -65520) }),
      DataError,
      /"w": -65520 at \[1\] is too large for F16/,
    ],
    [
      'values beyond BF16',
      write({ dtype: 'BF16', shape: [], data: Float32Array.of(3.4e38) }),
      DataError,
      /3.39\d*e\+38 at \[0\] is too large for BF16/,
    ],
    [
      '__metadata__ as a name',
      () => writeSafetensors({ __metadata__: tensor([1]) }),
      DataError,
      /__metadata__ cannot be a name/,
    ],
    [
      '__proto__ as a name',
      () => writeSafetensors({ ['__proto__']: tensor([1]) }),
      DataError,
      /__proto__ cannot be a name/,
    ],
    [
      'half a surrogate pair as a name',
      () => writeSafetensors({ '\udc00': tensor([1]) }),
      DataError,
      /unpaired surrogate/,
    ],
    [
      'half a surrogate pair as metadata',
      write(tensor([1]), { a: '\ud800' }),
      DataError,
      /metadata "a" holds an unpaired/,
    ],
    ['a number as metadata', write(tensor([1]), { a: 1 }), TypeError, /metadata "a" must be a string, got 1/],
    ['text as metadata', write(tensor([1]), 'a'), TypeError, /metadata must be an object, got "a"/],
    ['a header that is too long', write(tensor([1]), { a: 'x'.repeat(1e8) }), DataError, /at most 100000000/],
  ];
  it.each(wrong)('refuses %s', (_, call, error, message) => {
    const thrown = thrownBy(call);
    expect(thrown).toBeInstanceOf(error);
    expect(thrown.message).toMatch(/^writeSafetensors: /);
    expect(thrown.message).toMatch(message);
  });

  it('refuses a tensor of a graph that is being recorded', () => {
    const call = () => record([ones([2])], (x) => [x.mul(writeSafetensors({ x }).length)]);
    expect(thrownBy(call)).toBeInstanceOf(RecordingError);
  });

  it('reads nothing but text, numbers and arrays, and changes nothing', () => {
    const weight = tensor([1, 2, 3]);
    const before = weight.toFloat32Array();
    const one = writeSafetensors({ b: weight, a: weight.mul(2) }, { y: '1', x: '2' });
    expect(writeSafetensors({ a: weight.mul(2), b: weight }, { x: '2', y: '1' })).toEqual(one);
    expect(weight.toFloat32Array()).toEqual(before);
  });
});
