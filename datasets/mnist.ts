import { aboutOf } from './about.ts';
import type { DatasetFile, PublishedDataset } from './dataset.ts';
import { type ImageDataset, readImages } from './images.ts';

/** PyTorch's mirror, kept with permission of the authors, and TensorFlow's, of the Common Visual Data Foundation. */
const mirrors = [
  'https://ossci-datasets.s3.amazonaws.com/mnist/',
  'https://storage.googleapis.com/cvdf-datasets/mnist/',
];

function file(name: string, bytes: number, sha256: string): DatasetFile {
  return { path: `mnist/${name}`, bytes, sha256, sources: mirrors.map((mirror) => ({ url: mirror + name })) };
}

/**
 * Handwritten digits of employees of the American census and of high-school students, 60,000 to train on and 10,000 to test
 * on: grey, 28 x 28, white on black, the digit scaled into 20 x 20 and its centre of mass in the middle. No two classes
 * are equally frequent: digit 1 makes up 11.2 % of the training part, digit 5 9.0 %.
 *
 * `x` has images [n, 28, 28, 1], or with `flatten: true` rows [n, 784] for dense layers: the same bytes, 47 MB and 8 MB.
 * (The generated `digits` are rows unless told otherwise.)
 *
 * First published at http://yann.lecun.com/exdb/mnist/, which is empty today.
 */
export const mnist: PublishedDataset<ImageDataset, { readonly flatten: boolean }> = {
  name: 'mnist',
  title: 'MNIST',
  generated: false,
  task: 'classification',
  rows: 70_000,
  parts: { train: 60_000, test: 10_000 },
  features: 784,
  classes: 10,
  target: 'digit',
  files: [
    file('train-images-idx3-ubyte.gz', 9_912_422, '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609'),
    file('train-labels-idx1-ubyte.gz', 28_881, '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c'),
    file('t10k-images-idx3-ubyte.gz', 1_648_877, '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6'),
    file('t10k-labels-idx1-ubyte.gz', 4_542, 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6'),
  ],
  source: 'https://github.com/cvdfoundation/mnist',
  licence: 'CC BY-SA 3.0',
  citation:
    'Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-based learning applied to document recognition, ' +
    'Proceedings of the IEEE 86(11), 1998. https://doi.org/10.1109/5.726791',
  switches: { flatten: false },
  async load([trainImages, trainLabels, testImages, testLabels], { flatten }) {
    const format = { height: 28, width: 28, classes: 10, flatten };
    return {
      ...aboutOf(mnist),
      task: 'classification',
      train: await readImages('mnist', trainImages, trainLabels, format),
      test: await readImages('mnist', testImages, testLabels, format),
      classes: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    };
  },
};
