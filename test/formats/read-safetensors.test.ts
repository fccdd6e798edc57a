import { describe, expect, it } from 'vitest';
import { DataError } from '../../src/errors.ts';
import { readSafetensors, tensor, writeSafetensors } from '../../src/index.ts';
import golden from '../golden/safetensors-files.json' with { type: 'json' };
import { thrownBy } from '../helpers/errors.ts';
import { contents, fileOf, fromBase64, goldenTensors } from '../helpers/safetensors.ts';

describe('files of the reference implementation', () => {
  for (const { name, file, metadata, tensors } of golden.files) {
    it(`are read: ${name}`, () => {
      expect(contents(fromBase64(file))).toEqual({ tensors: goldenTensors(tensors), metadata });
    });
  }
});

describe('readSafetensors', () => {
  const file = writeSafetensors(
    {
      weight: tensor([
        [1, -0],
        [Number.NaN, 4],
      ]),
    },
    { b: '2', a: '1' },
  );

  it('takes an ArrayBuffer, a view at any offset, and a Buffer', () => {
    const shifted = new Uint8Array(file.length + 3).subarray(3);
    shifted.set(file);
    const expected = contents(file);
    expect(expected.tensors.weight.data).toEqual(Float32Array.of(1, -0, Number.NaN, 4));
    for (const bytes of [
      file.buffer,
      shifted,
      Buffer.from(file),
      Buffer.concat([Buffer.from('x'), file]).subarray(1),
    ]) {
      expect(contents(bytes as Uint8Array)).toEqual(expected);
    }
  });

  it('gives copies', () => {
    for (const bytes of [file.slice(), Buffer.from(file)]) {
      const { tensors } = readSafetensors(bytes);
      bytes.fill(0);
      expect(tensors.weight.data[0]).toBe(1);
    }
  });

  it('gives records in which names that every object has mean nothing', () => {
    const { tensors, metadata } = readSafetensors(file);
    expect(tensors.constructor).toBeUndefined();
    expect(metadata.toString).toBeUndefined();
    expect(Object.keys(metadata)).toEqual(['a', 'b']);
  });

  it('reads white space, any order of keys and of tensors', () => {
    const header = `{
      "b" : { "data_offsets" : [ 1 , 2 ] , "shape" : [ ] , "dtype" : "U8" } ,\t\r
      "a":{"shape":[1],"dtype":"\\u0055\\u0038","data_offsets":[0,1]},
      "__metadata__":{"k":"\\ud83d\\ude00"}, "none":{"dtype":"F64","shape":[0],"data_offsets":[1,1]} }  `;
    const { tensors, metadata } = contents(fileOf(header, [7, 8]));
    expect(metadata).toEqual({ k: '😀' });
    expect(Object.keys(tensors)).toEqual(['b', 'a', 'none']);
    expect(tensors.a).toEqual({ dtype: 'U8', shape: [1], data: Uint8Array.of(7) });
    expect(tensors.b).toEqual({ dtype: 'U8', shape: [], data: Uint8Array.of(8) });
    expect(tensors.none).toEqual({ dtype: 'F64', shape: [0], data: new Float64Array() });
  });
});

describe('hostile files', () => {
  const u8 = (size: number | string, begin: number | string, end: number | string) =>
    `{"dtype":"U8","shape":[${size}],"data_offsets":[${begin},${end}]}`;
  const one = u8(1, 0, 1);
  const shaped = (shape: string, bytes = 1) => `{"w":{"dtype":"F32","shape":${shape},"data_offsets":[0,${bytes}]}}`;

  const files: [what: string, file: Uint8Array, message: RegExp][] = [
    ['no bytes', new Uint8Array(), /at least 8 bytes, got 0/],
    ['seven bytes', new Uint8Array(7), /at least 8 bytes, got 7/],
    ['no header', fileOf(''), /must begin with '\{', got none/],
    [
      'a header of 2⁶³ bytes',
      fileOf('{}', [], 2n ** 63n),
      /header of 9223372036854775808 bytes, but at most 100000000/,
    ],
    ['a header of all ones', fileOf('{}', [], 2n ** 64n - 1n), /at most 100000000/],
    ['a header just too long', fileOf('{}', [], 100_000_001n), /header of 100000001 bytes/],
    ['a header that is cut', fileOf('{}', [], 3n), /header of 3 bytes, got 2; is the file cut short/],
    ['a header that begins with a space', fileOf(' {}'), /must begin with '\{', got byte 32/],
    ['a byte-order mark', fileOf('\ufeff{}'), /must begin with '\{', got byte 239/],
    ['a list for a header', fileOf('[]'), /must begin with '\{', got byte 91/],
    ['bytes that are no UTF-8', fileOf(Uint8Array.of(0x7b, 0x22, 0xff, 0x22)), /not UTF-8/],
    ['an overlong encoding', fileOf(Uint8Array.of(0x7b, 0x22, 0xc0, 0xaf, 0x22)), /not UTF-8/],
    ['a header that ends early', fileOf('{"w":'), /character 6: expected tensor "w": an object, got the end/],
    ['zeros after the header', fileOf('{}\0\0'), /expected the end of the header, got "\\u0000\\u0000"/],
    ['two headers', fileOf('{}{}'), /character 3: expected the end of the header, got "\{\}"/],
    ['a comma too many', fileOf(`{"w":${one},}`, [1]), /a name: expected a string, got "\}"/],
    ['a comment', fileOf('{/**/}'), /a name: expected a string/],
    ['a name in single quotes', fileOf("{'w':1}"), /expected a string, got "'w'/],
    ['a line break in a name', fileOf('{"a\nb":1}'), /control character/],
    ['a name that does not end', fileOf('{"ab'), /does not end/],
    ['a name that ends in a backslash', fileOf('{"ab\\'), /does not end/],
    ['a wrong escape', fileOf('{"\\x41":1}'), /wrong escape/],
    ['half a surrogate pair', fileOf(`{"\\ud800":${one}}`, [1]), /unpaired surrogate/],
    ['__proto__ as a name', fileOf(`{"__proto__":${one}}`, [1]), /__proto__ cannot be a name/],
    ['__proto__ in escapes', fileOf(`{"\\u005f_proto__":${one}}`, [1]), /__proto__ cannot be a name/],
    ['__proto__ in the metadata', fileOf('{"__metadata__":{"__proto__":"x"}}'), /__proto__ cannot be a name/],
    ['a name twice', fileOf(`{"w":${one},"w":${one}}`, [1]), /tensors: "w" comes twice/],
    ['a name twice, once in escapes', fileOf(`{"w":${one},"\\u0077":${u8(1, 1, 2)}}`, [1, 2]), /"w" comes twice/],
    ['metadata twice', fileOf('{"__metadata__":{},"__metadata__":{}}'), /"__metadata__" comes twice/],
    ['a metadata key twice', fileOf('{"__metadata__":{"a":"","a":""}}'), /__metadata__: "a" comes twice/],
    ['a number as metadata', fileOf('{"__metadata__":{"a":1}}'), /value of "a": expected a string, got "1\}\}"/],
    ['no object as metadata', fileOf('{"__metadata__":null}'), /__metadata__: an object, got "null\}"/],
    ['nested metadata', fileOf('{"__metadata__":{"a":{}}}'), /expected a string/],
    ['a number as a tensor', fileOf('{"w":3}'), /tensor "w": an object, got "3\}"/],
    ['no dtype', fileOf('{"w":{"shape":[],"data_offsets":[0,1]}}', [1]), /tensor "w": no dtype/],
    ['no shape', fileOf('{"w":{"dtype":"U8","data_offsets":[0,1]}}', [1]), /tensor "w": no shape/],
    ['no offsets', fileOf('{"w":{"dtype":"U8","shape":[]}}', [1]), /tensor "w": no data_offsets/],
    ['a dtype twice', fileOf('{"w":{"dtype":"U8","dtype":"U8"}}', [1]), /tensor "w": "dtype" comes twice/],
    [
      'another key',
      fileOf('{"w":{"dtype":"U8","offset":1}}', [1]),
      /expected dtype, shape and data_offsets, got "offset"/,
    ],
    [
      'three offsets',
      fileOf('{"w":{"dtype":"U8","shape":[],"data_offsets":[0,1,1]}}', [1]),
      /\[begin, end\], got 3 num/,
    ],
    ['an unknown dtype', fileOf(`{"w":${one.replace('U8', 'F31')}}`, [1]), /one of BOOL, .*, U64, got "F31"/],
    ['a dtype that objects have', fileOf(`{"w":${one.replace('U8', 'constructor')}}`, [1]), /got "constructor"/],
    ['a dtype we do not know yet', fileOf(`{"w":${one.replace('U8', 'F8_E4M3')}}`, [1]), /got "F8_E4M3"/],
    ['a dtype in lower case', fileOf(`{"w":${one.replace('U8', 'u8')}}`, [1]), /got "u8"/],
    ['a number as a dtype', fileOf(`{"w":${one.replace('"U8"', '8')}}`, [1]), /dtype: expected a string, got "8,/],
    ['a negative size', fileOf(`{"w":${u8(-1, 0, 1)}}`, [1]), /shape: expected whole numbers .*, got "-1\]/],
    ['a size of −0', fileOf(`{"w":${u8('-0', 0, 0)}}`), /got "-0\]/],
    ['a fractional size', fileOf(`{"w":${u8('1.5', 0, 1)}}`, [1]), /got "1.5\]/],
    ['a whole number with a point', fileOf(`{"w":${u8('1.0', 0, 1)}}`, [1]), /got "1.0\]/],
    ['a size with an exponent', fileOf(`{"w":${u8('1e0', 0, 1)}}`, [1]), /got "1e0\]/],
    ['a size in hexadecimal', fileOf(`{"w":${u8('0x1', 0, 1)}}`, [1]), /got "0x1\]/],
    ['a size with a leading zero', fileOf(`{"w":${u8('01', 0, 1)}}`, [1]), /got "01\]/],
    ['a size of NaN', fileOf(`{"w":${u8('NaN', 0, 1)}}`, [1]), /got "NaN\]/],
    ['a size as text', fileOf(`{"w":${u8('"1"', 0, 1)}}`, [1]), /got "\\"1\\"\]/],
    ['a size of null', fileOf(`{"w":${u8('null', 0, 1)}}`, [1]), /got "null\]/],
    ['a nested size', fileOf(`{"w":${u8('[1]', 0, 1)}}`, [1]), /got "\[1\]/],
    ['a size of 2⁵³', fileOf(`{"w":${u8('9007199254740992', 0, 1)}}`, [1]), /got "9007199254740992\]/],
    ['a size of a thousand digits', fileOf(`{"w":${u8('9'.repeat(1000), 0, 1)}}`, [1]), /got "9{24}…"/],
    [
      'a shape beyond 2⁵³',
      fileOf(shaped('[4294967296,4294967296]'), [1]),
      /\[4294967296, 4294967296\] of F32 is more than/,
    ],
    ['a shape that overflows to 0', fileOf(shaped('[4294967296,4294967296,0]', 0)), /of F32 is more than 2\^53/],
    ['bytes beyond 2⁵³', fileOf(shaped('[9007199254740991]'), [1]), /\[9007199254740991\] of F32 is more than/],
    ['a huge tensor in a small file', fileOf(shaped('[1000000000]', 4_000_000_000), [1]), /reach beyond the 1 bytes/],
    [
      'a huge shape over few bytes',
      fileOf(shaped('[1000000,1000]', 4), [1, 2, 3, 4]),
      /takes 4000000000 bytes, but .* hold 4/,
    ],
    [
      'bytes that do not fit the shape',
      fileOf(`{"w":${u8(3, 0, 2)}}`, [1, 2]),
      /\[3\] of U8 takes 3 bytes, but data_offsets \[0, 2\] hold 2/,
    ],
    ['an end before its begin', fileOf(`{"w":${u8(1, 1, 0)}}`, [1]), /\[1, 0\] end before they begin/],
    ['a negative offset', fileOf(`{"w":${u8(1, -1, 0)}}`, [1]), /data_offsets: expected whole numbers .*, got "-1,0\]/],
    ['an end beyond the file', fileOf(`{"w":${u8(2, 0, 2)}}`, [1]), /\[0, 2\] reach beyond the 1 bytes .* cut short/],
    ['a gap at the start', fileOf(`{"w":${u8(1, 1, 2)}}`, [1, 2]), /begin at byte 0, .*, got 1: a gap/],
    [
      'a gap between',
      fileOf(`{"a":${u8(1, 0, 1)},"b":${u8(1, 2, 3)}}`, [1, 2, 3]),
      /"b": expected to begin at byte 1, .* a gap/,
    ],
    [
      'an overlap',
      fileOf(`{"b":${u8(2, 1, 3)},"a":${u8(2, 0, 2)}}`, [1, 2, 3]),
      /"b": .* byte 2, .* got 1: they overlap/,
    ],
    ['two tensors over the same bytes', fileOf(`{"a":${one},"b":${one}}`, [1]), /"b": .* they overlap/],
    [
      'an empty tensor in the middle of another',
      fileOf(`{"a":${u8(2, 0, 2)},"b":${u8(0, 1, 1)}}`, [1, 2]),
      /"b": .* they overlap/,
    ],
    ['bytes after the last tensor', fileOf(`{"w":${one}}`, [1, 2]), /expected 1 bytes after the header, got 2/],
    ['bytes of no tensor', fileOf('{}', [1]), /expected 0 bytes after the header, got 1/],
    [
      'a BOOL of 2',
      fileOf('{"w":{"dtype":"BOOL","shape":[2],"data_offsets":[0,2]}}', [1, 2]),
      /"w": BOOL must be 0 or 1, got 2 at \[1\]/,
    ],
    ['a long name', fileOf(`{"${'n'.repeat(5000)}":3}`), /tensor "n{57}\.\.\.": an object, got "3\}"$/],
    [
      'a shape of many sizes',
      fileOf(`{"w":${u8('2,'.repeat(50) + '2', 0, 1)}}`, [1]),
      /\[2, 2, 2, 2, 2, 2, 2, 2, … 51 sizes\]/,
    ],
    ['a million brackets', fileOf(`{"w":${'['.repeat(1e6)}`), /tensor "w": an object, got/],
    ['a million braces', fileOf('{"w":'.repeat(1e6)), /expected dtype, shape and data_offsets, got "w"/],
    ['a million brackets for a shape', fileOf(`{"w":{"shape":${'['.repeat(1e6)}`), /shape: expected whole numbers/],
    ['a million brackets in the metadata', fileOf(`{"__metadata__":{"a":${'['.repeat(1e6)}`), /expected a string/],
  ];

  it.each(files)('%s', (_, file, message) => {
    const error = thrownBy(() => readSafetensors(file));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toMatch(/^readSafetensors: /);
    expect(error.message).toMatch(message);
    expect(error.message.length).toBeLessThan(300);
  });

  it('of a hundred thousand tensors take no longer than honest ones', () => {
    const names = Array.from({ length: 1e5 }, (_, i) => `"${i}":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}`);
    expect(Object.keys(readSafetensors(fileOf(`{${names.join(',')}}`)).tensors)).toHaveLength(1e5);
  });

  it('leave nothing on the prototype of objects', () => {
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
