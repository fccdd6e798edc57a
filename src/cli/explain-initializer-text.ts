/** What `simdgrad explain init NAME` prints. */
import { shapeText } from '../errors.ts';
import type { InitializerTrace } from '../explain/initializer-trace.ts';
import { figureText, signedText } from './explain-figure.ts';
import { paragraph, ruleLines } from './explain-text.ts';
import type { Terminal } from './terminal.ts';

const widestBar = 50;
const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

export function initializerText(trace: InitializerTrace, terminal: Terminal): string {
  const { shape, fanIn, fanOut, expected, sample, signal } = trace;
  const { bold } = terminal.colors;
  const { limit, deviation } = expected;
  const least = signedText(sample.least).trim();
  const lines = [
    ...ruleLines(trace, terminal),
    '',
    bold(`Weight ${shapeText(shape)}: fanIn ${fanIn}, fanOut ${fanOut}`),
    `  by the formula    ${limit === undefined ? '' : `L = ${figureText(limit)}, `}standard deviation ${figureText(deviation)}`,
    `  in this sample    mean ${figureText(sample.mean)}, standard deviation ${figureText(sample.deviation)}`,
    `                    from ${least} to ${figureText(sample.most)}`,
    `  its first values  ${sample.first.map(figureText).join(', ')}`,
    '',
    ...histogramLines(sample.bins, terminal),
    '',
    bold(`A signal through layers ${signal.width} → ${signal.width} with ${signal.activation}`),
    paragraph(
      `${signal.rows} rows of normal numbers with variance 1 go in; each layer has weights of its own from this initializer. ` +
        `Means over ${signal.networks} such networks. ${gradientSentence(signal.activation)}`,
      terminal,
    ),
    '',
    `  after layer  variance of x·W  mean square of ${signal.activation === 'none' ? 'x·W' : `${signal.activation}(x·W)`}`,
    ...signal.layers.map(
      ({ depth, variance, meanSquare }) =>
        `  ${String(depth).padStart(11)}  ${figureText(variance).padEnd(15)}  ${figureText(meanSquare)}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** f(cx) = c · f(x) for c > 0, hence f(x) = x · f′(x): values and gradients are scaled alike. */
const homogeneous: readonly string[] = ['none', 'relu', 'leakyRelu'];

function gradientSentence(activation: string): string {
  return homogeneous.includes(activation)
    ? 'Where the mean square grows or shrinks from layer to layer, so do gradients on their way back.'
    : `Gradients on their way back are multiplied by the slope of ${activation}, too: they may shrink where the mean square does not.`;
}

function histogramLines(bins: InitializerTrace['sample']['bins'], { width }: Terminal): string[] {
  const most = Math.max(...bins.map(({ count }) => count));
  const starts = bins.map(({ from }) => signedText(Number(from.toPrecision(3))));
  const places = Math.max(...starts.map((text) => text.length));
  const counts = Math.max(...bins.map(({ count }) => String(count).length));
  const longest = Math.min(widestBar, width - places - counts - 6);
  return bins.map(({ count }, i) => {
    const parts = Math.round((8 * longest * count) / most);
    const bar = '█'.repeat(Math.floor(parts / 8)) + eighths[parts % 8];
    return `  ${starts[i].padEnd(places)}  ${String(count).padStart(counts)}  ${bar}`.trimEnd();
  });
}
