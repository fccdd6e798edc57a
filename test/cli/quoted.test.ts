/** Commands that are printed can be given to a shell as they are. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { quoted } from '../../src/cli/quoted.ts';
import { StudyRecord } from '../../src/cli/study-record.ts';
import { writtenLines } from '../../src/cli/written-text.ts';
import { fakeHeader } from '../helpers/fake-header.ts';
import { keepingTerminal } from '../helpers/output.ts';

const words = ['runs', 'my runs', 'a"b', '$HOME', '`id`', 'back\\slash', "it's", 'a;b', 'größe', '*', ''];

test.skipIf(process.platform === 'win32')('a shell takes each word as it was', () => {
  const { stdout } = spawnSync('sh', ['-c', `printf '%s\\n' ${words.map(quoted).join(' ')}`], { encoding: 'utf8' });
  expect(stdout.split('\n').slice(0, -1)).toEqual(words);
});

test('what needs no quotes has none', () => {
  for (const word of ['runs/study-001', 'a.csv', '--goal=r2', 'x@y+1%']) expect(quoted(word)).toBe(word);
});

test('the command for a report has the folder in quotes', () => {
  const record = new StudyRecord('simdgrad', 'my runs/study-001', fakeHeader('study'));
  record.files.add('results.json');
  expect(writtenLines(record, 'no charts', 'simdgrad', keepingTerminal()).at(-1)).toBe(
    '  simdgrad report "my runs/study-001/results.json" -o "my runs/study-001/report.html"',
  );
});
