import { describe, expect, test } from 'vitest';
import { ImageParts } from '../../../src/experiments/mnist/image-parts.ts';
import { mnistSettings } from '../../../src/experiments/mnist/settings.ts';
import { dividedDigits } from '../../helpers/divided-digits.ts';

const { train: images } = dividedDigits({ train: 500 });
/** Every image is told by its first two pixels. */
images.x.data.forEach((_, i) => {
  if (i % 784 === 0) [images.x.data[i], images.x.data[i + 1]] = [Math.floor(i / 784 / 256), (i / 784) % 256];
});
const rowsOf = ({ x }: { x: { data: ArrayLike<number>; shape: readonly number[] } }): number[] =>
  Array.from({ length: x.shape[0] }, (_, row) => x.data[784 * row] * 256 + x.data[784 * row + 1]);
const settings = { ...mnistSettings(500), sweep: { ...mnistSettings(500).sweep, images: 200 } };

describe('ImageParts', () => {
  test('what is kept to choose by is in no training but of all; the small part is some of the training part', () => {
    const parts = new ImageParts(images, settings, 3);
    const [train, validation, small] = [rowsOf(parts.train), rowsOf(parts.validation), rowsOf(parts.small)];
    expect([train.length, validation.length, small.length]).toEqual([375, 125, 200]);
    expect(new Set([...train, ...validation]).size).toBe(500);
    expect(small.every((row) => train.includes(row))).toBe(true);
    expect(new Set(small).size).toBe(200);
    expect(parts.all).toBe(images); // no copy
  });

  test('labels go with their images, and every part has its share of each class', () => {
    const parts = new ImageParts(images, settings, 3);
    for (const part of ['train', 'validation', 'small'] as const) {
      const { y } = parts[part];
      expect(rowsOf(parts[part]).map((row) => images.y[row])).toEqual([...Array.from(y)]);
      for (let digit = 0; digit < 10; digit++) {
        const share = Array.from(images.y).filter((label) => label === digit).length / 500;
        const count = Array.from(y).filter((label) => label === digit).length;
        expect(Math.abs(count - share * y.length), `${part} ${digit}`).toBeLessThanOrEqual(1);
      }
    }
  });

  test('of fewer images, all are those of training and choosing', () => {
    const few = { ...settings, images: 300, validation: 75, sweep: { ...settings.sweep, images: 225 } };
    const parts = new ImageParts(images, few, 0);
    expect(rowsOf(parts.all)).toEqual([...rowsOf(parts.train), ...rowsOf(parts.validation)]);
    expect(parts.small).toBe(parts.train);
  });

  test('a seed is a division', () => {
    const of = (seed: number) => rowsOf(new ImageParts(images, settings, seed).validation);
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
  });
});
