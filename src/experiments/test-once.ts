import { rowNumbers } from '../data/row-numbers.ts';
import type { RowsLike } from '../data/rows.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { labelsOf } from '../training/predict.ts';
import type { Sequential } from '../training/sequential.ts';
import type { LabelledRows } from './fit-design.ts';
import type { TestPredictions } from './train-network.ts';

/** How good a finished network is on the rows that it is tested on. */
export interface TestFigures {
  readonly rows: number;
  readonly accuracy: number;
  /** Cross-entropy, in nats, from the logits. */
  readonly loss: number;
}

/** Goes through the rows that a finished network is tested on, once: loss, accuracy and what it took for what. */
export function testOnce(model: Sequential, { x, y }: LabelledRows): { figures: TestFigures; test: TestPredictions } {
  let outputs: Tensor | undefined;
  // A metric is shown the outputs of all rows; the score is of no interest.
  const keptOutputs = (_: Tensor, probabilities: Tensor): number => {
    outputs = probabilities;
    return 0;
  };
  const { loss, accuracy } = model.evaluate(x, y as RowsLike, {
    loss: 'crossEntropy',
    metrics: ['accuracy', keptOutputs],
  });
  const rows = y.length;
  return {
    figures: { rows, accuracy, loss },
    test: {
      rows: rowNumbers(rows),
      labels: Array.from(y),
      predictions: labelsOf('testOnce', outputs!),
      probabilities: outputs!.toFloat32Array(),
    },
  };
}
