import type { Command } from 'commander';
import { DataError } from '../errors.ts';
import { evaluateSaved, type SavedEvaluation } from '../experiments/evaluate-saved.ts';
import { countText, percentText } from '../experiments/figure-text.ts';
import { preprocessingFromJSON, type SavedPreprocessing } from '../experiments/saved-preprocessing.ts';
import { worstRows } from '../experiments/worst-rows.ts';
import { confusionMatrix } from '../metrics/confusion-matrix.ts';
import { loadModel } from '../node/index.ts';
import type { Context } from './context.ts';
import { withInterrupt } from './interrupt.ts';
import { loadClasses } from './load-classes.ts';
import { predictionsText } from './predictions-text.ts';
import { readableJson } from './readable-json.ts';
import type { Terminal } from './terminal.ts';
import { wrap } from './wrap.ts';

const about = `
On the data set it was trained on, a model is tested on the test part of its own
split, and the figures must be those it was saved with. On another one with the
same columns it is tested on all rows; of mnist, on the rows of its test part.

Examples:
  simdgrad evaluate runs/compare-digits-001/digits.safetensors digits
  simdgrad evaluate runs/compare-digits-001/digits.safetensors mnist`;

/** `simdgrad evaluate`. */
export function registerEvaluate(program: Command, context: Context): void {
  program
    .command('evaluate')
    .description('test a model that simdgrad compare has saved')
    .argument('<file>', 'the model, a safetensors file')
    .argument('<dataset>', 'a data set of classes; see simdgrad datasets list')
    .option('--json', 'print the figures as JSON')
    .addHelpText('after', about)
    .action((file: string, dataset: string, options: { json: boolean }) =>
      evaluate(file, dataset, options.json, context),
    );
}

async function evaluate(file: string, name: string, json: boolean, context: Context): Promise<void> {
  const { terminal } = context;
  const who = 'evaluate';
  const { model, preprocessing } = await loadModel(file);
  const saved = preprocessingFromJSON(`${who}: ${file}`, preprocessing);
  const datasets = await withInterrupt((signal) => loadClasses(who, name, context, signal, { testPart: true }));
  const data = datasets.find((one) => one.name === saved.dataset) ?? datasets[0];
  if (datasets.length > 1 && data.name !== saved.dataset) {
    const names = datasets.map((one) => one.name).join(' and ');
    throw new DataError(
      `${who}: ${name} means ${names}, and the model was trained on ${saved.dataset}; name one of them`,
    );
  }
  const evaluation = evaluateSaved(who, model, saved, data);
  const { accuracy, macroF1, part, test } = evaluation;
  if (json) {
    const indices = saved.classes.map((_, i) => i);
    const figures = {
      file,
      network: saved.network,
      trainedOn: saved.dataset,
      dataset: data.name,
      part,
      rows: test.rows.length,
      accuracy,
      macroF1,
      classes: saved.classes,
      confusionMatrix: confusionMatrix(test.labels, test.predictions, { labels: indices }),
      worstRows: worstRows(test, 10),
    };
    terminal.output.write(readableJson(figures));
  } else terminal.output.write(evaluationText(file, saved, data.name, evaluation, terminal));
  if (part === 'test' && (accuracy !== saved.test.accuracy || macroF1 !== saved.test.macroF1)) {
    throw new DataError(
      `${who}: the model was saved with accuracy ${saved.test.accuracy} and macro F1 ${saved.test.macroF1}; ` +
        'the file or the data have changed since',
    );
  }
}

function evaluationText(
  file: string,
  saved: SavedPreprocessing,
  dataset: string,
  { part, accuracy, macroF1, test }: SavedEvaluation,
  terminal: Terminal,
): string {
  const { colors } = terminal;
  const rows = test.rows.length;
  const where =
    part === 'test'
      ? `tested on the test part of the split of seed ${saved.split.seed}, ${countText(rows)} of ${countText(saved.rows)} rows`
      : `tested on all ${countText(rows)} rows of ${dataset}`;
  const figures = `accuracy ${percentText(accuracy)} (${countText(accuracy * rows)} of ${countText(rows)}), macro F1 ${macroF1.toFixed(3)}`;
  const same = part === 'test' && accuracy === saved.test.accuracy && macroF1 === saved.test.macroF1;
  return [
    colors.bold(wrap(file, terminal.width)),
    wrap(`${saved.network}, trained on ${saved.dataset}; ${where}`, terminal.width),
    wrap(`${figures}${same ? ', exactly as it was saved' : ''}`, terminal.width),
    '',
    predictionsText(test, saved.classes, terminal),
  ].join('\n');
}
