import type { Block } from '../../report/document.ts';
import { columnsOf } from '../columns-of.ts';
import { countText, percentText, plural } from '../figure-text.ts';
import { accuracyText, shareText } from '../run-figures.ts';
import { pairsCell, seedPairs } from '../seed-pairs.ts';
import { type SplitKind, splitKinds, splitTexts } from '../split-kind.ts';
import { type PytorchRun, pytorchOtherWeights, pytorchRun } from './pytorch-figures.ts';
import type { SoupRun } from './run.ts';
import type { SoupStudy } from './soup-study.ts';

/** The seed-by-seed range of the plain network with plain splits that was promised before. */
const expected = [0.727, 0.736] as const;
/** With fewer it is not to be expected. */
const trainedEpochs = 50;

/** The plain network seed by seed, beside PyTorch's. */
export function describeSeeds(study: SoupStudy): Block[] {
  const { settings, data } = study;
  const seeds = settings.seeds.filter((seed) => splitKinds.every((split) => runAt(study, split, seed)));
  if (seeds.length === 0) return [];
  const theirs = (split: SplitKind, seed: number): PytorchRun | undefined => pytorchRun(split, seed, settings);
  const hasTheirs = seeds.some((seed) => theirs('plain', seed));
  const cell = (accuracy: number | undefined): string => (accuracy === undefined ? '–' : percentText(accuracy, 2));
  const rows = seeds.map((seed) => [
    String(seed),
    ...splitKinds.flatMap((split) => [
      cell(runAt(study, split, seed)!.test.accuracy),
      ...(hasTheirs ? [cell(theirs(split, seed)?.accuracy)] : []),
    ]),
    percentText(runAt(study, 'plain', seed)!.seenBefore),
    percentText(runAt(study, 'grouped', seed)!.seenBefore),
  ]);
  const titles = splitKinds.flatMap((split) => [splitTexts[split], ...(hasTheirs ? ['PyTorch'] : [])]);
  const ours = seeds.map((seed) => runAt(study, 'plain', seed)!);
  const { test } = ours[0].rows;
  const sampling = Math.sqrt((0.73 * 0.27) / test);
  const inside = ours.filter((run) => run.test.accuracy >= expected[0] && run.test.accuracy <= expected[1]).length;
  const texts = [
    `Plain splits divide ${countText(data.rows)} rows one by one, class by class; rows that give the network the same features then stand on both sides. ` +
      'Grouped splits keep those together; which of the large groups is tested is then a matter of luck, and figures spread much more.',
    ...(settings.epochs < trainedEpochs
      ? []
      : [
          `${percentText(expected[0])} to ${percentText(expected[1])} was expected of the plain network with plain splits: the mean over the seeds is ${accuracyText(ours, 2)}, and ${inside} of ` +
            `${plural(ours.length, 'seed')} lie in that range. Each seed draws another test part of ${countText(test)} rows, which alone moves an accuracy of 73 % by ± ${percentText(sampling, 2)}.`,
        ]),
    ...(hasTheirs ? [pytorchText(study, seeds)] : []),
  ];
  return [
    { kind: 'heading', text: 'Seed by seed' },
    ...texts.map((text): Block => ({ kind: 'text', text })),
    {
      kind: 'table',
      caption:
        'Test accuracy of the plain network, and the share of test rows whose features are those of a training row',
      columns: columnsOf(['seed', ...titles, 'seen, plain', 'seen, grouped']),
      rows,
    },
  ];
}

function runAt(study: SoupStudy, split: SplitKind, seed: number): SoupRun | undefined {
  return study.runs.find((run) => run.name === 'plain' && run.split === split && run.seed === seed);
}

/** How our figures lie beside PyTorch's. */
function pytorchText(study: SoupStudy, seeds: readonly number[]): string {
  const compared = splitKinds.map((split) => {
    const theirs = seeds.flatMap((seed) => pytorchRun(split, seed, study.settings) ?? []);
    const pairs = seedPairs<{ readonly seed: number; readonly accuracy: number }>(
      theirs,
      seeds.map((seed) => ({ seed, accuracy: runAt(study, split, seed)!.test.accuracy })),
      ({ accuracy }) => accuracy,
    );
    const reached = shareText(theirs, ({ accuracy }) => accuracy, 2);
    return `with ${splitTexts[split]} it has ${reached}, ours less theirs ${pairsCell(pairs, 2).replace(' *', '')} points`;
  });
  return (
    'PyTorch 1.13 was given the same rows, columns by pandas and scikit-learn, the same network and training, and weights and batches of its own ' +
    `(test/golden/alphabet-soup-network.py): ${compared.join('; ')}. With grouped splits weights and batches alone decide much: five other draws of them gave PyTorch ${percentText(pytorchOtherWeights[0])} to ${percentText(pytorchOtherWeights[1])} on the split of seed 6.`
  );
}
