import type { CheckedJson } from './checked-json.ts';
import { type Comparison, type ComparisonSetup, comparisonOf } from './comparison.ts';
import { eachPartFrom } from './each-part.ts';
import { distinctSeeds, requirePlannedRuns, someNetworks } from './planned-runs.ts';
import type { NetworkRun } from './train-network.ts';

/**
 * A comparison out of `results.json`. What follows from the runs is worked out again rather than read.
 *
 * @param what names it in messages: 'comparisons[0]'.
 */
export function comparisonFromJSON(json: CheckedJson, what: string, value: unknown): Comparison {
  const { object, list } = json;
  const { runs, ...rest } = object(what, value);
  const setup = setupFromJSON(json, what, rest);
  const names = setup.networks.map(({ name }) => name);
  const runAt = (place: string, run: unknown): NetworkRun =>
    runFromJSON(json, place, run, setup.dataset.classes.length);
  const read = list(`${what}.runs`, runs, runAt, names.length * setup.seeds.length);
  requirePlannedRuns(json, `${what}.runs`, read, names, setup.seeds);
  return comparisonOf(setup, read);
}

function setupFromJSON(json: CheckedJson, what: string, value: Readonly<Record<string, unknown>>): ComparisonSetup {
  const { refuse, object, text, count, share, labels, oneOf, optional } = json;
  const { dataset, networks, seeds, epochs, batchSize, monitor, split, rows, floor } = value;
  const about = object(`${what}.dataset`, dataset);
  const classes = labels(`${what}.dataset.classes`, about.classes);
  const { validationSize, testSize } = object(`${what}.split`, split);
  const { label, accuracy } = object(`${what}.floor`, floor);
  const some = (name: string, number: unknown): number =>
    count(name, number) || refuse(`${name} must be above 0`, number);
  return {
    dataset: {
      name: text(`${what}.dataset.name`, about.name),
      title: text(`${what}.dataset.title`, about.title),
      rows: count(`${what}.dataset.rows`, about.rows),
      columns: count(`${what}.dataset.columns`, about.columns),
      classes,
      scaling: oneOf(`${what}.dataset.scaling`, about.scaling, ['standardised', 'greyLevels']),
    },
    networks: someNetworks(json, `${what}.networks`, networks, (place, network) => {
      const { name, description, addition, source } = object(place, network);
      return {
        name: text(`${place}.name`, name),
        description: text(`${place}.description`, description),
        addition: optional(`${place}.addition`, addition, text),
        source: text(`${place}.source`, source, 100_000),
      };
    }),
    seeds: distinctSeeds(json, `${what}.seeds`, seeds),
    epochs: count(`${what}.epochs`, epochs),
    batchSize: count(`${what}.batchSize`, batchSize),
    monitor: oneOf(`${what}.monitor`, monitor, ['validationAccuracy', 'validationLoss']),
    split: {
      validationSize: share(`${what}.split.validationSize`, validationSize),
      testSize: share(`${what}.split.testSize`, testSize),
    },
    rows: eachPartFrom(json, `${what}.rows`, rows, some),
    floor: {
      label: classes.find((one) => one === label) ?? refuse(`${what}.floor.label must be one of the classes`, label),
      accuracy: share(`${what}.floor.accuracy`, accuracy),
    },
  };
}

function runFromJSON(json: CheckedJson, what: string, value: unknown, classes: number): NetworkRun {
  const { refuse, object, text, count, share, size, list } = json;
  const { history, accuracy, complete, confusionMatrix, ...run } = object(what, value);
  const curves = object(`${what}.history`, history);
  if (typeof complete !== 'boolean') refuse(`${what}.complete must be true or false`, complete);
  const epochs = count(`${what}.epochs`, run.epochs);
  const curve = (name: string, read: typeof size): number[] =>
    list(`${what}.history.${name}`, curves[name], read, epochs);
  const matrix = list(`${what}.confusionMatrix`, confusionMatrix, (place, row) => list(place, row, count));
  if (matrix.length !== classes || matrix.some((row) => row.length !== classes)) {
    refuse(`${what}.confusionMatrix must be [${classes}, ${classes}]`, confusionMatrix);
  }
  return {
    network: text(`${what}.network`, run.network),
    seed: count(`${what}.seed`, run.seed),
    complete: complete as boolean,
    epochs,
    bestEpoch: count(`${what}.bestEpoch`, run.bestEpoch),
    accuracy: eachPartFrom(json, `${what}.accuracy`, accuracy, share),
    validationLoss: size(`${what}.validationLoss`, run.validationLoss),
    macroF1: share(`${what}.macroF1`, run.macroF1),
    parameters: count(`${what}.parameters`, run.parameters),
    seconds: size(`${what}.seconds`, run.seconds),
    samplesPerSecond: size(`${what}.samplesPerSecond`, run.samplesPerSecond),
    fingerprint: text(`${what}.fingerprint`, run.fingerprint),
    confusionMatrix: matrix,
    history: {
      loss: curve('loss', size),
      accuracy: curve('accuracy', share),
      validationLoss: curve('validationLoss', size),
      validationAccuracy: curve('validationAccuracy', share),
    },
  };
}
