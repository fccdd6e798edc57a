import type { CheckedJson } from '../checked-json.ts';
import type { TestFigures } from '../test-once.ts';
import { exhibitFrom } from './exhibit-from-json.ts';
import { type OptimizerWord, optimizerWords } from './optimizer-words.ts';
import { keyOf, type MnistRun, type Training } from './run.ts';
import { imageNetworkNames, type MnistSettings, mnistParts } from './settings.ts';
import { type AboutImages, type MnistStudy, planStudy } from './study.ts';

/**
 * Reads what `JSON.stringify` made of a study. The text is not trusted: what comes back is what a study can be, and its runs
 * are some of those that its settings plan.
 *
 * @param fields the study's, perhaps among others.
 * @throws by `checked.refuse` for anything that is missing or cannot be.
 */
export function studyFrom(checked: CheckedJson, fields: Readonly<Record<string, unknown>>): MnistStudy {
  const { list, optional, refuse } = checked;
  const data = aboutFrom(checked, fields.data);
  const settings = settingsFrom(checked, fields.settings);
  const plan = new Map(planStudy(settings).map(({ place }) => [keyOf(place), place]));
  const byKey = new Map<string, MnistRun>();
  for (const run of list('runs', fields.runs, (what, value) => runFrom(checked, what, value), plan.size)) {
    const key = keyOf(run);
    if (plan.get(key)?.stage !== run.stage) refuse('runs must be those that the settings plan', key);
    if (byKey.has(key)) refuse('no run may be there twice', key);
    byKey.set(key, run);
  }
  for (const { sameAs } of byKey.values()) {
    if (sameAs !== undefined && !byKey.has(sameAs)) refuse('sameAs must be the key of a run', sameAs);
  }
  const exhibit = optional('exhibit', fields.exhibit, (what, value) =>
    exhibitFrom(checked, what, value, data.classes.length),
  );
  if (exhibit && !byKey.get(exhibit.key)?.test) refuse('exhibit.key must be the key of a final run', exhibit.key);
  const keys = [...plan.keys()];
  return {
    data,
    settings,
    runs: keys.flatMap((key) => byKey.get(key) ?? []),
    missing: keys.filter((key) => !byKey.has(key)),
    exhibit,
  };
}

function aboutFrom({ object, text, count, labels }: CheckedJson, json: unknown): AboutImages {
  const { name, title, images, height, width, classes } = object('data', json);
  return {
    name: text('data.name', name),
    title: text('data.title', title),
    images: count('data.images', images),
    height: count('data.height', height),
    width: count('data.width', width),
    classes: labels('data.classes', classes),
  };
}

function settingsFrom(checked: CheckedJson, json: unknown): MnistSettings {
  const { object, list, count, share, size, oneOf } = checked;
  const { parts, seeds, images, validation, batchSize, ...of } = object('settings', json);
  const networks = object('settings.networks', of.networks);
  const dense = object('settings.dense', of.dense);
  const optimizers = object('settings.optimizers', of.optimizers);
  const rates = object('settings.optimizers.rates', optimizers.rates);
  const sweep = object('settings.sweep', of.sweep);
  const network = (what: string, value: unknown) => oneOf(what, value, imageNetworkNames);
  return {
    parts: list('settings.parts', parts, (what, value) => oneOf(what, value, mnistParts)),
    seeds: list('settings.seeds', seeds, count),
    images: count('settings.images', images),
    validation: count('settings.validation', validation),
    batchSize: count('settings.batchSize', batchSize),
    networks: {
      names: list('settings.networks.names', networks.names, network),
      epochs: count('settings.networks.epochs', networks.epochs),
    },
    dense: {
      epochs: count('settings.dense.epochs', dense.epochs),
      dropouts: list('settings.dense.dropouts', dense.dropouts, share),
      weightDecays: list('settings.dense.weightDecays', dense.weightDecays, size),
    },
    optimizers: {
      network: network('settings.optimizers.network', optimizers.network),
      epochs: count('settings.optimizers.epochs', optimizers.epochs),
      rates: Object.fromEntries(
        optimizerWords.map((word) => [word, list(`settings.optimizers.rates.${word}`, rates[word], size)]),
      ) as Record<OptimizerWord, number[]>,
    },
    sweep: {
      network: network('settings.sweep.network', sweep.network),
      images: count('settings.sweep.images', sweep.images),
      learningRates: list('settings.sweep.learningRates', sweep.learningRates, size),
      batchSizes: list('settings.sweep.batchSizes', sweep.batchSizes, count),
      epochs: list('settings.sweep.epochs', sweep.epochs, count),
    },
  };
}

function runFrom(checked: CheckedJson, what: string, json: unknown): MnistRun {
  const { object, list, text, count, share, finite, size, oneOf, optional } = checked;
  const fields = object(what, json);
  const training = trainingFrom(checked, `${what}.training`, fields.training);
  const history = object(`${what}.history`, fields.history);
  const figures = (name: string, read: typeof size): number[] => list(`${what}.history.${name}`, history[name], read);
  const test = optional(`${what}.test`, fields.test, (place, value): TestFigures => {
    const { rows, accuracy, loss } = object(place, value);
    return {
      rows: count(`${place}.rows`, rows),
      accuracy: share(`${place}.accuracy`, accuracy),
      loss: finite(`${place}.loss`, loss),
    };
  });
  return {
    part: oneOf(`${what}.part`, fields.part, mnistParts),
    stage: oneOf(`${what}.stage`, fields.stage, ['choice', 'final']),
    name: text(`${what}.name`, fields.name),
    seed: count(`${what}.seed`, fields.seed),
    training,
    images: count(`${what}.images`, fields.images),
    parameters: count(`${what}.parameters`, fields.parameters),
    history: {
      loss: figures('loss', finite),
      accuracy: figures('accuracy', share),
      validationLoss: figures('validationLoss', finite),
      validationAccuracy: figures('validationAccuracy', share),
    },
    seconds: size(`${what}.seconds`, fields.seconds),
    ...(test && { test }),
    ...definedTexts(checked, what, fields, ['fingerprint', 'failure', 'sameAs']),
  };
}

/** Texts that may be missing; those that are, are left out. */
function definedTexts<Name extends string>(
  { text, optional }: CheckedJson,
  what: string,
  fields: Readonly<Record<string, unknown>>,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const read = names.map((name) => [name, optional(`${what}.${name}`, fields[name], text)] as const);
  return Object.fromEntries(read.filter(([, value]) => value !== undefined)) as Partial<Record<Name, string>>;
}

function trainingFrom({ object, oneOf, size, share, count }: CheckedJson, what: string, json: unknown): Training {
  const { network, optimizer, learningRate, weightDecay, dropout, batchSize, epochs } = object(what, json);
  return {
    network: oneOf(`${what}.network`, network, [...imageNetworkNames, 'dense']),
    optimizer: oneOf(`${what}.optimizer`, optimizer, optimizerWords),
    learningRate: size(`${what}.learningRate`, learningRate),
    weightDecay: size(`${what}.weightDecay`, weightDecay),
    dropout: share(`${what}.dropout`, dropout),
    batchSize: count(`${what}.batchSize`, batchSize),
    epochs: count(`${what}.epochs`, epochs),
  };
}
