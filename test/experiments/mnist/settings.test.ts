import { describe, expect, test } from 'vitest';
import { type MnistChoices, mnistSettings } from '../../../src/experiments/mnist/settings.ts';
import { planStudy } from '../../../src/experiments/mnist/study.ts';
import { thrownBy } from '../../helpers/errors.ts';

describe('mnistSettings', () => {
  test('of all 60,000 images: 5,000 to choose by, a sweep on 10,000', () => {
    const settings = mnistSettings(60_000);
    expect(settings).toMatchObject({ images: 60_000, validation: 5000, batchSize: 32, seeds: [0, 1, 2] });
    expect(settings.networks).toEqual({ names: ['conv93k', 'conv73k', 'conv4k', 'conv2k'], epochs: 10 });
    const { images, learningRates, batchSizes, epochs } = settings.sweep;
    expect([images, learningRates.length, batchSizes.length, epochs]).toEqual([10_000, 3, 3, [5, 10, 20]]);
    const count = (part: string, stage: string): number =>
      planStudy(settings).filter(({ place }) => place.part === part && place.stage === stage).length;
    expect(
      ['networks', 'dense', 'optimizers', 'sweep'].map((part) => [count(part, 'choice'), count(part, 'final')]),
    ).toEqual([
      [0, 12],
      [27, 6],
      [36, 24],
      [27, 3],
    ]);
  });

  test('of few images a quarter is kept to choose by; one number of epochs is that of every training', () => {
    expect(mnistSettings(60_000, { subset: 2000 })).toMatchObject({
      images: 2000,
      validation: 500,
      sweep: { images: 1500 },
    });
    expect(mnistSettings(60_000, { subset: 13_400 }).sweep.images).toBe(10_050); // hardly more than 10,000 are all
    const { networks, dense, optimizers, sweep } = mnistSettings(60_000, { epochs: 1 });
    expect([networks.epochs, dense.epochs, optimizers.epochs, sweep.epochs]).toEqual([1, 1, 1, [1]]);
    expect(mnistSettings(60_000, { epochs: 2 }).sweep.epochs).toEqual([1, 2]);
    expect(mnistSettings(60_000, { epochs: 10 }).sweep.epochs).toEqual([3, 5, 10]);
  });

  test('parts and networks have one order, however they are named', () => {
    const { parts, networks } = mnistSettings(60_000, {
      parts: ['sweep', 'networks'],
      networks: ['conv2k', 'conv93k'],
    });
    expect(parts).toEqual(['networks', 'sweep']);
    expect(networks.names).toEqual(['conv93k', 'conv2k']);
  });

  test.each<[string, MnistChoices | object, string]>([
    ['no seeds', { seeds: [] }, 'seeds must not be empty'],
    ['a seed twice', { seeds: [1, 1] }, 'seeds must differ, got 1 twice'],
    ['half an epoch', { epochs: 0.5 }, 'epochs must be a whole number of at least 1, got 0.5'],
    ['more images than there are', { subset: 60_001 }, 'subset must be at most the 60000 images, got 60001'],
    ['too few images', { subset: 99 }, 'subset must be a whole number of at least 100, got 99'],
    ['another part', { parts: ['images'] }, 'parts must be one of'],
    ['another network', { networks: ['conv1k'] }, 'networks must be one of'],
    ['a misspelt option', { seed: 1 }, "unknown option 'seed'"],
  ])('refuses %s', (_, choices, message) => {
    expect(thrownBy(() => mnistSettings(60_000, choices)).message).toContain(message);
  });
});
