import type {
  BarChart,
  Chart,
  ContourChart,
  HeatMap,
  LineChart,
  ParallelChart,
  ReportDocument,
  ScatterChart,
} from '../../src/report/index.ts';

/** Four curves with bands, of two networks in training and validation. */
export function lineChart({ epochs = 12 } = {}): LineChart {
  const curve = (name: string, dashed: boolean, end: number): LineChart['series'][number] => ({
    name,
    dashed,
    points: Array.from({ length: epochs }, (_, i) => {
      const y = end + 1.2 / (i + 1.5);
      return { x: i + 1, y, low: y - 0.04, high: y + 0.05 };
    }),
  });
  return {
    kind: 'lines',
    x: { title: 'epoch' },
    y: { title: 'loss' },
    series: [
      curve('baseline', false, 0.1),
      curve('baseline', true, 0.3),
      curve('optimized', false, 0.2),
      curve('optimized', true, 0.25),
    ],
    dashes: { solid: 'training', dashed: 'validation' },
  };
}

/** Points that lie close together, with labels and bars. */
export function scatterChart(): ScatterChart {
  return {
    kind: 'scatter',
    x: { title: 'parameters', scale: 'log' },
    y: { title: 'test accuracy', format: 'percent' },
    series: [
      {
        name: 'here',
        points: [
          { x: 93322, y: 0.9905, low: 0.989, high: 0.992, label: '93,322' },
          { x: 72842, y: 0.9915, low: 0.99, high: 0.9925, label: '72,842' },
          { x: 4034, y: 0.969, low: 0.966, high: 0.972, label: '4,034' },
          { x: 1979, y: 0.941, low: 0.93, high: 0.949, label: '1,979' },
        ],
      },
      {
        name: 'published',
        points: [
          { x: 93322, y: 0.989 },
          { x: 4034, y: 0.9674 },
        ],
      },
    ],
  };
}

/** How many times as fast, for three tasks and two libraries; one of which cannot do one of them. */
export function barChart(): BarChart {
  return {
    kind: 'bars',
    x: { title: 'times as fast', scale: 'log' },
    groups: ['a small network', 'a large one', 'with images'],
    series: [
      { name: 'this library', bars: [{ value: 37.2, text: '37x' }, { value: 0.25 }, { value: 1 }] },
      { name: 'that library', bars: [{ value: 1234.5, text: '1,235x' }, null, { value: 12 }] },
    ],
  };
}

/** A confusion matrix of ten classes. */
export function heatMap(classes = 10): HeatMap {
  const names = Array.from({ length: classes }, (_, i) => `class ${i}`);
  return {
    kind: 'heatMap',
    rowTitle: 'true class',
    columnTitle: 'predicted class',
    rows: names,
    columns: names,
    values: names.map((_, i) =>
      names.map((_, j) => (i === j ? 950 + 11 * i : (i * 7 + j * 3) % 5 === 0 ? (i * j) % 9 : 0)),
    ),
    mutedDiagonal: true,
  };
}

/** Twelve lines across axes of every kind; two thirds of them have no value on one. */
export function parallelChart(): ParallelChart {
  return {
    kind: 'parallel',
    axes: [
      { title: 'learningRate', scale: 'log', domain: [1e-4, 0.1] },
      { title: 'initialization', choices: ['glorotUniform', 'heNormal'] },
      { title: 'optimizer', choices: ['sgd', 'adam', 'rmsProp'] },
      { title: 'momentum', domain: [0, 0.99] },
      { title: 'dropout', format: 'percent', domain: [0, 0.5] },
      { title: 'units', scale: 'log', domain: [8, 256] },
    ],
    outcome: { title: 'validation loss', better: 'lower' },
    lines: Array.from({ length: 12 }, (_, i) => ({
      name: `trial ${i}`,
      values: [
        10 ** (-1.2 - 0.2 * i),
        i % 2 === 0 ? 'heNormal' : 'glorotUniform',
        ['sgd', 'adam', 'rmsProp'][i % 3],
        i % 3 === 0 ? 0.08 * i : null,
        0.04 * ((i * 5) % 12),
        8 * 2 ** (i % 6),
      ],
      outcome: 0.4 + 0.01 * ((i * 7) % 12),
    })),
  };
}

/** A bowl with paths in every look, one of which leaves the picture, and one that stays where it is. */
export function contourChart(): ContourChart {
  const along = Array.from({ length: 21 }, (_, i) => -2 + 0.2 * i);
  const spiral = (turn: number): [number, number][] =>
    Array.from({ length: 30 }, (_, i) => {
      const radius = 1.8 - 0.05 * i;
      return [radius * Math.cos(turn + i / 4), radius * Math.sin(turn + i / 4)];
    });
  return {
    kind: 'contours',
    x: { title: 'x', domain: [-2, 2] },
    y: { title: 'y', domain: [-2, 2] },
    heights: along.map((y) => along.map((x) => x * x + 2 * y * y)),
    levels: [0.1, 0.5, 1, 2, 4, 8],
    paths: [
      { name: 'momentum', points: spiral(0) },
      { name: 'sgd', points: spiral(2), look: 6 },
      { name: 'adam', points: spiral(4), dots: true, look: 12 },
      { name: 'diverging', points: [...spiral(1).slice(0, 3), [3, 1e9]] },
      { name: 'one of the others', points: spiral(3), muted: true },
    ],
    marks: [
      { name: 'start', symbol: 'ring', x: 1.8, y: 0 },
      { name: 'minimum', symbol: 'cross', x: 0, y: 0 },
    ],
  };
}

export const charts: readonly Chart[] = [
  lineChart(),
  scatterChart(),
  barChart(),
  heatMap(),
  parallelChart(),
  contourChart(),
];

/** A document with everything there is in one. */
export function richDocument(): ReportDocument {
  const pixels = btoa(Array.from({ length: 28 * 28 }, (_, i) => String.fromCharCode(i % 256)).join(''));
  const columns = [
    'network',
    'parameters',
    'train accuracy',
    'validation accuracy',
    'test accuracy',
    'macro F1',
    'epochs',
    'seconds',
  ];
  return {
    title: 'A rich report',
    question: 'Does a renderer draw all there can be in a report?',
    answer: 'It does, on narrow and on wide screens.',
    blocks: [
      { kind: 'heading', text: 'Set-up' },
      {
        kind: 'text',
        text: 'Rows are split by class, anew for each seed; what is chosen is chosen on the validation part.',
      },
      { kind: 'text', text: 'That is for other seeds on these rows.', tone: 'remark' },
      {
        kind: 'code',
        language: 'typescript',
        caption: 'baseline',
        text: "new Sequential(\n  [new Dense(64, { activation: 'relu' }), new Dense(64, { activation: 'relu' }), new Dense(10, { activation: 'softmax' })],\n  { inputShape: [784], seed: 0 },\n)",
      },
      { kind: 'heading', text: 'Results' },
      {
        kind: 'table',
        caption: 'Means and deviations over 3 seeds',
        columns: columns.map((title, j) => ({ title, align: j === 0 ? 'left' : 'right' })),
        rows: ['baseline', 'batchNorm', 'optimized'].map((name) => [name, ...Array<string>(7).fill('12.34 ± 0.56 %')]),
        strong: [2],
      },
      { kind: 'chart', caption: 'Loss of each epoch', chart: lineChart() },
      { kind: 'chart', caption: 'Parameters against accuracy', chart: scatterChart() },
      { kind: 'chart', caption: 'Parameters and loss', chart: parallelChart() },
      { kind: 'chart', caption: 'Paths', chart: contourChart() },
      { kind: 'heading', text: 'Mistakes' },
      { kind: 'chart', caption: 'Confusion matrix', chart: heatMap() },
      {
        kind: 'code',
        language: 'text',
        text: '              precision    recall  f1-score   support\n\n           0       0.91      0.92      0.93       100',
      },
      {
        kind: 'images',
        caption: 'The worst mistakes',
        images: ['9 taken for 4', '3 taken for 5'].map((label) => ({ width: 28, height: 28, pixels, label })),
      },
    ],
    provenance: {
      command: 'simdgrad compare digits --seeds 3',
      versions: { simdgrad: '0.1.0', node: 'v20.20.2' },
      machine: 'Some processor, 2 cores, linux x64',
      date: '2025-11-21T12:30:00.000Z',
      seeds: [0, 1, 2],
      fingerprints: { baseline: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' },
    },
  };
}

/** The same with a number and hostile characters after every text that may come from data. */
export function hostileDocument(): { document: ReportDocument; texts: string[] } {
  const fixed = ['kind', 'language', 'tone', 'align', 'scale', 'format', 'better', 'pixels', 'symbol'];
  const spoilt = new Map<string, string>(); // series of one name stay series of one name
  const spoil = (text: string): string => {
    const number = spoilt.size;
    const known = spoilt.get(text) ?? hostile[number % hostile.length].replace('#', String(number)) + text.slice(0, 3);
    spoilt.set(text, known);
    return known;
  };
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return fixed.includes(key) ? value : spoil(value);
    if (Array.isArray(value)) return value.map((one) => walk(one, key));
    if (typeof value !== 'object' || value === null) return value;
    const named = key === 'versions' || key === 'fingerprints';
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [named ? spoil(name) : name, walk(one, name)]),
    );
  };
  return { document: walk(richDocument(), '') as ReportDocument, texts: [...spoilt.values()] };
}

/** Each has a place for a number, so that no two texts are the same. */
export const hostile: readonly string[] = [
  '<script>evil(#)</script>',
  '</style><b>#',
  '" onload="evil(#)',
  "' onload='evil(#)",
  '&lt;#&amp;',
  ']]><i>#',
  '--><u>#',
  '\u202ertl # \u2067',
  '</svg></title>#',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an attack is written as an attacker would, and must stay text
  '${evil(#)}',
  '"][0]||evil(#)//',
  'constructor #',
  'a\u2028b\u2029#',
  '\\u003cb>#\\',
  '\u{1f600}#',
];
