import type { Block, ReportDocument } from '../../report/document.ts';
import type { Describer } from '../describe.ts';
import { countText, listText, percentSpreadText, plural } from '../figure-text.ts';
import { networkSource } from '../network-source.ts';
import { provenanceOf, type ResultsHeader } from '../results-header.ts';
import { findDense } from './dense.ts';
import { denseVerdict, describeDense } from './describe-dense.ts';
import { describeExhibit } from './describe-exhibit.ts';
import { describeNetworks, networksVerdict } from './describe-networks.ts';
import { againstAdamText, describeOptimizers } from './describe-optimizers.ts';
import { describeSweep, sweepChoice } from './describe-sweep.ts';
import { denseLayers, imageNetworks } from './image-networks.ts';
import { findNetworks } from './networks.ts';
import { findOptimizers } from './optimizers.ts';
import { keyOf, partOf } from './run.ts';
import type { MnistPart } from './settings.ts';
import type { MnistStudy } from './study.ts';
import { studyFrom } from './study-from-json.ts';
import { findSweep } from './sweep.ts';

export const mnistQuestion =
  'How close do four small convolutional networks come to the figures that were published of them, what do dropout and weight ' +
  'decay give a dense network, and what do optimizer, learning rate, batch size and epochs decide?';

/** The sections of each part; those before its first run are empty. */
export const describePart: Readonly<Record<MnistPart, (study: MnistStudy) => Block[]>> = {
  networks: describeNetworks,
  dense: describeDense,
  optimizers: describeOptimizers,
  sweep: describeSweep,
};

/** Results of the MNIST experiment, whole or of an experiment that was stopped, as a report. */
export const describeMnist: Describer = {
  format: 1,
  describe: (header, results, json) => documentOf(header, studyFrom(json, results)),
};

function documentOf(header: ResultsHeader, study: MnistStudy): ReportDocument {
  const { settings, runs } = study;
  const fingerprints = runs.flatMap((run) =>
    run.stage === 'final' && run.fingerprint !== undefined && run.sameAs === undefined
      ? [[keyOf(run), run.fingerprint]]
      : [],
  );
  const answer = answerOf(study);
  return {
    title: `${study.data.title}: networks, regularisation, optimizers, hyper-parameters`,
    question: mnistQuestion,
    ...(answer !== '' && { answer }),
    blocks: [
      ...missingBlocks(study),
      ...setupBlocks(study),
      ...settings.parts.flatMap((part) => [
        ...describePart[part](study),
        ...(partOf(study.exhibit?.key ?? '') === part ? describeExhibit(study) : []),
      ]),
    ],
    provenance: provenanceOf(header, { seeds: settings.seeds, fingerprints: Object.fromEntries(fingerprints) }),
  };
}

/** What someone who reads nothing else should know; empty before a part has anything to say. */
function answerOf(study: MnistStudy): string {
  const { runs, settings } = study;
  const sentences = {
    networks: () => {
      const findings = findNetworks(runs, settings);
      const reached = findings.flatMap(({ parameters, ours }) =>
        ours ? [`${percentSpreadText(ours.testAccuracy, 2)} with ${countText(parameters)} parameters`] : [],
      );
      return reached.length === 0 ? '' : `Test accuracy is ${listText(reached)}. ${networksVerdict(study, findings)}`;
    },
    dense: () => denseVerdict(findDense(runs, settings)),
    optimizers: () => againstAdamText(findOptimizers(runs, settings)),
    sweep: () => sweepChoice(findSweep(runs, settings)),
  };
  return settings.parts
    .map((part) => sentences[part]())
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** What an experiment that was stopped lacks; nothing of a whole one. */
function missingBlocks({ missing, runs }: MnistStudy): Block[] {
  if (missing.length === 0) return [];
  const planned = missing.length + runs.length;
  return [
    { kind: 'text', text: `Not finished: ${missingText(missing)} of ${plural(planned, 'run')} are still to be done.` },
  ];
}

/** '12 (networks 3, sweep 9)'. */
export function missingText(missing: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const key of missing) counts.set(partOf(key), (counts.get(partOf(key)) ?? 0) + 1);
  return `${missing.length} (${[...counts].map(([part, count]) => `${part} ${count}`).join(', ')})`;
}

function setupBlocks(study: MnistStudy): Block[] {
  const { data, settings } = study;
  const { seeds, images, validation, batchSize, networks, dense, optimizers, sweep, parts } = settings;
  const used =
    images === data.images
      ? `All ${countText(images)} training images`
      : `${countText(images)} of the ${countText(data.images)} training images, drawn for each seed,`;
  const text = [
    `${used} are used, pixels divided by 255. ${countText(validation)} of them, drawn class by class for each seed, are kept to choose by; ` +
      'whatever is chosen is chosen on them. The test part is looked at once for each finished network, and decides nothing.',
    `${plural(seeds.length, 'seed')}; with one seed all networks have the same split and the same order of batches, and the same initial weights where their ` +
      'layers agree in name and shape. Means over seeds are given with their sample standard deviation.',
  ];
  const about: Record<MnistPart, string> = {
    networks:
      `Networks: trained on all the images that are used, as the published ones were, ${plural(networks.epochs, 'epoch')} in batches of ${batchSize}; ` +
      'Adam 0.001 with its defaults, ε 1e-8 (Keras: 1e-7); weights begin as in Keras, Glorot uniform, biases at 0.',
    dense: `Dense: ${plural(dense.epochs, 'epoch')} in batches of ${batchSize}, Adam 0.001; with weight decay AdamW; weights begin as He uniform before ReLU.`,
    optimizers: `Optimizers: ${optimizers.network}, ${plural(optimizers.epochs, 'epoch')} in batches of ${batchSize}.`,
    sweep: `Sweep: ${sweep.network} with Adam on ${countText(sweep.images)} of the images that are not kept to choose by.`,
  };
  return [
    { kind: 'heading', text: 'Set-up' },
    ...[...text, ...parts.map((part) => about[part])].map((one): Block => ({ kind: 'text', text: one })),
    ...sources(study),
  ];
}

/** The TypeScript that builds each network that is trained. */
function sources({ data, settings, runs }: MnistStudy): Block[] {
  const inputShape = [data.height, data.width, 1];
  const [seed] = settings.seeds;
  const classes = data.classes.length;
  const { parts, networks, optimizers, sweep } = settings;
  const source = (caption: string, text: string): Block => ({ kind: 'code', language: 'typescript', text, caption });
  const names = new Set([
    ...(parts.includes('networks') ? networks.names : []),
    ...(parts.includes('optimizers') ? [optimizers.network] : []),
    ...(parts.includes('sweep') ? [sweep.network] : []),
  ]);
  const blocks = [...names].map((name) => {
    const { description, parameters, layers } = imageNetworks[name];
    const text = networkSource({ layers: layers(classes), inputShape, seed });
    return source(`${name}, ${countText(parameters)} parameters: ${description}`, text);
  });
  if (blocks.length > 0) {
    const text =
      "In these, each layer with weights has weightInitializer: 'glorotUniform' as well; it decides nothing but how they begin.";
    blocks.push({ kind: 'text', text, tone: 'remark' });
  }
  if (!parts.includes('dense')) return blocks;
  const chosen = findDense(runs, settings).chosen?.setting;
  blocks.push(source('The dense baseline', networkSource({ layers: denseLayers(classes, 0), inputShape, seed })));
  if (chosen && chosen.dropout > 0) {
    const layers = denseLayers(classes, chosen.dropout);
    blocks.push(source('The dense network as it was tuned', networkSource({ layers, inputShape, seed })));
  }
  return blocks;
}
