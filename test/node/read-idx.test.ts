import { copyFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, expectTypeOf, test } from 'vitest';
import { DataError, FileError, MemoryError } from '../../src/errors.ts';
import { type IdxArray, type IdxArrays, readIdx } from '../../src/node/index.ts';
import golden from '../golden/idx.json' with { type: 'json' };
import { rejectionOf } from '../helpers/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'simdgrad-idx-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function file(...parts: readonly (Uint8Array | string)[]): string {
  const path = join(folder, `${++files}.idx`);
  writeFileSync(path, Buffer.concat(parts.map((part) => Buffer.from(part as string, 'latin1'))));
  return path;
}

/** The header of these sizes. */
function header(shape: readonly number[], type = 0x08): Uint8Array {
  const bytes = Buffer.alloc(4 + 4 * shape.length);
  bytes.set([0, 0, type, shape.length]);
  shape.forEach((size, i) => void bytes.writeUInt32BE(size, 4 + 4 * i));
  return bytes;
}

/** Whole IDX files of bytes: the values count up. */
function idx(...shape: readonly number[]): Uint8Array {
  const count = shape.reduce((product, size) => product * size, 1);
  return Buffer.concat([header(shape), Uint8Array.from({ length: count }, (_, i) => i)]);
}

const kinds = {
  uint8: Uint8Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
};

describe('readIdx', () => {
  test.each(golden)('reads $type $shape that Python wrote, plain and gzipped', async (one) => {
    for (const content of [one.plain, one.gzip]) {
      const { data, shape } = await readIdx(file(Buffer.from(content, 'base64')));
      expect(data).toBeInstanceOf(kinds[one.type as keyof typeof kinds]);
      expect([...data]).toEqual(one.values);
      expect(data.buffer.byteLength).toBe(data.byteLength);
      expect(shape).toEqual(one.shape);
    }
  });

  test('takes paths, relative ones and URLs; the name says nothing', async () => {
    const path = file(idx(3));
    const named = join(folder, 'labels.gz');
    copyFileSync(path, named);
    for (const place of [path, relative(process.cwd(), path), pathToFileURL(path), named]) {
      expect(await readIdx(place)).toEqual({ data: Uint8Array.of(0, 1, 2), shape: [3] });
    }
  });

  test('joins the members of a gzip file, and overlooks zeros that pad it', async () => {
    const content = Buffer.from(idx(1000));
    const members = [
      gzipSync(content.subarray(0, 3)),
      gzipSync(content.subarray(3, 500)),
      gzipSync(content.subarray(500)),
    ];
    const whole = await readIdx(file(content));
    expect(await readIdx(file(...members))).toEqual(whole);
    expect(await readIdx(file(...members, '\0'.repeat(512)))).toEqual(whole);
  });

  test('reads what is longer than a piece, and of many sizes', async () => {
    const shape = [300, 1, 20, 37]; // 222,000 values of 2 bytes: pieces of 64 KiB end within them
    const values = Int16Array.from({ length: 222_000 }, (_, i) => (i * 7919) % 30_000);
    const bytes = Buffer.from(values.slice().buffer).swap16();
    for (const path of [
      file(header(shape, 0x0b), bytes),
      file(gzipSync(Buffer.concat([header(shape, 0x0b), bytes]))),
    ]) {
      expect(await readIdx(path, { type: 'int16' })).toEqual({ data: values, shape });
    }
    const ones = new Array<number>(255).fill(1);
    expect(await readIdx(file(header(ones), '\x07'))).toEqual({ data: Uint8Array.of(7), shape: ones });
  });

  test('has the type that is asked for', async () => {
    expectTypeOf(readIdx<'uint8'>).returns.resolves.toEqualTypeOf<IdxArray<'uint8'>>();
    expectTypeOf<IdxArray['data']>().toEqualTypeOf<IdxArrays[keyof IdxArrays]>();
    expectTypeOf((await readIdx(file(idx(1)), { type: 'uint8' })).data).toEqualTypeOf<Uint8Array>();
    expectTypeOf((await readIdx(file(idx(1)))).shape).toEqualTypeOf<readonly number[]>();
  });
});

/** What readIdx says about a file, its name as FILE. */
async function failure(path: string, options?: Parameters<typeof readIdx>[1]): Promise<string> {
  const error = await rejectionOf(readIdx(path, options));
  expect(error).toBeInstanceOf(DataError);
  return error.message.replaceAll(path, 'FILE');
}

const gzipped = (content: Uint8Array | string): Uint8Array => gzipSync(content);
const plain = (content: Uint8Array | string): Uint8Array => Buffer.from(content as string, 'latin1');

describe.each([
  ['plain', plain],
  ['gzipped', gzipped],
])('what is wrong with a %s file is said:', (_, packed) => {
  const again = 'download or copy it again';
  test.each<[what: string, content: string | Uint8Array, message: string]>([
    ['two bytes', '\0\0', `expected an IDX file, got 2 bytes; ${again}`],
    [
      'another magic number',
      Buffer.concat([Uint8Array.of(1, 2, 8, 1), idx(2)]),
      'expected an IDX file, which begins 0x00 0x00, got 0x01 0x02 0x08 0x01; is it the right file?',
    ],
    [
      'a little-endian magic number',
      Uint8Array.of(3, 8, 0, 0, 1, 0, 0, 0),
      'expected an IDX file, which is big-endian, got the little-endian number 0x03 0x08 0x00 0x00; write it anew',
    ],
    [
      'an unknown type',
      header([2], 0x0a),
      'expected a type among 0x08 uint8, 0x09 int8, 0x0b int16, 0x0c int32, 0x0d float32, 0x0e float64 as third byte, got 0x0a; it is damaged, or no IDX file',
    ],
    [
      'nothing but zeros',
      '\0'.repeat(100),
      'expected a type among 0x08 uint8, 0x09 int8, 0x0b int16, 0x0c int32, 0x0d float32, 0x0e float64 as third byte, got 0x00; it is damaged, or no IDX file',
    ],
    [
      'rank 0',
      Buffer.concat([header([]), Uint8Array.of(5)]),
      'expected at least one size in its header, got none (rank 0)',
    ],
    [
      'a header cut short',
      idx(2, 28, 28).subarray(0, 11),
      `expected a header of 16 bytes for 3 sizes, got 11; it is cut short, so ${again}`,
    ],
    ['no items', header([0, 28, 28]), 'it holds no values: its header says uint8 [0, 28, 28]'],
    [
      'values cut short',
      idx(2, 28, 28).subarray(0, 1000),
      `its header says uint8 [2, 28, 28], 1568 bytes after the first 16, but 984 came: it is cut short, or the header is damaged; ${again}`,
    ],
    [
      'something that follows',
      Buffer.concat([idx(2, 28, 28), Buffer.from('\r\n')]),
      `its header says uint8 [2, 28, 28], 1568 bytes after the first 16, but 1570 came: something else follows, or the header is damaged; ${again}`,
    ],
    [
      '2³² − 1 items',
      Buffer.concat([header([2 ** 32 - 1]), Uint8Array.of(1, 2, 3)]),
      `its header says uint8 [4294967295], 4294967295 bytes after the first 8, but 3 came: it is cut short, or the header is damaged; ${again}`,
    ],
    [
      'sizes whose product is beyond all numbers',
      header(new Array<number>(200).fill(2 ** 32 - 1), 0x0e),
      `its header says float64 [4294967295, 4294967295, 4294967295, 4294967295, 4294967295, 4294967295, 4294967295, 4294967295, …], over 2^53 bytes after the first 804, but 0 came: it is cut short, or the header is damaged; ${again}`,
    ],
    [
      'a page of HTML',
      '\n<!DOCTYPE html>\n<html><head><title>403 Forbidden</title></head></html>',
      'expected an IDX file, got a page of HTML, "<!DOCTYPE html>\\n<html><head><title>403 Forbidden</title><..."; a server gave it in place of the file, so download that anew',
    ],
    [
      'an error of a file store',
      '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code></Error>',
      'expected an IDX file, got XML, "<?xml version=\\"1.0\\"?>\\n<Error><Code>AccessDenied</Code></E..."; a server gave it in place of the file, so download that anew',
    ],
    [
      'JSON',
      '{"error":"not found"}',
      'expected an IDX file, got JSON, "{\\"error\\":\\"not found\\"}"; a server gave it in place of the file, so download that anew',
    ],
    [
      'a pointer of Git LFS',
      'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n',
      'expected an IDX file, got a pointer of Git LFS, "version https://git-lfs.github.com/spec/v1\\noid sha256:4d7a\\n"; git lfs pull fetches the file itself',
    ],
    ['text', '5,0,4,1', 'expected an IDX file, got text, "5,0,4,1"'],
    [
      'text that is not English',
      Buffer.from('\ufeffé'.padEnd(300, 'ü')),
      `expected an IDX file, got text, "é${'ü'.repeat(56)}..."`,
    ],
    [
      'bytes above 127',
      '\xde\xad\xbe\xef',
      'expected an IDX file, which begins 0x00 0x00, got 0xde 0xad 0xbe 0xef; is it the right file?',
    ],
    ['a PNG image', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'expected an IDX file, got a PNG image'],
    ['a JPEG image', '\xff\xd8\xff\xe0', 'expected an IDX file, got a JPEG image'],
    ['a PDF document', '%PDF-1.7', 'expected an IDX file, got a PDF document'],
    ['a NumPy array', '\x93NUMPY\x01\0', 'expected an IDX file, got a NumPy array (.npy)'],
    [
      'a zip archive',
      'PK\x03\x04\x14\0',
      'expected an IDX file, got a zip archive (or .npz); unpack it and give what is in it',
    ],
    [
      'a tar archive',
      `${'train-images'.padEnd(257, '\0')}ustar\x0000`,
      'expected an IDX file, got a tar archive; unpack it and give what is in it',
    ],
    ['bzip2', 'BZh91AY&SY', 'expected an IDX file, got bzip2 content; unpack it and give what is in it'],
    [
      'a program',
      '\x7fELF\x02\x01',
      'expected an IDX file, which begins 0x00 0x00, got 0x7f 0x45 0x4c 0x46; is it the right file?',
    ],
  ])('%s', async (_, content, message) => {
    expect(await failure(file(packed(typeof content === 'string' ? plain(content) : content)))).toBe(
      `readIdx: FILE: ${message}`,
    );
  });

  test('nothing in it', async () => {
    expect(await failure(file(packed('')))).toBe(`readIdx: FILE: it is empty; ${again}`);
  });

  test('another type than asked for', async () => {
    expect(await failure(file(packed(idx(2, 3))), { type: 'float32' })).toBe(
      'readIdx: FILE: expected float32 values, got uint8 [2, 3]',
    );
  });

  test('more than is accepted', async () => {
    const path = file(packed(idx(2, 500)));
    expect((await readIdx(path, { largest: 1000 })).data).toHaveLength(1000);
    expect(await failure(path, { largest: 999 })).toBe(
      'readIdx: FILE: its header says uint8 [2, 500], 1000 bytes after the first 12, but at most 999 are accepted; if that is what you want, set largest: 1000',
    );
    // A header that lies is called a liar, not too large.
    expect(await failure(file(packed(idx(2, 500).subarray(0, 900))), { largest: 999 })).toContain(
      '888 came: it is cut',
    );
  });
});

describe('gzip that is', () => {
  const content = gzipSync(Buffer.concat([header([300, 400]), Buffer.alloc(120_000, 'digits')]));
  const changed = (at: number): Uint8Array => {
    const copy = Buffer.from(content);
    copy[at < 0 ? copy.length + at : at] ^= 0x55;
    return copy;
  };
  test.each<[what: string, content: Uint8Array, message: RegExp]>([
    ['cut short', content.subarray(0, content.length / 2), /^the gzip content is cut short; download or copy the file/],
    ['cut short in its last byte', content.subarray(0, -1), /^the gzip content is cut short;/],
    ['cut short after two bytes', content.subarray(0, 2), /^the gzip content is cut short;/],
    [
      'of another check sum',
      changed(-8),
      /^the gzip content is damaged: incorrect data check \(Z_DATA_ERROR\); download/,
    ],
    ['of another length', changed(-4), /^the gzip content is damaged: incorrect length check \(Z_DATA_ERROR\);/],
    ['damaged in its header', changed(2), /^the gzip content is damaged: unknown compression method/],
    ['damaged in the middle', changed(content.length >> 1), /^the gzip content is damaged: .* \(Z_DATA_ERROR\);/],
    [
      'followed by text',
      Buffer.concat([content, Buffer.from('and more')]),
      /^the gzip content is damaged: incorrect header/,
    ],
    [
      'compressed twice',
      gzipSync(content),
      /^expected an IDX file, got gzip content; unpack it and give what is in it$/,
    ],
  ])('%s', async (_, bytes, message) => {
    expect((await failure(file(bytes))).replace('readIdx: FILE: ', '')).toMatch(message);
  });

  test('a bomb under a header that promises little is not unfolded', async () => {
    const bomb = gzipSync(Buffer.concat([header([10]), Buffer.alloc(2 ** 26)]));
    expect(await failure(file(bomb))).toBe(
      'readIdx: FILE: its header says uint8 [10], 10 bytes after the first 8, but more than 1048586 came: ' +
        'something else follows, or the header is damaged; download or copy it again',
    );
  });

  test('a bomb under a header that tells', async () => {
    const bomb = gzipSync(Buffer.concat([header([2 ** 26]), Buffer.alloc(2 ** 26)]));
    expect(await failure(file(bomb), { largest: 2 ** 20 })).toContain(
      'but at most 1048576 are accepted; if that is what you want, set largest: 67108864',
    );
  });

  test('another format of zlib is not gzip', async () => {
    expect(await failure(file(deflateSync(idx(5))))).toContain(
      'expected an IDX file, which begins 0x00 0x00, got 0x78',
    );
  });
});

test('damage anywhere gives the same values or a DataError, and no process ends', async () => {
  const content = gzipSync(idx(20, 5));
  const damage = fc.array(fc.tuple(fc.nat(content.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(damage, fc.option(fc.nat(content.length)), async (bytes, length) => {
      const copy = Buffer.from(content);
      for (const [at, value] of bytes) copy[at] = value;
      const path = join(folder, 'damaged');
      writeFileSync(path, copy.subarray(0, length ?? copy.length));
      try {
        expect([...(await readIdx(path)).data]).toEqual([...idx(20, 5).subarray(12)]);
      } catch (error) {
        expect(error).toBeInstanceOf(DataError);
      }
    }),
    { numRuns: 300, seed: 1 },
  );
});

describe('wrong calls', () => {
  test.each<[what: string, place: string, code: string, message: RegExp]>([
    ['no file', join(folder, 'gone'), 'ENOENT', /^readIdx: no such file: .*gone$/],
    ['a folder', folder, 'EISDIR', /^readIdx: .* is a folder, not a file$/],
    ['a device', '/dev/zero', 'EINVAL', /^readIdx: \/dev\/zero is not an ordinary file$/],
  ])('%s', async (_, place, code, message) => {
    const error = await rejectionOf(readIdx(place));
    expect(error).toBeInstanceOf(FileError);
    expect(error).toMatchObject({ code, path: place });
    expect(error.message).toMatch(message);
  });

  test('options', async () => {
    const path = file(idx(1));
    for (const [call, kind, message] of [
      [() => readIdx(5 as never), TypeError, 'readIdx: path must be text or a URL, got 5'],
      [() => readIdx(path, { tipe: 'int8' } as never), TypeError, "unknown option 'tipe'; did you mean 'type'?"],
      [() => readIdx(path, { type: 'uint16' as never }), RangeError, "readIdx: type must be one of 'uint8', 'int8', "],
      [() => readIdx(path, { largest: 0 }), RangeError, 'readIdx: largest must be a whole number of at least 1, got 0'],
    ] as const) {
      const error = await rejectionOf(call());
      expect(error).toBeInstanceOf(kind);
      expect(error.message).toContain(message);
    }
  });

  test('more values than the process has room for', async () => {
    const path = file(header([2 ** 30, 1024]));
    truncateSync(path, 12 + 2 ** 40); // takes no room on the disk
    const error = await rejectionOf(readIdx(path, { largest: 2 ** 41 }));
    expect(error).toBeInstanceOf(MemoryError);
    expect(error.message).toBe(
      `readIdx: ${path}: its 1099511627776 bytes of values do not fit the memory of this process`,
    );
  });
});
