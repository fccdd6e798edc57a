/** What a lint finds of parts, a network and its predictions. */

import type { Finding } from '../../lint/finding.ts';
import { lintOutcome } from '../../lint/lint-outcome.ts';
import { lintParts } from '../../lint/lint-parts.ts';
import { lintSetup } from '../../lint/lint-setup.ts';
import { Sequential } from '../../training/sequential.ts';
import type { TableNetwork } from './networks.ts';
import type { TablePlan } from './plan.ts';
import { classesOf } from './scores.ts';
import type { TableParts } from './table-parts.ts';
import type { Chosen } from './test-model.ts';
import { outputsOf } from './train-run.ts';

/** What the split and the network look like before anything is trained. */
export function setupFindings(
  plan: TablePlan,
  network: Pick<TableNetwork, 'layers'>,
  parts: TableParts,
  batchSize: number,
): Finding[] {
  const { table, targets, task, numeric, categorical } = plan;
  const ofParts = <T>(of: (rows: Uint32Array) => T) => ({
    train: of(parts.train.rows),
    validation: of(parts.validation.rows),
    test: of(parts.test.rows),
  });
  const tables = ofParts((rows) => table.rows(rows));
  const rowNumbers = ofParts((rows) => rows.map((row) => plan.rows[row] + 1));
  const model = new Sequential(network.layers(task, outputsOf(plan)), { inputShape: parts.train.x.shape.slice(1) });
  return [
    ...lintParts(tables, { target: targets.names, features: [...numeric, ...categorical], task, rows: rowNumbers }),
    ...lintSetup({
      model,
      loss: task === 'regression' ? 'meanSquaredError' : 'crossEntropy',
      x: parts.train.x,
      y: parts.train.y,
      batchSize,
      featureNames: parts.transformer.featureNames,
    }),
  ];
}

/** What its predictions for the test part look like. */
export function outcomeFindings({ targets }: TablePlan, { test, parts }: Chosen): Finding[] {
  if (targets.task === 'regression') {
    const { columns } = test;
    const matrix = (data: ArrayLike<number>) => ({
      data: Float64Array.from(data),
      shape: [data.length / columns, columns] as const,
    });
    const train = Float64Array.from({ length: parts.train.rows.length * columns }, (_, i) => {
      const column = i % columns;
      return targets.values[parts.train.rows[(i - column) / columns] * columns + column];
    });
    return lintOutcome({
      task: 'regression',
      targets: matrix(test.truth),
      predictions: matrix(test.outputs),
      trainTargets: matrix(train),
      targetNames: targets.names,
    });
  }
  const labels = (indices: ArrayLike<number>) => Array.from(indices, (index) => targets.classes[index]);
  return lintOutcome({
    task: targets.task,
    targets: labels(test.truth),
    predictions: labels(classesOf(test)),
    trainTargets: labels(parts.train.y.data),
  });
}
