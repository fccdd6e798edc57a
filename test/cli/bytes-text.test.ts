import { expect, test } from 'vitest';
import { bytesText } from '../../src/cli/bytes-text.ts';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [4551, '4.6 kB'],
  [84199, '84.2 kB'],
  [99_949, '99.9 kB'],
  [99_950, '100 kB'],
  [264426, '264 kB'],
  [999_499, '999 kB'],
  [999_500, '1.0 MB'],
  [9_912_422, '9.9 MB'],
  [3.2e9, '3.2 GB'],
  [5e15, '5000 TB'],
])('%d bytes are %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});
