/** The text of a classification report, as Python formats it. */
import { integerPower } from '../tensor/scalar-math.ts';
import type { ClassificationReportData, ReportedScores } from './classification-report.ts';

/**
 * The text of a report, byte for byte as scikit-learn lays it out, ending in a line end: for a report that was kept as JSON.
 *
 *     classificationReportText(JSON.parse(JSON.stringify(report))) === report.toText(); // true
 */
export function classificationReportText(report: ClassificationReportData): string {
  const { classes, digits, weighted, accuracy } = report;
  const width = Math.max(...classes.map(({ name }) => lengthOf(name)), 'weighted avg'.length, digits);
  const line = (heading: string, cells: readonly string[]) =>
    `${padded(heading, width)} ${cells.map((cell) => ` ${padded(cell, 9)}`).join('')}\n`;
  const supportText = (support: number) => (weighted ? floatText(support) : String(support));
  const row = (heading: string, { precision, recall, f1, support }: ReportedScores) =>
    line(heading, [...[precision, recall, f1].map((score) => fixedText(score, digits)), supportText(support)]);

  const { microAverage, macroAverage, weightedAverage } = report;
  const micro =
    accuracy === undefined
      ? row('micro avg', microAverage)
      : line('accuracy', ['', '', fixedText(accuracy, digits), supportText(microAverage.support)]);
  return [
    line('', ['precision', 'recall', 'f1-score', 'support']),
    '\n',
    ...classes.map((scores) => row(scores.name, scores)),
    '\n',
    micro,
    row('macro avg', macroAverage),
    row('weighted avg', weightedAverage),
  ].join('');
}

/** Code points, which Python counts. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}

function padded(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - lengthOf(text))) + text;
}

/**
 * A number of at least 0 with so many digits after the point, rounded half to even as Python does. `toFixed` rounds a number
 * that lies exactly between two such texts up: 0.125 to 0.13, for 0.12 here.
 */
export function fixedText(value: number, digits: number): string {
  const text = value.toFixed(digits);
  // Exactly between: an odd number of halves of 10⁻ᵈ, which a float64 can only hold as an odd number of 2⁻⁽ᵈ⁺¹⁾.
  const halves = value * integerPower(2, digits + 1);
  const between = Number.isInteger(halves) && halves % 2 === 1;
  const last = text.charCodeAt(text.length - 1) - '0'.charCodeAt(0);
  return between && last % 2 === 1 ? text.slice(0, -1) + String(last - 1) : text;
}

/** A float64 of at least 0 as Python prints it: the shortest text that reads back as it, 12.0, 1e-05 or 1e+16. */
export function floatText(value: number): string {
  if (value === 0) return '0.0';
  const [mantissa, exponent] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= 16 || power < -4) {
    return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}
