import { requireInteger } from '../errors.ts';
import type { TestPredictions } from './train-network.ts';

/** A row that a model got wrong. */
export interface WorstRow {
  /** In the data, from 0. */
  readonly row: number;
  /** Class indices. */
  readonly label: number;
  readonly prediction: number;
  /** Probabilities that the model gave to the two. */
  readonly probabilityOfLabel: number;
  readonly probabilityOfPrediction: number;
}

/** The wrong predictions that gave the truth the least probability, the worst first, at most `count`. */
export function worstRows({ rows, labels, predictions, probabilities }: TestPredictions, count: number): WorstRow[] {
  requireInteger('worstRows', { count });
  const classes = probabilities.length / rows.length;
  const wrong: WorstRow[] = [];
  labels.forEach((label, i) => {
    if (predictions[i] === label) return;
    wrong.push({
      row: rows[i],
      label,
      prediction: predictions[i],
      probabilityOfLabel: probabilities[i * classes + label],
      probabilityOfPrediction: probabilities[i * classes + predictions[i]],
    });
  });
  return wrong.sort((a, b) => a.probabilityOfLabel - b.probabilityOfLabel || a.row - b.row).slice(0, count);
}
