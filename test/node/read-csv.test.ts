import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Table } from '../../src/data/table.ts';
import { DataError } from '../../src/errors.ts';
import { type CsvProgress, readCsv, type StreamCsvOptions, streamCsv } from '../../src/node/index.ts';
import { testWithDatasets } from '../helpers/datasets.ts';
import { rejectionOf } from '../helpers/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'simdgrad-csv-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function file(content: string | Uint8Array): string {
  const path = join(folder, `${++files}.csv`);
  writeFileSync(path, content);
  return path;
}

async function all(path: string, options?: StreamCsvOptions): Promise<Table[]> {
  const tables: Table[] = [];
  for await (const table of streamCsv(path, options)) tables.push(table);
  return tables;
}

/** A table as plain values. */
function plain(table: Table): Record<string, (number | string)[]> {
  return Object.fromEntries(table.columnNames.map((name) => [name, Array.from<number | string>(table.column(name))]));
}

async function failure(content: string | Uint8Array, options?: Parameters<typeof readCsv>[1]) {
  const path = file(content);
  const error = await rejectionOf(readCsv(path, options));
  expect(error).toBeInstanceOf(DataError);
  return { error, message: error.message.replace(JSON.stringify(path), 'FILE') };
}

describe('readCsv', () => {
  test('reads numbers and text', async () => {
    const table = await readCsv(file('age,name,height\n31,Ada,1.5\n27,Bob,-2e-3\n'));
    expect(table.columnNames).toEqual(['age', 'name', 'height']);
    expect(plain(table)).toEqual({ age: [31, 27], name: ['Ada', 'Bob'], height: [1.5, -0.002] });
    expect(table.column('age')).toBeInstanceOf(Float64Array);
  });

  test('takes a URL', async () => {
    const path = file('a\n1\n');
    expect((await readCsv(pathToFileURL(path))).numbers('a')).toEqual(Float64Array.of(1));
  });

  test.each([
    ['LF', 'a,b\n1,x\n2,y\n'],
    ['no line break at the end', 'a,b\n1,x\n2,y'],
    ['CR LF', 'a,b\r\n1,x\r\n2,y\r\n'],
    ['CR LF, none at the end', 'a,b\r\n1,x\r\n2,y'],
    ['CR', 'a,b\r1,x\r2,y\r'],
    ['CR, none at the end', 'a,b\r1,x\r2,y'],
    ['byte-order mark', '\ufeffa,b\n1,x\n2,y\n'],
    ['byte-order mark and quotes', '\ufeff"a",b\n1,"x"\n2,"y"\n'],
    ['trailing blank lines', 'a,b\n1,x\n2,y\n\n\n'],
    ['blank lines in the middle and in front', '\n\r\na,b\n\n1,x\n  \t \n2,y\n'],
    ['space around', ' a , b \n 1 ,x\n\t2\t,y\n'],
    ['quotes everywhere', '"a","b"\n"1","x"\n"2","y"\n'],
    ['space around quotes', '"a" , "b"\n "1","x"\n2 , "y" \n'],
  ])('%s', async (_, content) => {
    expect(plain(await readCsv(file(content)))).toEqual({ a: [1, 2], b: ['x', 'y'] });
  });

  test('reads quoted delimiters, quotes and line breaks', async () => {
    const table = await readCsv(file('a,b\n"1,5","say ""hi"""\n"two\r\nlines",""\n"""",5" long\n'));
    expect(plain(table)).toEqual({ a: ['1,5', 'two\r\nlines', '"'], b: ['say "hi"', '', '5" long'] });
  });

  test('other quotes, or none', async () => {
    expect(plain(await readCsv(file("a,b\n'x,y',\"1\n"), { quote: "'" }))).toEqual({ a: ['x,y'], b: ['"1'] });
    expect(plain(await readCsv(file('a,b\n"x,y"\n'), { quote: null }))).toEqual({ a: ['"x'], b: ['y"'] });
  });

  test.each([[';'], ['\t'], ['|'], [' '], ['^'], ['.']])('delimiter %j', async (delimiter) => {
    const content = ['a', 'b', 'c'].join(delimiter) + '\n' + ['1', '', 'x,y'].join(delimiter) + '\n';
    expect(plain(await readCsv(file(content), { delimiter }))).toEqual({ a: [1], b: [Number.NaN], c: ['x,y'] });
  });

  test.each([
    ['a,b\n1,2\n', 2],
    ['a;b\n1,5;2,5\n', 2],
    ['a\tb\tc\n1,0\t2,0\tx;y\n', 3],
    ['name|text\nx|"a, b, c | d"\ny|e, f\n', 2],
    ['"a;b;c",d\n1,2\n', 2],
    ['text\nno delimiter at all\n', 1],
    ['a;b\n1;"x;\n,,,;"\n2;y', 2],
  ])("delimiter 'auto': %j", async (content, columns) => {
    expect((await readCsv(file(content), { delimiter: 'auto' })).columnNames).toHaveLength(columns);
  });

  test('without a header, and with names given', async () => {
    const path = file('1,x\n2,y\n');
    expect(plain(await readCsv(path, { header: false }))).toEqual({ column1: [1, 2], column2: ['x', 'y'] });
    expect(plain(await readCsv(path, { header: ['n', 'text'] }))).toEqual({ n: [1, 2], text: ['x', 'y'] });
  });

  test('calls a column without a name by its place', async () => {
    expect((await readCsv(file(',a, \n0,1,2\n'))).columnNames).toEqual(['column1', 'a', 'column3']);
  });

  test('empty cells are NaN among numbers and empty text', async () => {
    const table = await readCsv(file('n,t,none\n1,a,\n,,\n  ,c, \n'));
    expect(plain(table)).toEqual({
      n: [1, Number.NaN, Number.NaN],
      t: ['a', '', 'c'],
      none: [Number.NaN, Number.NaN, Number.NaN],
    });
    const error = await rejectionOf(readCsv(file('n\n1\n""\n')).then((wrong) => wrong.toMatrix()));
    expect(error).toMatchObject({ row: 2, column: 'n' });
  });

  test('a column that turns out to be text keeps every cell as it was written', async () => {
    const cells = [
      '007',
      '1.50',
      ' 2',
      '-0',
      '',
      '1e3',
      '1E-7',
      '0.1',
      '12345678901234567890',
      '+1',
      '.5',
      'x',
      '3.10',
    ];
    const table = await readCsv(file(`a,b\n${cells.map((cell) => `${cell},1\n`).join('')}`));
    expect(table.column('a')).toEqual(cells);
  });

  test('types that are given', async () => {
    const path = file('zip,n\n00501,1\n10001,\n');
    expect(plain(await readCsv(path))).toEqual({ zip: [501, 10001], n: [1, Number.NaN] });
    expect(plain(await readCsv(path, { columns: { zip: 'string' } }))).toEqual({
      zip: ['00501', '10001'],
      n: [1, Number.NaN],
    });
    expect(plain(await readCsv(path, { columns: { n: 'string', zip: 'number' } }))).toEqual({
      zip: [501, 10001],
      n: ['1', ''],
    });
    expect(plain(await readCsv(file('toString\nx\n')))).toEqual({ toString: ['x'] });
  });

  test('encodings', async () => {
    const text = 'é,b\n1,ü€\n';
    const expected = { é: [1], b: ['ü€'] };
    const utf16 = Buffer.from(text, 'utf16le');
    const windows1252 = Uint8Array.from([0xe9, 0x2c, 0x62, 0x0a, 0x31, 0x2c, 0xfc, 0x80, 0x0a]);
    expect(plain(await readCsv(file(text)))).toEqual(expected);
    expect(plain(await readCsv(file(utf16), { encoding: 'utf-16le' }))).toEqual(expected);
    expect(plain(await readCsv(file(Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]))))).toEqual(expected);
    expect(plain(await readCsv(file(Buffer.concat([Buffer.from([0xfe, 0xff]), utf16.swap16()]))))).toEqual(expected);
    expect(plain(await readCsv(file(windows1252), { encoding: 'latin1' }))).toEqual(expected);
    expect((await failure(windows1252)).message).toBe(
      "readCsv: FILE line 1: bytes that are not utf-8; set encoding, perhaps 'latin1'",
    );
    expect((await failure(Buffer.concat([Buffer.from('a\n1\n2'), Buffer.from([0xc3])]))).message).toContain(
      'line 3: bytes that are not utf-8',
    );
  });

  test('reports progress', async () => {
    const content = `a,b\n${'1,2\n\n'.repeat(30000)}`;
    const seen: CsvProgress[] = [];
    await readCsv(file(content), { onProgress: (progress) => seen.push(progress) });
    expect(seen.length).toBeGreaterThan(2);
    for (let i = 1; i < seen.length; i++) expect(seen[i].rows).toBeGreaterThanOrEqual(seen[i - 1].rows);
    expect(seen.at(-1)).toEqual({ bytes: content.length, totalBytes: content.length, rows: 30000, blankLines: 30000 });
  });

  describe('says what is wrong and where', () => {
    test('no such file', async () => {
      const path = join(folder, 'nowhere.csv');
      const error = await rejectionOf(readCsv(path));
      expect(error).toBeInstanceOf(DataError);
      expect(error.message).toBe(`readCsv: no such file: ${path}`);
      const inFile = join(file('a\n1\n'), 'x.csv');
      expect((await rejectionOf(readCsv(inFile))).message).toBe(`readCsv: no such file: ${inFile}`);
      expect((await rejectionOf(readCsv('nowhere.csv'))).message).toBe(
        `readCsv: no such file: ${resolve('nowhere.csv')}`,
      );
    });

    test('no file to read', async () => {
      expect((await rejectionOf(readCsv(folder))).message).toBe(`readCsv: ${folder} is a folder, not a file`);
      const circle = join(folder, 'circle.csv');
      symlinkSync(circle, circle);
      const error = await rejectionOf(readCsv(circle));
      expect(error).toBeInstanceOf(DataError);
      expect(error.message).toBe(`readCsv: symbolic links lead around in a circle: ${circle}`);
    });

    test('nothing in it', async () => {
      expect((await failure('')).message).toBe('readCsv: FILE: the file is empty');
      expect((await failure('\ufeff')).message).toBe('readCsv: FILE: the file is empty');
      expect((await failure('\n\r\n  \n')).message).toBe('readCsv: FILE: the file is empty');
      expect((await failure('a,b\n')).message).toBe('readCsv: FILE: a header but no rows');
      expect((await failure('a,b\n\n\n')).message).toBe('readCsv: FILE: a header but no rows');
    });

    test('ragged rows', async () => {
      const { error, message } = await failure('a,b\n1,2\n\n3\n');
      expect(message).toBe('readCsv: FILE line 4: expected 2 fields, got 1');
      expect(error.row).toBe(2);
      expect((await failure('a,b\n1,2,3')).message).toBe('readCsv: FILE line 2: expected 2 fields, got 3');
      expect((await failure('a,b\n1,2,\n')).message).toContain('line 2: expected 2 fields, got 3');
      expect((await failure('1,2\n', { header: ['a', 'b', 'c'] })).message).toContain(
        'line 1: expected 3 fields, got 2',
      );
    });

    test('lines are those of the file, also after quoted line breaks, blank lines and CR LF', async () => {
      const content = 'a,b\r\n"x\r\ny","z\n\n\rw"\r\n\r\n  \r\n"\n",2\r\n1\r\n';
      //               1       2     3   4 5 6     7     8       9  10        11
      const { error, message } = await failure(content);
      expect(message).toBe('readCsv: FILE line 11: expected 2 fields, got 1');
      expect(error.row).toBe(3);
    });

    test('text in a column of numbers', async () => {
      const { error, message } = await failure('n,t\n1,"a\nb"\nfive,c\n', { columns: { n: 'number' } });
      expect(message).toBe(`readCsv: FILE line 4, column 'n': expected a number, got "five"`);
      expect(error).toMatchObject({ row: 2, column: 'n' });
    });

    test('names', async () => {
      const { error, message } = await failure('a,b, a \n1,2,3\n');
      expect(message).toBe('readCsv: FILE line 1: columns 1 and 3 are both named "a"');
      expect(error.column).toBe('a');
      expect((await failure('5,5\n1,2\n')).message).toContain(
        'both named "5"; if that line is a row of data, set header: false',
      );
      expect((await failure('1,2\n', { header: ['x', 'x'] })).message).toContain('columns 1 and 2 are both named "x"');
      expect((await failure('age,name\n1,2\n', { columns: { nmae: 'string' } })).message).toBe(
        `readCsv: FILE: columns names "nmae", which there is not; did you mean 'name'? Columns: 'age', 'name'`,
      );
    });

    test('the wrong delimiter', async () => {
      expect((await failure('"a";"b"\n1;2\n')).message).toBe(
        "readCsv: FILE line 1: a quoted field is not followed by the delimiter ','; set delimiter ';'",
      );
      expect((await failure('"a"\t"b"\n1\t2\n')).message).toContain("set delimiter '\\t'");
      expect((await failure('a;b\n1;2\n')).message).toBe(
        "readCsv: FILE line 1: one column only; the header contains ';', set delimiter ';'",
      );
      expect((await failure('a\tb\n1\t2\n')).message).toContain("contains '\\t', set delimiter '\\t'");
      expect((await failure('1|2\n', { header: false })).message).toContain(
        "the first row contains '|', set delimiter '|'",
      );
      expect((await failure('a,b\n1,2\n', { delimiter: ';' })).message).toContain("set delimiter ','");
      expect(plain(await readCsv(file('so; it goes\n'), { header: ['text'] }))).toEqual({ text: ['so; it goes'] });
    });

    test('quotes that do not match', async () => {
      expect((await failure('a,b\n1,2\n3,"4\n5,6\n')).message).toBe(
        'readCsv: FILE line 3: the record that starts here opens a quote (") and never closes it',
      );
      expect((await failure('a,b\n1,2\n3,"4" x\n5,6\n')).message).toBe(
        'readCsv: FILE line 3: a quoted field goes on after its closing quote ("); write a quote inside a quoted field twice. "3,\\"4\\" x"',
      );
      expect((await failure('a,b\n1,2\n3,"4\n5,6\n7,"8"\n9,10\n')).message).toContain(
        'FILE line 5 (in the record that starts on line 3): a quoted field goes on',
      );
      expect((await failure('a,b\n1,"x" y')).message).toContain('FILE line 2: a quoted field goes on');
    });

    test('quotes that do not match, far into a large file', async () => {
      const good = '"x\ny",2\n'.repeat(20000);
      expect((await failure(`a,b\n${good}1,"2"3\n${good}`)).message).toContain('FILE line 40002: a quoted');
      expect((await failure(`a,b\n${good}1,2\n1,"2\n`)).message).toContain(
        'FILE line 40003: the record that starts here opens',
      );
      const numbers = '1,2\n'.repeat(20000);
      expect((await failure(`a,b\n${numbers}1,"2\n${numbers}1,"2"\n`)).message).toContain(
        'FILE line 40003 (in the record that starts on line 20002)',
      );
      expect((await failure(`a,b\n${numbers}1,"2\n${numbers.repeat(15)}`)).message).toBe(
        'readCsv: FILE line 20002: the record that starts here is longer than 1048576 characters; is a quote (") left open?',
      );
      expect((await failure('x'.repeat(2 ** 21))).message).toBe(
        'readCsv: FILE line 1: longer than 1048576 characters; is this a CSV file?',
      );
    });

    test('options', async () => {
      const path = file('a\n1\n');
      for (const [options, message] of [
        [{ delimeter: ';' }, "readCsv: unknown option 'delimeter'; did you mean 'delimiter'?"],
        [{ delimiter: ';;' }, `readCsv: delimiter must be one character or 'auto', got ";;"`],
        [{ delimiter: '\n' }, 'delimiter must be one character'],
        [{ quote: ',' }, 'quote must be one character other than the delimiter, or null, got ","'],
        [{ header: 'yes' }, 'header must be true, false or the names of all columns, got "yes"'],
        [{ header: [] }, 'got an array of 0'],
        [{ header: ['a', ''] }, 'got an array of 2'],
        [{ columns: { a: 'float' } }, `columns["a"] must be one of 'number', 'string', got "float"`],
        [{ columns: ['number'] }, 'columns must be an object of types by name, got an array of 1'],
        [{ encoding: 'utf8' }, "encoding must be one of 'utf-8', 'utf-16le', 'latin1', got \"utf8\""],
        [{ columns: () => ['number'] }, 'columns must be an object of types by name, got an array of 1'],
        [{ columns: () => ({ b: 'number' }) }, 'columns names "b", which there is not'],
        [{ onProgress: 5 }, 'onProgress must be a function, got 5'],
        [{ signal: true }, 'signal must be an AbortSignal, got true'],
        [{ batchSize: 5 }, "unknown option 'batchSize'"],
      ] as const) {
        expect((await rejectionOf(readCsv(path, options as never))).message).toContain(message);
      }
      expect((await rejectionOf(readCsv(5 as never))).message).toBe('readCsv: path must be text or a URL, got 5');
    });
  });
});

test('types may depend on the names', async () => {
  const path = file('id,x,y\n007,1,2\n008,,4\n');
  const seen: (readonly string[])[] = [];
  const columns = (names: readonly string[]) => {
    seen.push(names);
    return { ...Object.fromEntries(names.map((name) => [name, 'string' as const])), x: 'number' as const };
  };
  expect(plain(await readCsv(path, { columns }))).toEqual({ id: ['007', '008'], x: [1, Number.NaN], y: ['2', '4'] });
  expect(seen).toEqual([['id', 'x', 'y']]);
  const refused = new DataError('no such column');
  const refuse = () => {
    throw refused;
  };
  expect(await rejectionOf(readCsv(path, { columns: refuse }))).toBe(refused);
});

describe('a signal', () => {
  const reason = new Error('enough');
  const large = file(`n\n${'1\n'.repeat(50_000)}`);

  test('ends the reading with its reason, before it begins and between pieces', async () => {
    expect(await rejectionOf(readCsv(large, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    const controller = new AbortController();
    let pieces = 0;
    const onProgress = () => {
      if (++pieces === 1) controller.abort(reason);
    };
    expect(await rejectionOf(readCsv(large, { signal: controller.signal, onProgress }))).toBe(reason);
    expect(pieces).toBe(1);
  });

  test.skipIf(process.platform === 'win32')('ends the waiting for a pipe, of which all before was read', async () => {
    const path = join(folder, 'pipe');
    expect(spawnSync('mkfifo', [path]).status).toBe(0);
    const writer = spawn('sh', ['-c', 'exec > "$1"; printf "a,b\\n1,2\\n"; exec sleep 20', 'sh', path]);
    try {
      const controller = new AbortController();
      const rows: number[] = [];
      const onProgress = (now: CsvProgress) => {
        rows.push(now.rows);
        expect(now.totalBytes).toBe(0);
        setTimeout(() => controller.abort(reason));
      };
      expect(await rejectionOf(readCsv(path, { signal: controller.signal, onProgress }))).toBe(reason);
      expect(rows).toEqual([1]);
    } finally {
      writer.kill();
    }
  });

  test('that is not aborted changes nothing', async () => {
    expect((await readCsv(large, { signal: new AbortController().signal })).rowCount).toBe(50_000);
  });
});

describe('streamCsv', () => {
  const rows = Array.from({ length: 10000 }, (_, i) => `${i},row ${i},${i / 4}\n`);
  const path = file(`n,t,q\n${rows.join('')}`);

  test('gives tables of batchSize rows, the last with what is left', async () => {
    const tables = await all(path, { batchSize: 3000 });
    expect(tables.map((table) => table.rowCount)).toEqual([3000, 3000, 3000, 1000]);
    expect(tables.flatMap((table) => [...table.numbers('n')])).toEqual(rows.map((_, i) => i));
    expect(tables[3].strings('t')[999]).toBe('row 9999');
    expect((await all(path)).map((table) => table.rowCount).slice(-2)).toEqual([1024, 784]);
    expect((await all(path, { batchSize: 5000 })).map((table) => table.rowCount)).toEqual([5000, 5000]);
    expect(plain((await all(path, { batchSize: 1 }))[7])).toEqual({ n: [7], t: ['row 7'], q: [1.75] });
  });

  test('holds the same as readCsv', async () => {
    const table = await readCsv(path);
    const tables = await all(path, { batchSize: 999 });
    for (const name of table.columnNames) {
      expect(tables.flatMap((part) => Array.from<number | string>(part.column(name)))).toEqual(
        Array.from<number | string>(table.column(name)),
      );
    }
  });

  test('keeps the types of the first table', async () => {
    const mixed = file('a,b\n1,x\n2,y\nthree,4\n');
    const tables = streamCsv(mixed, { batchSize: 2 });
    expect(plain((await tables.next()).value as Table)).toEqual({ a: [1, 2], b: ['x', 'y'] });
    const error = await rejectionOf(tables.next());
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toBe(
      `streamCsv: ${JSON.stringify(mixed)} line 4, column 'a': expected a number, got "three"; the rows before held numbers, so set columns: { "a": 'string' } if it is text`,
    );
    expect(error).toMatchObject({ row: 3, column: 'a' });
    const typed = await all(mixed, { batchSize: 2, columns: { a: 'string' } });
    expect(typed.map(plain)).toEqual([
      { a: ['1', '2'], b: ['x', 'y'] },
      { a: ['three'], b: ['4'] },
    ]);
  });

  test('gives what comes before a fault', async () => {
    const seen: number[] = [];
    const error = await rejectionOf(
      (async () => {
        for await (const table of streamCsv(file('a,b\n1,2\n3,4\n5\n'), { batchSize: 1 }))
          seen.push(table.numbers('a')[0]);
      })(),
    );
    expect(seen).toEqual([1, 3]);
    expect(error.message).toContain('line 4: expected 2 fields, got 1');
  });

  test('can be left early', async () => {
    for await (const table of streamCsv(path, { batchSize: 10 })) {
      expect(table.rowCount).toBe(10);
      break;
    }
  });

  test('refuses an empty file and a batch of nothing', async () => {
    expect((await rejectionOf(all(file('')))).message).toContain('the file is empty');
    expect((await rejectionOf(all(file('a\n')))).message).toContain('a header but no rows');
    expect((await rejectionOf(all(path, { batchSize: 0 }))).message).toBe(
      'streamCsv: batchSize must be a whole number of at least 1, got 0',
    );
  });
});

/** Records written by a writer that has nothing from fast-csv, so that every field and every line is known. */
describe('whatever is written is read back, with its line', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '1', '.', ' ', ',', ';', '"', '\n', '\r', '\r\n', 'é', '\u2028'),
    maxLength: 6,
  });
  const quote = (field: string) => `"${field.replaceAll('"', '""')}"`;
  const bare = (field: string) => !/[",\r\n]/.test(field) && field.trim() !== '';

  test('fields and lines', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc
          .integer({ min: 1, max: 4 })
          .chain((columns) =>
            fc.array(fc.array(text, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 8 }),
          ),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.array(fc.nat(2), { minLength: 9, maxLength: 9 }),
        fc.boolean(),
        fc.boolean(),
        async (records, newline, blanks, endsWithBreak, quoteAll) => {
          const width = records[0].length;
          let content = '';
          let line = 1;
          records.forEach((fields, i) => {
            content += newline.repeat(blanks[i]);
            line += blanks[i];
            const record = fields.map((field) => (!quoteAll && bare(field) ? field : quote(field))).join(',');
            content += record + newline;
            line += (record.match(/\r\n|\r|\n/g) ?? []).length + 1;
          });
          if (!endsWithBreak) content = content.slice(0, -newline.length);
          const path = file(content);
          const names = Array.from({ length: width }, (_, j) => `c${j}`);
          const columns = Object.fromEntries(names.map((name) => [name, 'string' as const]));
          const table = await readCsv(path, { header: names, columns });
          records.forEach((fields, i) => {
            expect(names.map((name) => table.strings(name)[i])).toEqual(fields);
          });
          // One more record with a field too many: the error tells its line.
          const ragged = file(`${content}${endsWithBreak ? '' : newline}${'x,'.repeat(width)}x`);
          const error = await rejectionOf(readCsv(ragged, { header: names, columns }));
          expect(error.message).toContain(
            ` line ${line}: expected ${width} field${width === 1 ? '' : 's'}, got ${width + 1}`,
          );
          expect(error.row).toBe(records.length + 1);
        },
      ),
      { numRuns: 300, seed: 7 },
    );
  });
});

describe('real data sets', () => {
  testWithDatasets(
    'wine quality: semicolons and a quoted header',
    ['wine-quality/winequality-red.csv', 'wine-quality/winequality-white.csv'],
    async (red, white) => {
      const table = await readCsv(red, { delimiter: ';' });
      expect(table.rowCount).toBe(1599);
      expect(table.columnNames).toEqual([
        'fixed acidity',
        'volatile acidity',
        'citric acid',
        'residual sugar',
        'chlorides',
        'free sulfur dioxide',
        'total sulfur dioxide',
        'density',
        'pH',
        'sulphates',
        'alcohol',
        'quality',
      ]);
      expect(table.toMatrix().shape).toEqual([1599, 12]);
      const counts: Record<number, number> = {};
      for (const quality of table.numbers('quality')) counts[quality] = (counts[quality] ?? 0) + 1;
      expect(counts).toEqual({ 3: 10, 4: 53, 5: 681, 6: 638, 7: 199, 8: 18 });
      expect((await readCsv(white, { delimiter: 'auto' })).rowCount).toBe(4898);
      expect((await rejectionOf(readCsv(red))).message).toContain("set delimiter ';'");
    },
  );

  testWithDatasets('iris: no header, a blank line at the end', ['iris/iris.data'], async (path) => {
    const names = ['sepalLength', 'sepalWidth', 'petalLength', 'petalWidth', 'species'];
    const table = await readCsv(path, { header: names });
    expect(table.rowCount).toBe(150);
    expect(new Set(table.strings('species'))).toEqual(new Set(['Iris-setosa', 'Iris-versicolor', 'Iris-virginica']));
    expect(table.drop(['species']).toMatrix().data.slice(0, 5)).toEqual(Float32Array.of(5.1, 3.5, 1.4, 0.2, 4.9));
  });

  testWithDatasets('california housing: missing values and text', ['california-housing/housing.csv'], async (path) => {
    const table = await readCsv(path);
    expect(table.rowCount).toBe(20640);
    expect(table.numbers('total_bedrooms').filter(Number.isNaN)).toHaveLength(207);
    expect(table.strings('ocean_proximity').filter((place) => place === 'ISLAND')).toHaveLength(5);
    const target = table.numbers('median_house_value');
    expect(target.reduce((sum, value) => sum + value, 0) / target.length).toBeCloseTo(206855.82, 2);
    expect(() => table.drop(['ocean_proximity']).toMatrix()).toThrow(
      "a value is missing at row 291, column 'total_bedrooms'",
    );
  });

  testWithDatasets('alphabet soup: much text, in a stream', ['alphabet-soup/charity_data.csv'], async (path) => {
    let rows = 0;
    let successful = 0;
    let largest = 0;
    for await (const table of streamCsv(path, { batchSize: 5000 })) {
      rows += table.rowCount;
      for (const value of table.numbers('IS_SUCCESSFUL')) successful += value;
      for (const value of table.numbers('ASK_AMT')) largest = Math.max(largest, value);
    }
    expect([rows, successful, largest]).toEqual([34299, 18261, 8597806340]);
  });

  testWithDatasets(
    'concrete and energy: counts',
    ['concrete-strength/concrete.csv', 'energy-efficiency/energy.csv'],
    async (concrete, energy) => {
      expect((await readCsv(concrete)).toMatrix().shape).toEqual([1030, 9]);
      expect((await readCsv(energy)).toMatrix().shape).toEqual([768, 10]);
    },
  );
});
