/** What `simdgrad explain layer NAME` prints. */
import { shapeText } from '../errors.ts';
import { type LayerRun, type LayerTrace, same } from '../explain/layer-trace.ts';
import type { Values } from '../explain/values.ts';
import { figureText, placesOf } from './explain-figure.ts';
import { paragraph, ruleLines } from './explain-text.ts';
import { beside, valueLines, valuesText } from './explain-values-text.ts';
import type { Terminal } from './terminal.ts';

export function layerText(trace: LayerTrace, terminal: Terminal): string {
  const { run } = trace;
  const lines = [...ruleLines(trace, terminal), ...(run ? runLines(run, terminal) : [])];
  return `${lines.join('\n')}\n`;
}

function runLines(run: LayerRun, terminal: Terminal): string[] {
  const { made, text, parameters, about, weights, input, steps, training, again, kept, evaluation } = run;
  const { bold } = terminal.colors;
  const isSame = again === undefined && kept.length === 0 && same(training, evaluation);
  const sections: [string, readonly (readonly [string, Values])[]][] = [
    [
      'Weights as they begin',
      weights.map(({ name, learned, ...value }) => [learned ? name : `${name} (kept, not learned)`, value] as const),
    ],
    [about === undefined ? 'Input' : `Input: ${about}`, [['x', input]]],
    [
      isSame ? 'Output, in training and evaluation alike' : 'Training',
      [
        ...steps.map(({ name, value }) => [name, value] as const),
        ['y', training],
        ...(again ? [['y of the next step', again] as const] : []),
      ],
    ],
    ...(isSame ? [] : [['Evaluation', [['y', evaluation]]] as [string, readonly (readonly [string, Values])[]]]),
  ];
  const labels = sections.flatMap(([, rows]) => rows.map(([label, { shape }]) => ({ label, shape: shapeText(shape) })));
  const names = Math.max(...labels.map(({ label }) => placesOf(label)));
  const shapes = Math.max(...labels.map(({ shape }) => shape.length));
  const [begin, ...rest] = sections;
  const rowsOf = ([title, rows]: (typeof sections)[number]): string[] => [
    '',
    bold(paragraph(title, terminal)),
    ...rows.flatMap(([label, value]) => rowLines(label, value, names, shapes)),
  ];
  const [given, output, ...others] = rest;
  return [
    '',
    paragraph(`Made by ${made}: ${text}, ${parameters === 0 ? 'no' : parameters} parameters.`, terminal),
    ...(weights.length > 0 ? rowsOf(begin) : []),
    ...rowsOf(given),
    ...windowLines(run, terminal),
    ...rowsOf(output),
    ...keptLines(kept, terminal),
    ...others.flatMap(rowsOf),
  ];
}

function rowLines(label: string, value: Values, names: number, shapes: number): string[] {
  const shape = shapeText(value.shape).padEnd(shapes);
  const gap = ' '.repeat(names - placesOf(label));
  return beside(`  ${label}${gap}  ${shape}`, valueLines(squeezed(value)), names + shapes + 6);
}

/** Images and filters with one channel as matrices: pixels in rows and columns. */
function squeezed({ shape, values }: Values): Values {
  let rank = shape.length;
  while (rank > 2 && shape[rank - 1] === 1) rank--;
  return { shape: shape.slice(0, rank), values };
}

function windowLines({ windows, weights }: LayerRun, { colors }: Terminal): string[] {
  if (windows.length === 0) return [];
  const lines = windows.map(({ row, column, window, result }) => {
    return `  y[${row}, ${column}]   ${valuesText(window)}  →  ${figureText(result)}`;
  });
  const filter = weights.find(({ name }) => name === 'weight');
  const times = filter && `  each times ${valuesText(squeezed(filter))}, added up, and b`;
  return ['', colors.bold('Windows, and what becomes of each'), ...(times ? [times] : []), ...lines];
}

function keptLines(kept: LayerRun['kept'], { colors }: Terminal): string[] {
  if (kept.length === 0) return [];
  const places = Math.max(...kept.map(({ name }) => name.length));
  const text = (values: readonly number[]): string => `[${values.map(figureText).join(', ')}]`;
  return [
    '',
    colors.bold('Running statistics after this step'),
    ...kept.map(({ name, before, after }) => `  ${name.padEnd(places)}  ${text(before)}  →  ${text(after)}`),
  ];
}
