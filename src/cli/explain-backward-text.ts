/** What `simdgrad explain backward` prints. */
import { shapeText } from '../errors.ts';
import type { BackwardTrace, BackwardVisit } from '../explain/backward-trace.ts';
import { placesOf } from './explain-figure.ts';
import { formulaLines, paragraph } from './explain-text.ts';
import { beside, valueLines, valuesText } from './explain-values-text.ts';
import type { Terminal } from './terminal.ts';

export function backwardText(trace: BackwardTrace, terminal: Terminal): string {
  const { about, formula, leaves, nodes, walk } = trace;
  const { bold } = terminal.colors;
  const given = leaves.map((leaf) => ({ label: leaf.name, ...leaf }));
  const computed = nodes.map((node) => ({
    label: `#${node.number} ${node.operation} ← ${node.inputs.join(', ')}`,
    ...node,
  }));
  const rows = [...given, ...computed].map((one) => [one.label, shapeText(one.shape), one] as const);
  const names = Math.max(...rows.map(([label]) => placesOf(label)));
  const shapes = Math.max(...rows.map(([, shape]) => shape.length));
  const table = (some: typeof rows): string[] =>
    some.flatMap(([label, shape, one]) =>
      beside(`  ${label.padEnd(names)}  ${shape}`, valueLines(one), names + shapes + 6),
    );
  const visits = walk.flatMap((visit) => ['', ...visitLines(visit, terminal)]);
  const learned = leaves.filter(({ gradient }) => gradient);
  const places = Math.max(...learned.map(({ name }) => name.length)) + 6;
  const lines = [
    paragraph(about, terminal),
    '',
    `    ${formula}`,
    '',
    bold('Given'),
    ...table(rows.slice(0, given.length)),
    '',
    bold('Forward, in the order of creation'),
    ...table(rows.slice(given.length)),
    '',
    bold('Backward, against the order of creation'),
    ...visits,
    '',
    bold('Gradients that are left'),
    ...learned.flatMap(({ name, shape, gradient }) =>
      beside(`  ∂L/∂${name}`, valueLines({ shape, values: gradient! }), places + 2),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

const room = 18;

function visitLines({ number, operation, inputs, rule, gradient, adds }: BackwardVisit, terminal: Terminal): string[] {
  return [
    `${terminal.colors.bold(`#${number} ${operation}`)} ← ${inputs.join(', ')}`,
    ...rule.flatMap((line) => formulaLines(line, terminal.width, 4)),
    ...beside('  arrives', valueLines(gradient), room),
    ...adds.flatMap(({ input, values, total }) => {
      if (!values) return [`${`  to ${input}`.padEnd(room)}  none is wanted`];
      const sent = beside(`  to ${input}`, valueLines(values), room);
      return total ? [...sent, ...beside(`  ${input} has now`, valueLines(total), room)] : sent;
    }),
  ];
}

/** The graph as a Mermaid flowchart: an arrow the way values went, and on it the gradient that came back along it. */
export function backwardMermaid({ leaves, nodes, walk }: BackwardTrace): string {
  const lines = ['flowchart TD'];
  const idOf = (name: string): string => (name.startsWith('#') ? `n${name.slice(1)}` : `leaf_${name}`);
  for (const { name, shape } of leaves) lines.push(`  ${idOf(name)}(["${name} ${shapeText(shape)}"])`);
  for (const { number, operation, inputs, shape } of nodes) {
    lines.push(`  n${number}["${operation} ${shapeText(shape)}"]`);
    const visit = walk.find((one) => one.number === number);
    for (const input of new Set(inputs)) {
      const values = visit?.adds.find((one) => one.input === input)?.values;
      const arrow = values ? `-->|"∂ ${valuesText(values)}"|` : '-->';
      lines.push(`  ${idOf(input)} ${arrow} n${number}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
