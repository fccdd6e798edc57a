/** The first part: four networks whose figures were published, trained as they were. */
import { type MeanAndDeviation, meanAndDeviation } from '../mean-and-deviation.ts';
import { imageNetworks, type PublishedFigures } from './image-networks.ts';
import { adam, type PlannedRun, planRun } from './planned-run.ts';
import type { MnistRun } from './run.ts';
import type { ImageNetworkName, MnistSettings } from './settings.ts';

/** Every network with every seed; seed after seed, so that whatever is finished when it is stopped can be compared. */
export function planNetworks(settings: MnistSettings): PlannedRun[] {
  const { seeds, networks, batchSize } = settings;
  return seeds.flatMap((seed) =>
    networks.names.map((network) =>
      planRun(
        { part: 'networks', stage: 'final', name: network, seed },
        { ...adam, network, batchSize, epochs: networks.epochs },
        'all',
        settings,
      ),
    ),
  );
}

/** What came out of a network beside what was published of it. */
export interface NetworkFindings {
  readonly network: ImageNetworkName;
  readonly parameters: number;
  readonly published: PublishedFigures;
  /** Over the runs that came to their end; undefined if there is none. */
  readonly ours: Readonly<Record<keyof PublishedFigures, MeanAndDeviation>> | undefined;
  readonly runs: readonly MnistRun[];
  /** Runs whose loss or weights were no finite numbers any more. */
  readonly failures: number;
}

/** Of every network of the settings, in their order. */
export function findNetworks(runs: readonly MnistRun[], { networks }: MnistSettings): NetworkFindings[] {
  return networks.names.map((network) => {
    const ofNetwork = runs.filter(({ part, name }) => part === 'networks' && name === network);
    const tested = ofNetwork.filter(({ test }) => test);
    const over = (figure: (run: MnistRun) => number): MeanAndDeviation => meanAndDeviation(tested.map(figure));
    const ours = {
      trainAccuracy: ({ history }: MnistRun) => history.accuracy.at(-1)!,
      trainLoss: ({ history }: MnistRun) => history.loss.at(-1)!,
      testAccuracy: ({ test }: MnistRun) => test!.accuracy,
      testLoss: ({ test }: MnistRun) => test!.loss,
    };
    return {
      network,
      parameters: imageNetworks[network].parameters,
      published: imageNetworks[network].published,
      ours:
        tested.length === 0
          ? undefined
          : {
              trainAccuracy: over(ours.trainAccuracy),
              trainLoss: over(ours.trainLoss),
              testAccuracy: over(ours.testAccuracy),
              testLoss: over(ours.testLoss),
            },
      runs: ofNetwork,
      failures: ofNetwork.length - tested.length,
    };
  });
}
