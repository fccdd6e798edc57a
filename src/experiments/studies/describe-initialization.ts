import type { Block, ChartBlock, ChartPoint } from '../../report/document.ts';
import { columnsOf } from '../columns-of.ts';
import { curveOf } from '../curve.ts';
import { percentSpreadText, percentText } from '../figure-text.ts';
import { meanAndDeviation } from '../mean-and-deviation.ts';
import { activationTitles, type Cell, type CellActivation, cellActivations, cellInitializers } from './cell.ts';
import { type StudyOptimizer, studyOptimizers, titleOfOptimizer } from './optimizer-words.ts';
import { shareMap, spreadOf, testAccuracy, trainAccuracy } from './share-map.ts';
import { type StartEvidence, schemeTitles } from './start-evidence.ts';
import { finishedRuns, type StudyResults } from './study.ts';
import type { CellRun } from './train-cell.ts';

type Results = StudyResults<StartEvidence>;

interface SchemeFindings {
  readonly cell: Cell & Required<Pick<Cell, 'initializer'>>;
  readonly runs: readonly CellRun<StartEvidence>[];
}

function findSchemes(results: Results): SchemeFindings[] {
  return results.settings.cells.flatMap((cell) => {
    const { initializer } = cell;
    return initializer ? [{ cell: { ...cell, initializer }, runs: finishedRuns(results, cell.name) }] : [];
  });
}

export function initializationSetup({ settings }: Results): string[] {
  const { hidden } = settings.cells[0] ?? { hidden: [] };
  const rates = studyOptimizers.flatMap((optimizer) => {
    const cell = settings.cells.find((one) => one.optimizer === optimizer);
    return cell ? [`${titleOfOptimizer(optimizer)} ${cell.learningRate}`] : [];
  });
  return [
    `Networks: ${hidden.length} hidden layers of ${hidden[0] ?? 0} whose weights begin by the scheme, then softmax from Glorot uniform; biases begin at 0. Optimizers: ${rates.join(', ')}.`,
    'Variances of the weights: He 2/in, Glorot 2/(in + out), LeCun 1/in. Layers of one scheme and shape begin with the same weights in every cell of a seed.',
  ];
}

/** For each activation, with each optimizer, the schemes that are first and last of those that came to their end with every seed. */
export function initializationAnswer(results: Results): string {
  const schemes = findSchemes(results).filter(({ runs }) => runs.length === results.settings.seeds.length);
  const sentences = optimizersOf(schemes).map((optimizer) => {
    const clauses = cellActivations.flatMap((activation) => {
      const own = schemes
        .filter(({ cell }) => cell.optimizer === optimizer && cell.activation === activation)
        .sort((a, b) => spreadOf(b.runs, testAccuracy).mean - spreadOf(a.runs, testAccuracy).mean);
      if (own.length < 2) return [];
      const text = ({ cell, runs }: SchemeFindings): string =>
        `${schemeTitles[cell.initializer]} (${percentText(spreadOf(runs, testAccuracy).mean, 2)})`;
      const [highest, lowest] = [own[0], own[own.length - 1]].map(({ runs }) => spreadOf(runs, testAccuracy).mean);
      if (highest === lowest) return [`${activationTitles[activation]} ${percentText(highest, 2)} with every scheme`];
      return [`${activationTitles[activation]} from ${text(own[own.length - 1])} to ${text(own[0])}`];
    });
    return clauses.length === 0 ? '' : `Test accuracy with ${titleOfOptimizer(optimizer)}: ${clauses.join('; ')}.`;
  });
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

export function initializationSections(results: Results): Block[] {
  const schemes = findSchemes(results);
  const [first] = optimizersOf(schemes);
  return [
    { kind: 'heading', text: 'Test accuracy of scheme and activation' },
    ...optimizersOf(schemes).map((optimizer) => heatMap(schemes, optimizer)),
    {
      kind: 'table',
      caption: 'Test accuracy',
      columns: columnsOf(['optimizer, activation, scheme', 'trained on', 'test', 'seeds']),
      rows: schemes.map(({ cell, runs }) => {
        const name = `${titleOfOptimizer(cell.optimizer)}, ${activationTitles[cell.activation]}, ${schemeTitles[cell.initializer]}`;
        if (runs.length === 0) return [name, '–', 'failed', '0'];
        return [
          name,
          percentSpreadText(spreadOf(runs, trainAccuracy), 2),
          percentSpreadText(spreadOf(runs, testAccuracy), 2),
          String(runs.length),
        ];
      }),
    },
    { kind: 'heading', text: 'What layers give before the first step' },
    ...cellActivations.flatMap((activation) => startChart(schemes, first, activation)),
    startTable(schemes, first),
    {
      kind: 'text',
      tone: 'remark',
      text: 'Variance over the first training rows and all units of a layer, mean over seeds. Where it shrinks with depth, so do the differences between rows that later layers see.',
    },
    { kind: 'heading', text: 'How they learn' },
    ...optimizersOf(schemes).flatMap((optimizer) =>
      cellActivations.flatMap((activation) => curves(schemes, optimizer, activation)),
    ),
  ];
}

function optimizersOf(schemes: readonly SchemeFindings[]): StudyOptimizer[] {
  return studyOptimizers.filter((one) => schemes.some(({ cell }) => cell.optimizer === one));
}

function heatMap(schemes: readonly SchemeFindings[], optimizer: StudyOptimizer): ChartBlock {
  const own = schemes.filter(({ cell }) => cell.optimizer === optimizer);
  const rows = cellInitializers.filter((one) => own.some(({ cell }) => cell.initializer === one));
  const columns = cellActivations.filter((one) => own.some(({ cell }) => cell.activation === one));
  return shareMap(
    `Test accuracy with ${titleOfOptimizer(optimizer)}`,
    {
      rowTitle: 'scheme',
      columnTitle: 'activation',
      rows: rows.map((scheme) => schemeTitles[scheme]),
      columns: columns.map((activation) => activationTitles[activation]),
    },
    (row, column) =>
      own.find(({ cell }) => cell.initializer === rows[row] && cell.activation === columns[column])?.runs ?? [],
  );
}

/** The mean variance of each layer, from the first. */
function variancesOf(runs: readonly CellRun<StartEvidence>[]): number[] {
  const layers = Math.min(...runs.map(({ evidence }) => evidence!.variances.length));
  if (!Number.isFinite(layers)) return [];
  return Array.from(
    { length: layers },
    (_, layer) => meanAndDeviation(runs.map(({ evidence }) => evidence!.variances[layer])).mean,
  );
}

/** What begins is the same with every optimizer, so one of them will do. */
function ofFirst(
  schemes: readonly SchemeFindings[],
  optimizer: StudyOptimizer | undefined,
  activation: CellActivation,
): SchemeFindings[] {
  return schemes.filter(
    ({ cell, runs }) => cell.optimizer === optimizer && cell.activation === activation && runs.length > 0,
  );
}

function startChart(
  schemes: readonly SchemeFindings[],
  optimizer: StudyOptimizer | undefined,
  activation: CellActivation,
): Block[] {
  const own = ofFirst(schemes, optimizer, activation);
  if (own.length === 0) return [];
  return [
    {
      kind: 'chart',
      caption: `Variance of what each hidden layer gives before the first step: ${activationTitles[activation]}`,
      chart: {
        kind: 'lines',
        x: { title: 'hidden layer' },
        y: { title: 'variance', scale: 'log' },
        series: own.map(({ cell, runs }) => ({
          name: schemeTitles[cell.initializer],
          points: variancesOf(runs).map((y, i): ChartPoint => ({ x: i + 1, y })),
        })),
      },
    },
  ];
}

function startTable(schemes: readonly SchemeFindings[], optimizer: StudyOptimizer | undefined): Block {
  return {
    kind: 'table',
    caption: 'Variance of what the first and the last hidden layer give before the first step',
    columns: columnsOf(['activation, scheme', 'first', 'last', 'last / first']),
    rows: cellActivations.flatMap((activation) =>
      ofFirst(schemes, optimizer, activation).map(({ cell, runs }) => {
        const variances = variancesOf(runs);
        const [first, last] = [variances[0] ?? 0, variances.at(-1) ?? 0];
        return [
          `${activationTitles[activation]}, ${schemeTitles[cell.initializer]}`,
          first.toPrecision(3),
          last.toPrecision(3),
          first > 0 ? (last / first).toPrecision(2) : '–',
        ];
      }),
    ),
  };
}

function curves(schemes: readonly SchemeFindings[], optimizer: StudyOptimizer, activation: CellActivation): Block[] {
  const own = ofFirst(schemes, optimizer, activation);
  if (own.length === 0) return [];
  return [
    {
      kind: 'chart',
      caption: `Training loss: ${activationTitles[activation]} with ${titleOfOptimizer(optimizer)}`,
      chart: {
        kind: 'lines',
        x: { title: 'epoch' },
        y: { title: 'training loss', scale: 'log' },
        series: own.map(({ cell, runs }) =>
          curveOf(
            schemeTitles[cell.initializer],
            'loss',
            runs.map(({ history }) => history.loss),
          ),
        ),
      },
    },
  ];
}
