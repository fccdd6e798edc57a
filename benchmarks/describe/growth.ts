import { countText, listText } from '../../src/experiments/figure-text.ts';
import type { Block, LineChart } from '../../src/report/index.ts';
import { furthest, type PowerFit } from '../growth/power-fit.ts';
import type { GrownDimension, GrowthCurve, GrowthResults } from '../growth.ts';
import { timeText } from '../texts.ts';
import { type Chapter, columnsOf } from './chapter.ts';

export function describeGrowth({ dimensions, memory }: GrowthResults): Chapter {
  return {
    title: 'Growth',
    question: 'What does a training step cost as batch, width, depth and parameters grow, and an epoch as data does?',
    answer: answerOf(dimensions),
    blocks: [
      {
        kind: 'text',
        text:
          'Dense networks with ReLU, softmax, cross-entropy and Adam, one thread; the sizes of a kind take turns. A law y = a·x^b is a line ' +
          'where both axes are logarithmic. It is fitted to the medians twice, by least squares of the logarithms: over all sizes, and over the straight ' +
          `upper part, the longest that ends with the largest size and has no point more than ${100 * furthest} % off its line.`,
      },
      {
        kind: 'text',
        text:
          'Two things bend a line. At the small end a step costs something however small it is: calls, checks and copies, and vectors that are ' +
          'not full. So the exponent between the first two sizes is below that of the upper part, and the measured curve lies above its law. At the ' +
          'large end weights and activations leave a cache; where that costs anything, the exponent between the last two sizes is above it.',
        tone: 'remark',
      },
      lawsTable(dimensions),
      ...dimensions.flatMap(dimensionBlocks),
      ...memoryBlocks(memory),
    ],
  };
}

function answerOf(dimensions: readonly GrownDimension[]): string {
  const laws = dimensions
    .filter(({ name }) => name !== 'threads')
    .map(({ name, curves }) => {
      const exponents = curves.map(({ upper }) => `x^${signed(upper.exponent)}`);
      return `${name} as ${listText([...new Set(exponents)])}`;
    });
  return laws.length === 0 ? '' : `Once what does not grow no longer counts, time grows with ${laws.join(', with ')}.`;
}

const range = ({ from, to }: PowerFit): string => `${countText(from)} to ${countText(to)}`;

const law = ({ exponent, rSquared }: PowerFit): string => `${signed(exponent)} (${rSquared.toFixed(4)})`;

function lawsTable(dimensions: readonly GrownDimension[]): Block {
  return {
    kind: 'table',
    caption:
      'Exponents of the time, with R²: over all sizes, over the straight upper part, between the first and the last two sizes',
    columns: columnsOf(['', '>sizes', '>over all', '>upper part', '>over it', '>first two', '>last two']),
    rows: dimensions.flatMap(({ name, curves }) =>
      curves.map(({ name: network, whole, upper, exponents }) => [
        `${name}: ${network}`,
        range(whole),
        law(whole),
        range(upper),
        law(upper),
        signed(exponents[0]),
        signed(exponents[exponents.length - 1]),
      ]),
    ),
  };
}

/** A number with two digits after the point, and a minus sign. */
function signed(value: number): string {
  return value.toFixed(2).replace('-', '−');
}

function dimensionBlocks(dimension: GrownDimension): Block[] {
  const { name, about, timed, curves } = dimension;
  const what = timed === 'epoch' ? 'an epoch' : 'a step';
  const laws = curves.map(({ name: network, points, upper }) => {
    const [first, last] = [points[0], points[points.length - 1]];
    const which = curves.length > 1 ? `${network}: ` : '';
    return `${which}from ${timeText(first.y)} µs to ${timeText(last.y)} µs, from ${countText(upper.from)} on as x^${signed(upper.exponent)}`;
  });
  return [
    { kind: 'heading', text: headingOf(name) },
    { kind: 'text', text: `${headingOf(about)}. Time of ${what}: ${laws.join('; ')}.` },
    { kind: 'chart', caption: `Time of ${what} by ${name}`, chart: chartOf(dimension) },
  ];
}

function headingOf(name: string): string {
  return `${name[0].toUpperCase()}${name.slice(1)}`;
}

/** Medians with their quartiles, and the law of the upper part drawn on to the smallest size: what lies above it does not grow. */
function chartOf({ counts, timed, curves }: GrownDimension): LineChart {
  return {
    kind: 'lines',
    x: { title: counts, scale: 'log' },
    y: { title: `µs ${timed === 'epoch' ? 'an epoch' : 'a step'}`, scale: 'log' },
    series: curves.flatMap(({ name, points, upper }: GrowthCurve) => [
      { name, points: points.map(({ x, y, low, high }) => ({ x, y, low, high })) },
      {
        name,
        dashed: true,
        points: [points[0], points[points.length - 1]].map(({ x }) => ({ x, y: upper.factor * x ** upper.exponent })),
      },
    ]),
    dashes: { solid: 'measured', dashed: 'law of the upper part' },
  };
}

function memoryBlocks(memory: GrowthResults['memory']): Block[] {
  if (memory.length === 0) return [];
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(2);
  return [
    { kind: 'heading', text: 'Memory of data' },
    {
      kind: 'text',
      text:
        'What is held at the end of an epoch of fit beside the data itself: the model, its graph, and the order of the rows. Rows are gathered batch ' +
        'by batch, so nothing grows with the data but that order.',
    },
    {
      kind: 'table',
      caption: 'Memory held at the end of an epoch',
      columns: columnsOf(['values kept as', '>rows', '>data, MB', '>beside it, MB', '>beside it, bytes a row']),
      rows: memory.map(({ kept, rows, dataBytes, besideBytes }) => [
        kept,
        countText(rows),
        megabytes(dataBytes),
        megabytes(besideBytes),
        (besideBytes / rows).toFixed(1),
      ]),
    },
  ];
}
