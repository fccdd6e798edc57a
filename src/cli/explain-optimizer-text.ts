/** What `simdgrad explain OPTIMIZER` prints. */
import type { OptimizerTrace, TracedStep } from '../explain/optimizer-trace.ts';
import { figureText } from './explain-figure.ts';
import { type FigureRow, figureLines, labelPlaces, paragraph, ruleLines } from './explain-text.ts';
import type { Terminal } from './terminal.ts';

/** What formulas call the options; others are shown under their names alone. */
const optionSymbols: Readonly<Record<string, string>> = {
  learningRate: 'η',
  beta1: 'β₁',
  beta2: 'β₂',
  epsilon: 'ε',
  momentum: 'μ',
  decay: 'ρ',
  weightDecay: 'λ',
  momentumDecay: 'ψ',
};

export function optimizerText(trace: OptimizerTrace, terminal: Terminal): string {
  const { bold } = terminal.colors;
  const { options, start, steps } = trace;
  const tables = steps.map((step) => rowsOf(trace, step));
  const places = Math.max(...tables.map(labelPlaces));
  const heads = start.map((_, i) => `weight ${i + 1}`);
  const lines = [
    ...ruleLines(trace, terminal),
    '',
    paragraph(`Options: ${Object.entries(options).map(optionText).join(', ')}`, terminal, 2).replaceAll(noBreak, ' '),
    '',
    bold('start'),
    ...figureLines([{ label: 'θ', values: start }], terminal, { heads, places }),
    ...steps.flatMap((step, i) => ['', stepTitle(step, terminal), ...figureLines(tables[i], terminal, { places })]),
  ];
  return `${lines.join('\n').trim()}\n`;
}

const noBreak = '\u00a0';

/** Words that stay in one line. */
function optionText([name, value]: readonly [string, number | boolean]): string {
  const text = typeof value === 'number' ? figureText(value) : value ? 'on' : 'off';
  const symbol = optionSymbols[name];
  return (symbol === undefined ? `${name} ${text}` : `${name} ${symbol} = ${text}`).replaceAll(' ', noBreak);
}

/** The step, and what is one number for all weights. */
function stepTitle({ t, quantities }: TracedStep, { colors }: Terminal): string {
  const scalars = quantities.flatMap(({ symbol, values }) =>
    typeof values === 'number' ? [`${symbol} = ${figureText(values)}`] : [],
  );
  return [colors.bold(`step ${t}`), ...scalars].join('    ');
}

function rowsOf({ symbols }: OptimizerTrace, step: TracedStep): FigureRow[] {
  return [
    { label: 'gradient g', values: step.gradient },
    ...(step.clipped ? [{ label: 'clipped g', values: step.clipped }] : []),
    ...Object.entries(step.slots).map(([slot, values]) => ({
      label: symbols[slot] === slot ? slot : `${symbols[slot]} (${slot})`,
      values,
    })),
    ...step.quantities.flatMap(({ symbol, values }) => (typeof values === 'number' ? [] : [{ label: symbol, values }])),
    { label: 'change', values: step.change },
    { label: 'θ', values: step.weights },
  ];
}
