import { rowsAt } from '../../data/rows-at.ts';
import { trainTestSplit } from '../../data/split.ts';
import type { ClassifiedImages } from '../divided-images.ts';
import type { LabelledRows } from '../fit-design.ts';
import type { MnistSettings } from './settings.ts';

/** Which of the training images a run learns from. */
export type TrainingImages = 'all' | 'train' | 'small';

/**
 * The training images, divided class by class. The seed says which image goes where, so everything that is trained with one
 * seed is trained on the same images.
 *
 * Bytes are copied, and only for the parts that are asked for.
 */
export class ImageParts {
  private readonly images: ClassifiedImages;
  private readonly settings: Pick<MnistSettings, 'images' | 'validation' | 'sweep'>;
  private readonly seed: number;
  private readonly split: { readonly train: Uint32Array; readonly test: Uint32Array };
  private readonly made: Partial<Record<TrainingImages | 'validation', LabelledRows>> = {};

  /** @throws as `trainTestSplit`. */
  constructor(
    images: ClassifiedImages,
    settings: Pick<MnistSettings, 'images' | 'validation' | 'sweep'>,
    seed: number,
  ) {
    this.images = images;
    this.settings = settings;
    this.seed = seed;
    const { y } = images;
    const trainSize = settings.images - settings.validation;
    this.split = trainTestSplit(y.length, { trainSize, testSize: settings.validation, stratify: y, seed });
  }

  /** All that are used. */
  get all(): LabelledRows {
    const { images, made, split } = this;
    if (this.settings.images === images.y.length) return images;
    made.all ??= this.at(Uint32Array.from([...split.train, ...split.test]));
    return made.all;
  }

  /** Those that are not kept to choose by. */
  get train(): LabelledRows {
    this.made.train ??= this.at(this.split.train);
    return this.made.train;
  }

  /** Those that are kept to choose by. */
  get validation(): LabelledRows {
    this.made.validation ??= this.at(this.split.test);
    return this.made.validation;
  }

  /** Those of `train` that the sweep learns from. */
  get small(): LabelledRows {
    const { train } = this.split;
    const trainSize = this.settings.sweep.images;
    if (trainSize === train.length) return this.train;
    const stratify = this.labelsAt(train);
    this.made.small ??= this.at(
      trainTestSplit(train.length, { trainSize, stratify, seed: this.seed }).train.map((place) => train[place]),
    );
    return this.made.small;
  }

  private at(rows: Uint32Array): LabelledRows {
    return { x: rowsAt(this.images.x, rows), y: this.labelsAt(rows) };
  }

  private labelsAt(rows: Uint32Array): number[] {
    return Array.from(rows, (row) => this.images.y[row]);
  }
}
