import { requireInteger, requireKnownOptions, requireOneOf } from '../../errors.ts';
import type { OptimizerWord } from './optimizer-words.ts';

export type MnistPart = 'networks' | 'dense' | 'optimizers' | 'sweep';

/** In the order in which they are done. */
export const mnistParts: readonly MnistPart[] = ['networks', 'dense', 'optimizers', 'sweep'];

/** The four convolutional networks, by name. */
export type ImageNetworkName = 'conv93k' | 'conv73k' | 'conv4k' | 'conv2k';

export const imageNetworkNames: readonly ImageNetworkName[] = ['conv93k', 'conv73k', 'conv4k', 'conv2k'];

/** All that decides what the experiment computes, as plain data: with the same images and settings come the same bits. */
export interface MnistSettings {
  readonly parts: readonly MnistPart[];
  /** Each chooses a split, and for every network the initial weights, the order of batches and the dropout masks. */
  readonly seeds: readonly number[];
  /** Training images that are used, of those that there are; drawn for each seed where they are not all. */
  readonly images: number;
  /** So many of them are kept to choose by, drawn for each seed; the networks of the first part train on them too. */
  readonly validation: number;
  /** Rows a step, where it is not what is varied. */
  readonly batchSize: number;
  readonly networks: { readonly names: readonly ImageNetworkName[]; readonly epochs: number };
  /** The baseline has the first of each. */
  readonly dense: {
    readonly epochs: number;
    readonly dropouts: readonly number[];
    readonly weightDecays: readonly number[];
  };
  readonly optimizers: {
    readonly network: ImageNetworkName;
    readonly epochs: number;
    /** Ascending; the default of each among them. */
    readonly rates: Readonly<Record<OptimizerWord, readonly number[]>>;
  };
  readonly sweep: {
    readonly network: ImageNetworkName;
    /** Training images, of those that are not kept to choose by. */
    readonly images: number;
    readonly learningRates: readonly number[];
    readonly batchSizes: readonly number[];
    /** Ascending. */
    readonly epochs: readonly number[];
  };
}

/** What people choose; the rest follows. */
export interface MnistChoices {
  /** All four unless set. */
  readonly parts?: readonly MnistPart[];
  /** [0, 1, 2] unless set. */
  readonly seeds?: readonly number[];
  /** Of every training; unless set 10 for networks and dense, 5 for optimizers, and 5, 10 and 20 for the sweep. */
  readonly epochs?: number;
  /** Training images; all unless set. */
  readonly subset?: number;
  /** All four unless set. */
  readonly networks?: readonly ImageNetworkName[];
}

/**
 * Each optimizer's default and two rates around it, which SGD has above it: without momentum its default is a slow one.
 */
const rates: Readonly<Record<OptimizerWord, readonly number[]>> = {
  sgd: [0.01, 0.03, 0.1],
  momentum: [0.003, 0.01, 0.03],
  rmsProp: [0.0003, 0.001, 0.003],
  adam: [0.0003, 0.001, 0.003],
};

/** The least that every class has its share of in every part. */
const fewestImages = 100;

/**
 * The settings of the experiment.
 *
 * 5,000 of the training images are kept to choose by, and the sweep trains on 10,000 of the others. Of a subset that is a
 * quarter at most, and all of the others where there are no more.
 *
 * @param images training images that there are.
 * @throws RangeError, TypeError for choices that cannot be.
 */
export function mnistSettings(images: number, choices: MnistChoices = {}): MnistSettings {
  const who = 'mnistSettings';
  requireKnownOptions(who, choices, ['parts', 'seeds', 'epochs', 'subset', 'networks']);
  const { parts = mnistParts, seeds = [0, 1, 2], epochs, subset = images, networks = imageNetworkNames } = choices;
  requireInteger(who, { images, subset }, fewestImages);
  if (subset > images) throw new RangeError(`${who}: subset must be at most the ${images} images, got ${subset}`);
  if (epochs !== undefined) requireInteger(who, { epochs }, 1);
  for (const part of parts) requireOneOf(who, 'parts', part, mnistParts);
  for (const network of networks) requireOneOf(who, 'networks', network, imageNetworkNames);
  for (const seed of seeds) requireInteger(who, { seed });
  for (const [name, list] of Object.entries({ parts, seeds, networks })) {
    if (list.length === 0) throw new RangeError(`${who}: ${name} must not be empty`);
    const twice = list.find((one, i) => list.indexOf(one as never) < i);
    if (twice !== undefined) throw new RangeError(`${who}: ${name} must differ, got ${twice} twice`);
  }
  const validation = Math.min(5000, Math.floor(subset / 4));
  const others = subset - validation;
  const longest = epochs ?? 20;
  return {
    parts: mnistParts.filter((part) => parts.includes(part)),
    seeds,
    images: subset,
    validation,
    batchSize: 32,
    networks: { names: imageNetworkNames.filter((name) => networks.includes(name)), epochs: epochs ?? 10 },
    dense: { epochs: epochs ?? 10, dropouts: [0, 0.2, 0.4], weightDecays: [0, 0.01, 0.1] },
    optimizers: { network: 'conv4k', epochs: epochs ?? 5, rates },
    sweep: {
      network: 'conv4k',
      images: others < 10_000 + fewestImages ? others : 10_000,
      learningRates: [0.0003, 0.001, 0.003],
      batchSizes: [32, 64, 128],
      epochs: [...new Set([Math.ceil(longest / 4), Math.ceil(longest / 2), longest])],
    },
  };
}
