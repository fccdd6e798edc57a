import type { Label } from '../data/labels.ts';
import type { TestPredictions } from '../experiments/train-network.ts';
import { worstRows } from '../experiments/worst-rows.ts';
import { confusionMatrix } from '../metrics/confusion-matrix.ts';
import { confusionText } from './confusion.ts';
import { tableText } from './table.ts';
import type { Terminal } from './terminal.ts';

/** Rows shown of those that a model got most wrong. */
const shown = 8;

/** What a model took for what, and the rows it got most wrong. */
export function predictionsText(test: TestPredictions, classes: readonly Label[], terminal: Terminal): string {
  const { labels, predictions } = test;
  const indices = classes.map((_, i) => i);
  const confusion = confusionText(confusionMatrix(labels, predictions, { labels: indices }), classes, terminal);
  const worst = worstRows(test, shown);
  if (worst.length === 0) return confusion;
  const rows = worst.map(({ row, label, prediction, probabilityOfLabel, probabilityOfPrediction }) => [
    row + 1,
    String(classes[label]),
    String(classes[prediction]),
    probabilityText(probabilityOfLabel),
    probabilityText(probabilityOfPrediction),
  ]);
  const head = ['row', 'true', 'predicted', 'probability of the true', 'of the predicted'];
  const align = ['right', 'left', 'left', 'right', 'right'] as const;
  const { colors } = terminal;
  return (
    `${confusion}\n${colors.bold('Predicted worst')} ${colors.dim('(rows of the data, counted from 1)')}\n` +
    tableText({ head, rows, align }, terminal)
  );
}

/** Three digits after the point; what would round to 0 as a power of ten. */
function probabilityText(probability: number): string {
  return probability >= 0.0005 || probability === 0 ? probability.toFixed(3) : probability.toExponential(0);
}
