/** What `simdgrad explain schedule NAME` prints. */
import type { ScheduleTrace } from '../explain/schedule-trace.ts';
import type { LineChart } from '../report/document.ts';
import { figureText } from './explain-figure.ts';
import { paragraph, ruleLines } from './explain-text.ts';
import { lineChartLines } from './line-chart-text.ts';
import type { Terminal } from './terminal.ts';

/** Rows of the table. */
const shown = 11;
const widestChart = 76;

export function scheduleText(trace: ScheduleTrace, terminal: Terminal): string {
  const { text, per, rates } = trace;
  const { bold } = terminal.colors;
  const last = rates.length - 1;
  const steps = [...new Set(Array.from({ length: shown }, (_, i) => Math.round((i * last) / (shown - 1))))];
  const places = Math.max(per.length, String(last).length);
  const lines = [
    ...ruleLines(trace, terminal),
    '',
    paragraph(text, terminal, 2),
    '',
    bold('The rate'),
    ...lineChartLines(rates, Math.min(terminal.width, widestChart), [`${per} 0`, `${per} ${last}`]),
    '',
    bold(`  ${per.padStart(places)}  rate`),
    ...steps.map((step) => `  ${String(step).padStart(places)}  ${figureText(rates[step])}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** The same as a chart for a file, with no more points than can be told apart. */
export function scheduleChart({ schedule, per, rates }: ScheduleTrace): LineChart {
  const most = 1000;
  const last = rates.length - 1;
  const count = Math.min(most, rates.length);
  const steps = Array.from({ length: count }, (_, i) => Math.round((i * last) / (count - 1)));
  const points = steps.map((step) => ({ x: step, y: rates[step] }));
  return { kind: 'lines', x: { title: per }, y: { title: 'learning rate' }, series: [{ name: schedule, points }] };
}
