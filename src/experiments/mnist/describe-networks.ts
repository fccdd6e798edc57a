import type { Block, ChartPoint, TableBlock } from '../../report/document.ts';
import { columnsOf } from '../columns-of.ts';
import { curveOf } from '../curve.ts';
import { countText, listText, percentSpreadText, percentText, plural, pointsText, spreadText } from '../figure-text.ts';
import { seedsText } from './figures-table.ts';
import type { PublishedFigures } from './image-networks.ts';
import { findNetworks, type NetworkFindings } from './networks.ts';
import type { MnistStudy } from './study.ts';

/** What the published networks were trained on, and for how many epochs. */
const publishedImages = 60_000;
const publishedEpochs = 10;

/** How far below the published accuracy still counts as the same. */
const tolerance = 0.004;

/** The section about the four networks; nothing where none is finished. */
export function describeNetworks(study: MnistStudy): Block[] {
  const findings = findNetworks(study.runs, study.settings);
  if (!findings.some(({ ours }) => ours)) return [];
  return [
    { kind: 'heading', text: 'Four networks and what was published of them' },
    ...networksTables(study, findings),
    { kind: 'text', text: networksVerdict(study, findings) },
    { kind: 'text', text: networksRemark(findings), tone: 'remark' },
    ...charts(findings),
  ];
}

/** One for the test part, one for training: all in one would be too wide to read. */
function networksTables(study: MnistStudy, findings: readonly NetworkFindings[]): TableBlock[] {
  const table = (caption: string, accuracy: keyof PublishedFigures, loss: keyof PublishedFigures): TableBlock => ({
    kind: 'table',
    caption: `${caption}, ${seedsText(study, 'networks')}`,
    columns: columnsOf(['network', 'parameters', 'accuracy', 'published', 'loss', 'published']),
    rows: findings.map(({ network, parameters, ours, published }) => [
      network,
      countText(parameters),
      ours ? percentSpreadText(ours[accuracy], 2) : '–',
      percentText(published[accuracy], 2),
      ours ? spreadText(ours[loss], 4) : '–',
      published[loss].toFixed(4),
    ]),
  });
  return [
    table('On the test part', 'testAccuracy', 'testLoss'),
    table('In training, means over the last epoch', 'trainAccuracy', 'trainLoss'),
  ];
}

/** Whether the published test accuracies are reached; empty before there are any. */
export function networksVerdict(
  { settings: { images, networks } }: MnistStudy,
  findings: readonly NetworkFindings[],
): string {
  if (findings.every(({ ours }) => !ours)) return '';
  if (images !== publishedImages || networks.epochs !== publishedEpochs) {
    return (
      `Trained on ${countText(images)} images for ${plural(networks.epochs, 'epoch')}, where the published networks had ` +
      `${countText(publishedImages)} for ${publishedEpochs}: how far they are from the published figures says nothing.`
    );
  }
  const compared = findings.flatMap(({ network, published, ours }) =>
    ours ? [{ network, difference: ours.testAccuracy.mean - published.testAccuracy }] : [],
  );
  const below = compared.filter(({ difference }) => difference < -tolerance);
  const reached = compared.filter(({ difference }) => difference >= -tolerance).map(({ network }) => network);
  const margin = `at most ${100 * tolerance} points below the published one, or above it`;
  const sentences = reached.length > 0 ? [`The test accuracy of ${listText(reached)} is ${margin}.`] : [];
  for (const { network, difference } of below) {
    sentences.push(`That of ${network} differs from it by ${pointsText(difference, 2)} points.`);
  }
  for (const { network, failures } of findings) {
    if (failures > 0) sentences.push(`${plural(failures, 'run')} of ${network} did not come to an end.`);
  }
  return sentences.join(' ');
}

function networksRemark(findings: readonly NetworkFindings[]): string {
  const { accuracy, rows } = findings.flatMap(({ runs }) => runs.flatMap(({ test }) => test ?? []))[0];
  const half = 1.96 * Math.sqrt((accuracy * (1 - accuracy)) / rows);
  return (
    'Train figures are means over the last epoch while the weights were still changing, as Keras shows them and as they ' +
    'were published; published figures are of one run each. The deviation is that of seeds on the same images: ' +
    `on ${countText(rows)} other images an accuracy of ${percentText(accuracy)} may come out ${pointsText(half, 2).slice(1)} points ` +
    'higher or lower by their choice alone (95 %).'
  );
}

function charts(findings: readonly NetworkFindings[]): Block[] {
  const done = findings.filter(({ ours }) => ours);
  const point = ({ network, parameters, ours }: NetworkFindings): ChartPoint & { readonly label: string } => {
    const { mean, deviation = 0 } = ours!.testAccuracy;
    return { x: parameters, y: mean, low: mean - deviation, high: mean + deviation, label: network };
  };
  const curves = (figure: 'loss' | 'accuracy') =>
    done.map(({ network, runs }) =>
      curveOf(
        network,
        figure === 'loss' ? 'loss' : 'share',
        runs.map(({ history }) => history[figure]),
      ),
    );
  return [
    {
      kind: 'chart',
      caption: 'Parameters against test accuracy; bars reach one standard deviation over seeds',
      chart: {
        kind: 'scatter',
        x: { title: 'parameters', scale: 'log' },
        y: { title: 'test accuracy', format: 'percent' },
        series: [
          { name: 'here', points: done.map(point) },
          {
            name: 'published',
            points: done.map(({ parameters, published }) => ({ x: parameters, y: published.testAccuracy })),
          },
        ],
      },
    },
    {
      kind: 'chart',
      caption: 'Loss in training, mean over each epoch; nothing was kept back to validate by',
      chart: { kind: 'lines', x: { title: 'epoch' }, y: { title: 'loss', scale: 'log' }, series: curves('loss') },
    },
    {
      kind: 'chart',
      caption: 'Accuracy in training, mean over each epoch',
      chart: {
        kind: 'lines',
        x: { title: 'epoch' },
        y: { title: 'accuracy', format: 'percent' },
        series: curves('accuracy'),
      },
    },
  ];
}
