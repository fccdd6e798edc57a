import type { DividedImages } from '../../src/experiments/divided-images.ts';
import { type MnistSettings, mnistSettings } from '../../src/experiments/mnist/settings.ts';
import { digits } from '../../src/index.ts';

/** Generated digits in the shape of MNIST. */
export function dividedDigits({ train = 240, test = 60, seed = 0 } = {}): DividedImages {
  const part = (samples: number, seed: number) => {
    const { x, y } = digits({ samples, seed, flatten: false });
    return { x, y: Uint8Array.from(y) };
  };
  return {
    name: 'digits',
    title: 'Generated digits',
    train: part(train, seed),
    test: part(test, seed + 1000),
    classes: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  };
}

/** The experiment on few images, with everything in it, in a second or two. */
export function smallSettings(images = 240, choices: Parameters<typeof mnistSettings>[1] = {}): MnistSettings {
  const settings = mnistSettings(images, { seeds: [0, 1], epochs: 2, networks: ['conv4k', 'conv2k'], ...choices });
  return {
    ...settings,
    dense: { ...settings.dense, dropouts: [0, 0.2], weightDecays: [0, 0.1] },
    optimizers: {
      ...settings.optimizers,
      rates: { sgd: [0.01, 0.1], momentum: [0.01], rmsProp: [0.001, 0.003], adam: [0.001, 0.003] },
    },
    sweep: { ...settings.sweep, images: 120, learningRates: [0.001, 0.003], batchSizes: [16, 32], epochs: [1, 2, 3] },
  };
}
