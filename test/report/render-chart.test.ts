import * as packages from 'vega';
import { describe, expect, it } from 'vitest';
import { MissingPackageError } from '../../src/errors.ts';
import { chartTable } from '../../src/report/charts/chart-table.ts';
import { type BarChart, type Chart, type ContourChart, type LineChart, renderChart } from '../../src/report/index.ts';
import { rejectionOf } from '../helpers/errors.ts';
import {
  barChart,
  charts,
  contourChart,
  heatMap,
  hostile,
  lineChart,
  parallelChart,
  scatterChart,
} from '../helpers/report-documents.ts';

/** Its types lack how text is measured. */
const { textMetrics } = packages as unknown as { textMetrics: { width: (...given: never[]) => number } };
const textsOf = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
const pathsOf = (svg: string, role: string): number => svg.split(role).length - 1;

describe('renderChart', () => {
  it.each(charts)('gives an SVG file of $kind that stands on its own', async (chart) => {
    const svg = await renderChart(chart, { title: 'A <chart>' });
    expect(svg).toMatch(
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" role="img" width="[\d.]+" height="[\d.]+" viewBox="0 0 [\d. ]+">/,
    );
    expect(svg).toContain('<title>A &lt;chart&gt;</title><desc>');
    expect(svg).toContain('fill="#ffffff"');
    expect(svg).not.toMatch(/var\(|url\(|href|<style|NaN|Infinity/);
  });

  it.each(charts)('gives the same text of $kind whatever measures text elsewhere', async (chart) => {
    const first = await renderChart(chart);
    const measured = textMetrics.width;
    const wide = (): number => 99;
    textMetrics.width = wide;
    try {
      expect(await renderChart(chart)).toBe(first);
      expect(textMetrics.width).toBe(wide);
    } finally {
      textMetrics.width = measured;
    }
    expect(await Promise.all([renderChart(chart), renderChart(charts[0]), renderChart(chart)])).toContain(first);
  });

  it('is as wide as it is asked to be, whatever is on the axes', async () => {
    for (const width of [240, 340, 680, 1200]) {
      for (const chart of [lineChart(), scatterChart(), barChart(), parallelChart(), contourChart()]) {
        expect(await renderChart(chart, { width })).toMatch(new RegExp(`^<svg[^>]* width="${width}" `));
      }
      expect(Number(/ width="([\d.]+)"/.exec(await renderChart(heatMap(), { width }))![1])).toBeLessThanOrEqual(width);
    }
  });

  it.each(charts)('has $kind on dark paper, too', async (chart) => {
    const [light, dark] = [await renderChart(chart), await renderChart(chart, { theme: 'dark' })];
    expect(dark).toContain('<rect width="100%" height="100%" fill="#161b22"/>');
    expect(dark).not.toContain('#ffffff');
    expect(textsOf(dark)).toEqual(textsOf(light));
  });

  it('needs its packages', async () => {
    const importPackage = async (): Promise<never> => {
      throw new Error('none');
    };
    expect(await rejectionOf(renderChart(lineChart(), { importPackage }))).toBeInstanceOf(MissingPackageError);
  });

  it('refuses what is no chart', async () => {
    const message = async (chart: unknown, options?: object) =>
      (await rejectionOf(renderChart(chart as Chart, options))).message;
    expect(await message(undefined)).toBe('renderChart: chart must be an object, got undefined');
    expect(await message({ ...heatMap(), columns: ['a'] })).toContain('renderChart: chart: values must be [10, 1]');
    expect(await message(heatMap(), { width: 100 })).toBe('renderChart: width must be in [240, 2000], got 100');
    expect(await message(heatMap(), { theme: 'night' })).toBe(
      "renderChart: theme must be one of 'light', 'dark', got \"night\"",
    );
    expect(await message(heatMap(), { title: 5 })).toBe('renderChart: title must be text, got 5');
    expect(await message(heatMap(), { height: 5 })).toContain("unknown option 'height'");
  });
});

describe('line charts', () => {
  it('have a line for each series, a band where there is one, and a legend', async () => {
    const svg = await renderChart(lineChart());
    expect(pathsOf(svg, 'aria-roledescription="line mark"') + pathsOf(svg, 'class="mark-line')).toBeGreaterThanOrEqual(
      4,
    );
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining(['baseline', 'optimized', 'training', 'validation', 'loss', 'epoch']),
    );
    expect(textsOf(svg).filter((text) => text === 'baseline')).toHaveLength(1);
  });

  it('tell dashes in the legend where nothing says what they mean', async () => {
    const svg = await renderChart({ ...lineChart(), dashes: undefined });
    expect(textsOf(svg).filter((text) => text === 'baseline')).toHaveLength(2);
  });

  it('of one series need no legend, of one point show it', async () => {
    const series = [{ name: 'alone', points: [{ x: 1, y: 0.5 }] }];
    const svg = await renderChart({ ...lineChart(), series });
    expect(textsOf(svg)).not.toContain('alone');
    expect(svg).toContain('mark-symbol');
  });

  it.each<[string, LineChart['series']]>([
    ['no series', []],
    ['no points', [{ name: 'empty', points: [] }]],
    ['equal values', [{ name: 'flat', points: [1, 2, 3].map((x) => ({ x, y: 0 })) }]],
    ['large and small values', [{ name: 'wild', points: [-1e300, 1e-300, 1e300].map((y, x) => ({ x, y })) }]],
  ])('can have %s', async (_, series) => {
    for (const scale of ['linear', 'log'] as const) {
      const svg = await renderChart({ ...lineChart(), y: { title: 'loss', scale }, series });
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    }
  });

  it('write shares in per cent, and reach what their domain asks for', async () => {
    const y = { title: 'accuracy', format: 'percent', domain: [0, 1] } as const;
    const series = [{ name: 'a', points: [1, 2].map((x) => ({ x, y: 0.5 })) }];
    const texts = textsOf(await renderChart({ ...lineChart(), y, series }));
    expect(texts).toEqual(expect.arrayContaining(['0 %', '20 %', '100 %']));
  });
});

it('line charts can have dots beside lines, with dots in the legend', async () => {
  const points = [1, 2, 3].map((x) => ({ x, y: x * x }));
  const series = [
    { name: 'best so far', points: points.map(({ x }) => ({ x, y: 1 })) },
    { name: 'trials', mark: 'dots', points },
  ] as const;
  const svg = await renderChart({ kind: 'lines', x: { title: 'trial' }, y: { title: 'loss' }, series });
  // One line in the plot, of the first, and a ring in the legend beside the dots.
  expect(svg.match(/stroke="#[0-9a-f]{6}" stroke-width="2"/g)).toEqual(['stroke="#0068a9" stroke-width="2"']);
  expect(svg).toMatch(/<path [^>]*d="M1.5,0A[^"]*" stroke="#d55e00"/);
  expect(svg.match(/<path [^>]*d="M[^"]*A[^"]*" fill="#d55e00"/g)).toHaveLength(3);
  expect(textsOf(svg)).toEqual(expect.arrayContaining(['best so far', 'trials']));
});

describe('scatter charts', () => {
  it('can have choices from the left to the right', async () => {
    const choices = ['sgd', 'constructor', 'a very long name of an optimizer that nobody has ever heard of before'];
    const points = [-0.1, 0.1, 1, 2].map((x) => ({ x, y: 1 + x }));
    const chart = { ...scatterChart(), x: { title: 'optimizer', choices }, series: [{ name: 'trials', points }] };
    const texts = textsOf(await renderChart(chart));
    expect(texts).toEqual(expect.arrayContaining(['sgd', 'constructor', 'optimizer']));
    expect(texts.find((text) => text.startsWith('a very'))).toMatch(/…$/);
    expect(chartTable(chart).rows.map(([, choice]) => choice)).toEqual(['sgd', 'sgd', 'constructor', choices[2]]);
    expect(await renderChart(chart)).toContain('4 points from 90 % at sgd to 300 % at a very long');
  });

  it('keep the labels of a finely divided axis apart', async () => {
    const points = Array.from({ length: 50 }, (_, i) => ({ x: i / 100, y: i }));
    const x = { title: 'dropout', domain: [0, 0.5] } as const;
    const svg = await renderChart({ ...scatterChart(), x, series: [{ name: 'trials', points }] });
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['0.00', '0.05', '0.50']));
    expect(textsOf(svg)).not.toContain('0.02');
  });

  it('have a label at each point, once', async () => {
    const texts = textsOf(await renderChart(scatterChart()));
    for (const label of ['93,322', '72,842', '4,034', '1,979'])
      expect(texts.filter((text) => text === label)).toHaveLength(1);
    expect(texts).toEqual(expect.arrayContaining(['here', 'published', '2k', '100k', '99 %']));
  });
});

describe('bar charts', () => {
  /** Left end and width of each bar. */
  const barsOf = (svg: string): [number, number][] =>
    [...svg.matchAll(/<path d="M([\d.]+),[\d.]+h(-?[\d.]+)v[\d.]+h-?[\d.]+Z" fill="#[0-9a-f]{6}"\/>/g)].map(
      ([, x, width]) => [Number(x), Number(width)],
    );

  it('have a bar from 1 on where the axis is logarithmic, and a text for each', async () => {
    const svg = await renderChart(barChart());
    const bars = barsOf(svg);
    expect(bars).toHaveLength(5);
    // Sorted by series: 37.2, 0.25, 1; 1234.5, 12. From 0.25 the bar reaches to the place of 1, where the others begin.
    const start = bars[0][0];
    const byDecade = bars[0][1] / Math.log10(37.2);
    for (const [i, value] of [37.2, 0.25, 1, 1234.5, 12].entries()) {
      const [left, width] = bars[i];
      expect(Math.abs(width)).toBeCloseTo(byDecade * Math.abs(Math.log10(value)), 3);
      expect(value < 1 && width > 0 ? left + width : left).toBeCloseTo(start, 3);
    }
    const texts = textsOf(svg);
    for (const text of ['37x', '0.25', '1,235x', '12', '–', 'a small network', 'times as fast', 'this library']) {
      expect(texts, text).toContain(text);
    }
    expect(texts.filter((text) => text === '–')).toHaveLength(1);
  });

  it('begin at 0 on a linear axis, and write shares in per cent', async () => {
    const x = { title: 'share', format: 'percent' } as const;
    const series = [{ name: 'alone', bars: [0.5, 0.25, -0.25].map((value) => ({ value })) }];
    const svg = await renderChart({ ...barChart(), x, series });
    expect(barsOf(svg).map(([, width]) => Math.abs(width) / Math.abs(barsOf(svg)[0][1]))).toEqual([
      1,
      expect.closeTo(0.5, 5),
      expect.closeTo(0.5, 5),
    ]);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['50 %', '25 %', '−25 %']));
    expect(textsOf(svg)).not.toContain('alone');
  });

  it('have room for the texts beyond the ends of the bars', async () => {
    const series = [{ name: 'alone', bars: [3, 1000, 2].map((value) => ({ value, text: 'much faster than that' })) }];
    for (const scale of ['linear', 'log'] as const) {
      const svg = await renderChart({ ...barChart(), x: { title: 'times', scale }, series });
      const ends = barsOf(svg).map(([left, width]) => left + width);
      expect(Math.max(...ends)).toBeLessThan(680 - 100 - 100); // names of groups to the left, texts to the right
    }
  });

  it('can have nothing to show, and say what has no place', async () => {
    const svg = await renderChart({
      ...barChart(),
      series: [{ name: 'none', bars: [null, { value: -1 }, { value: 0 }] }],
    });
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(textsOf(svg).filter((text) => text === '–')).toHaveLength(3);
    expect(await renderChart({ ...barChart(), series: [] })).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('lie end to end where they are parts of a whole, in one line for each group, without numbers', async () => {
    const groups = ['first', 'second'];
    const series = [
      { name: 'a', bars: [{ value: 0.25 }, null] },
      { name: 'b', bars: [{ value: 0.5 }, { value: 1 }] },
      { name: 'c', bars: [{ value: 0.25 }, { value: 0 }] },
    ];
    const x = { title: 'share', format: 'percent' } as const;
    const svg = await renderChart({ kind: 'bars', stacked: true, x, groups, series });
    const [a, b, whole, c] = barsOf(svg);
    expect(a[0] + a[1]).toBeCloseTo(b[0], 3);
    expect(b[0] + b[1]).toBeCloseTo(c[0], 3);
    expect([b[1] / a[1], c[1] / a[1], whole[1] / a[1]].map((ratio) => ratio.toFixed(3))).toEqual([
      '2.000',
      '1.000',
      '4.000',
    ]);
    expect(whole[0]).toBeCloseTo(a[0], 3);
    expect(textsOf(svg).filter((text) => text === '50 %')).toHaveLength(1); // of the axis
    expect(textsOf(svg)).not.toContain('–');
    expect(svg).toContain('<desc>Stacked bars: share. a: 25 % (first).');
  });

  it('have a stroke where they were to reach, which the axis has room for', async () => {
    const series = [{ name: 'a', bars: [{ value: 1, goal: 4 }, { value: 2 }, { value: 3, goal: 1.5 }] }];
    const svg = await renderChart({ ...barChart(), x: { title: 'times' }, series });
    const strokes = [...svg.matchAll(/<path d="M([\d.]+),[\d.]+h([\d.]+)v[\d.]+h-[\d.]+Z" fill="#1f2328"/g)].map(
      ([, left, width]) => Number(left) + Number(width) / 2,
    );
    const [first] = barsOf(svg);
    const place = (value: number): number => first[0] + value * first[1];
    expect(strokes).toEqual([expect.closeTo(place(4), 1), expect.closeTo(place(1.5), 1)]);
    expect(chartTable({ ...barChart(), x: { title: 'times' }, series }).rows[0]).toEqual([
      'a small network',
      '1 (goal 4)',
    ]);
  });

  it('that are stacked are parts of a whole', async () => {
    const message = async (chart: Partial<BarChart>) =>
      (await rejectionOf(renderChart({ ...barChart(), ...chart } as Chart))).message;
    expect(await message({ stacked: true })).toBe(
      "renderChart: chart: stacked bars are sums, and need a linear axis, got scale 'log'",
    );
    const series = [{ name: 'a', bars: [{ value: 1 }, { value: -1 }, null] }];
    expect(await message({ stacked: true, x: { title: '' }, series })).toBe(
      'renderChart: chart: series 1: bar 2: parts of a whole must be at least 0, got -1',
    );
    expect(await message({ stacked: 1 as never })).toBe('renderChart: chart: stacked must be true or false, got 1');
    const goal = [{ name: 'a', bars: [{ value: 1, goal: Number.NaN }, null, null] }];
    expect(await message({ series: goal })).toBe('renderChart: chart: series 1: bar 1: goal must be finite, got NaN');
  });

  it('are told in words', async () => {
    expect(await renderChart(barChart())).toContain(
      '<desc>Bar chart: times as fast. this library: 37x (a small network), 0.25 (a large one), 1 (with images). ' +
        'that library: 1,235x (a small network), 12 (with images).</desc>',
    );
  });
});

describe('parallel coordinates', () => {
  const linesOf = (svg: string): string[] =>
    [
      ...svg.matchAll(/<path [^>]*d="(M[^"]+)" stroke="(#[0-9a-f]{6})" stroke-width="[\d.]+" stroke-linejoin="round"/g),
    ].map(([, , color]) => color);

  it('have a line for each trial, the better the darker, the best in front on a ground of its own', async () => {
    const svg = await renderChart(parallelChart(), { width: 760 });
    const colors = linesOf(svg);
    expect(colors).toHaveLength(13);
    expect(colors.slice(-2)).toEqual(['#ffffff', '#06315e']);
    expect(colors[0]).toBe('#cbdff1');
    const light = colors.slice(0, 11).map((color) => Number.parseInt(color.slice(1, 3), 16));
    expect(light).toEqual([...light].sort((a, b) => b - a));
  });

  it('stand upright where there is room, and lie where there is not, with all labels', async () => {
    const sizeOf = async (width: number): Promise<number> => {
      const svg = await renderChart(parallelChart(), { width });
      const all = ['sgd', 'adam', 'rmsProp', 'heNormal', '0.001', '0.5', '–', 'momentum', 'validation loss', 'best'];
      expect(textsOf(svg)).toEqual(expect.arrayContaining(all));
      expect(textsOf(svg).filter((text) => text === '–')).toHaveLength(1);
      return Number(/ height="([\d.]+)"/.exec(svg)![1]);
    };
    expect(await sizeOf(760)).toBeLessThan(350);
    expect(await sizeOf(340)).toBeGreaterThan(400);
  });

  it('write long choices on two lines, or cut them', async () => {
    const texts = textsOf(await renderChart(parallelChart(), { width: 560 }));
    expect(texts).toEqual(expect.arrayContaining(['glorot', 'Uniform']));
    const axes = [{ title: 'a', choices: ['incomprehensibilities'] }, ...parallelChart().axes.slice(1)];
    const lines = parallelChart().lines.map((line) => ({
      ...line,
      values: ['incomprehensibilities', ...line.values.slice(1)],
    }));
    expect(textsOf(await renderChart({ ...parallelChart(), axes, lines }, { width: 560 }))).toContainEqual(
      expect.stringMatching(/^incompre.*…$/),
    );
  });

  it.each([240, 760])('can have nothing to show, at %i pixels', async (width) => {
    const chart = parallelChart();
    const odd = [
      { ...chart, lines: [] },
      { ...chart, axes: [], lines: [{ name: 'a', values: [], outcome: 1 }] },
      { ...chart, lines: chart.lines.map((line) => ({ ...line, outcome: 5 })) },
      { ...chart, lines: chart.lines.slice(0, 1), outcome: { title: '', scale: 'log', better: 'higher' } as const },
      { ...chart, lines: chart.lines.map((line, i) => ({ ...line, outcome: [-1e300, 1e-300, 1e300][i % 3] })) },
    ];
    for (const one of odd) expect(await renderChart(one, { width })).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('are told in words and as a table, the best first', async () => {
    const { outcome, ...rest } = parallelChart();
    const higher = { ...rest, outcome: { ...outcome, better: 'higher' as const } };
    expect(await renderChart(parallelChart())).toContain(
      'over learningRate, initialization, optimizer, momentum, dropout, units. 12 lines, from 0.4 to 0.51; ' +
        'best, trial 0: validation loss 0.4, learningRate 0.0631, initialization heNormal, optimizer sgd, momentum 0, dropout 0 %, units 8.',
    );
    expect(await renderChart(higher)).toContain('best, trial 5: validation loss 0.51');
    const { columns, rows } = chartTable(parallelChart());
    expect(columns.map(({ title }) => title)).toEqual([
      'line',
      ...rest.axes.map(({ title }) => title),
      'validation loss',
    ]);
    expect(rows[1]).toEqual(['trial 7', '0.002512', 'glorotUniform', 'adam', '–', '44 %', '16', '0.41']);
  });
});

describe('contour lines', () => {
  /** Places of each path of a colour. */
  const pathsIn = (svg: string, color: string): [number, number][][] =>
    [...svg.matchAll(/<path [^>]*d="(M[^"Z]+)" stroke="(#[0-9a-f]{6})" stroke-opacity="1" stroke-width="2"/g)]
      .filter(([, , own]) => own === color)
      .map(([, d]) => [...d.matchAll(/[ML]([-\d.]+),([-\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]));

  it('have an area for each level, paths in colours and dashes, and a legend', async () => {
    const svg = await renderChart(contourChart(), { width: 440 });
    expect(svg.match(/d="M[^"]*Z" fill="#559bcf"/g)).toHaveLength(6);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['momentum', 'sgd', 'adam', 'others', 'start', 'minimum']));
    expect(textsOf(svg)).not.toContain('one of the others');
    expect(svg).toMatch(/stroke="#0068a9" stroke-opacity="1" stroke-width="2"[^>]*stroke-dasharray="6,3"/);
    expect(svg).toMatch(/stroke="#0068a9" stroke-opacity="1" stroke-width="2"[^>]*stroke-dasharray="2,2.5"/);
    expect(svg).toContain('stroke="#59636e" stroke-opacity="0.55" stroke-width="1.1"');
  });

  it('are where the heights are: the level of a bowl is an ellipse', async () => {
    const chart = { ...contourChart(), levels: [1], paths: [], marks: [] };
    const [, d] = /d="(M[^"]*Z)" fill="#559bcf"/.exec(await renderChart(chart, { width: 440 }))!;
    const places = [...d.matchAll(/[ML]([-\d.]+),([-\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
    const [xs, ys] = [0, 1].map((axis) => places.map((place) => place[axis]));
    const half = (values: number[]): number => (Math.max(...values) - Math.min(...values)) / 2;
    expect(half(xs) / half(ys)).toBeCloseTo(Math.SQRT2, 1);
  });

  it('cut paths off where the picture ends', async () => {
    const points = [0, 3, 0, -3, 1e300, 0].map((x) => [x, 0] as const);
    const chart = { ...contourChart(), paths: [{ name: 'a', points }], marks: [] };
    const svg = await renderChart(chart, { width: 440 });
    const parts = pathsIn(svg, '#0068a9');
    expect(parts).toHaveLength(4);
    const [first] = parts;
    expect(first).toHaveLength(2);
    const frame = parts.flat().map(([x]) => x);
    expect(Math.max(...frame)).toBe(first[1][0]);
    expect(svg).not.toMatch(/NaN|Infinity/);
  });

  it('have names beside ends that stand alone, and none in a heap', async () => {
    const to = (name: string, x: number): ContourChart['paths'][number] => ({
      name,
      points: [
        [0, 1],
        [x, -1],
      ],
    });
    const countOf = async (...paths: ContourChart['paths']): Promise<number> =>
      textsOf(await renderChart({ ...contourChart(), paths })).filter((text) => text === 'lonely').length;
    expect(await countOf(to('lonely', 1), to('other', -1))).toBe(2); // and in the legend
    expect(await countOf(to('lonely', 1), to('other', 0.98))).toBe(1);
  });

  it.each([240, 760])('can have nothing to show, at %i pixels', async (width) => {
    const chart = contourChart();
    const flat = [
      [1, 1],
      [1, 1],
    ];
    const odd: ContourChart[] = [
      { ...chart, levels: [], paths: [], marks: [] },
      { ...chart, heights: flat },
      { ...chart, heights: flat, levels: [2] },
      {
        ...chart,
        paths: [
          { name: 'a', points: [] },
          { name: 'b', points: [[0, 0]] },
          { name: 'c', points: [[9, 9]] },
        ],
      },
      { ...chart, x: { title: 'x', domain: [-1e308, 1e308] }, y: { title: 'y', domain: [0, 1e-300] } },
    ];
    for (const one of odd) expect(await renderChart(one, { width })).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('are told in words and as a table', async () => {
    const chart = contourChart();
    expect(await renderChart(chart)).toContain(
      '<desc>Contour lines over x and y: 6 levels, from 0.1 to 8. start: (1.8, 0). minimum: (0, 0). ' +
        'momentum: 30 points from (1.8, 0) to (0.1988, 0.2881).',
    );
    expect(await renderChart(chart)).toContain('And 1 more, in grey.</desc>');
    const { columns, rows } = chartTable(chart);
    expect(columns.map(({ title }) => title)).toEqual([
      'path',
      'points',
      ...['x at the beginning', 'x at the end', 'y at the beginning', 'y at the end'],
    ]);
    expect(rows[0]).toEqual(['momentum', '30', '1.8', '0.1988', '0', '0.2881']);
    expect(chartTable({ ...chart, paths: [{ name: 'a', points: [] }] }).rows).toEqual([['a', '0', '', '', '', '']]);
  });
});

describe('heat maps', () => {
  it('have a number in each cell, paler where there is none', async () => {
    const svg = await renderChart(heatMap());
    const numbers = textsOf(svg).filter((text) => /^\d+$/.test(text));
    expect(numbers).toHaveLength(100);
    expect(numbers).toContain('950');
  });

  it('give texts instead of values where there are some', async () => {
    const texts = [
      ['97.1 %', 'best'],
      ['<b>', '–'],
    ];
    expect(textsOf(await renderChart({ ...heatMap(2), texts }))).toEqual(
      expect.arrayContaining(['97.1 %', 'best', '&lt;b&gt;', '–']),
    );
  });

  it('leave out numbers that could not be read', async () => {
    const svg = await renderChart(heatMap(100), { width: 340 });
    expect(svg.match(/<path[^>]*fill="#[0-9a-f]{6}"/g)!.length).toBeGreaterThanOrEqual(10_000);
    expect(textsOf(svg).filter((text) => /^\d+$/.test(text))).toEqual([]);
  });

  it.each(['sqrt', 'log', 'linear'] as const)('go from the palest to the darkest on a scale of %s', async (scale) => {
    const values = [
      [0, 1],
      [10, 1000],
    ];
    const fillsOf = async (numbers: number[][]): Promise<string[]> => {
      const svg = await renderChart({ ...heatMap(2), mutedDiagonal: false, scale, values: numbers });
      return [...svg.matchAll(/fill="(#[0-9a-f]{6})" stroke="#ffffff"/g)].map(([, fill]) => fill);
    };
    const fills = await fillsOf(values);
    expect(fills).toHaveLength(4);
    expect([fills[0], fills[3]]).toEqual(['#f5f8fb', '#06315e']);
    if (scale !== 'linear') expect(fills[1]).not.toBe(fills[0]); // 1 of 1000 can be seen
    expect(
      new Set(
        await fillsOf([
          [5, 5],
          [5, 5],
        ]),
      ).size,
    ).toBe(1);
    expect(
      new Set(
        await fillsOf([
          [0, 0],
          [0, 0],
        ]),
      ),
    ).toEqual(new Set(['#f5f8fb']));
  });
});

describe('texts of data', () => {
  const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  it.each([...hostile, 'constructor', '__proto__', 'toString', 'then', 'hasOwnProperty'])(
    '%j are texts in the picture',
    async (text) => {
      const names = [text, `${text}2`];
      const points = (label: string) => [
        { x: 1, y: 2, label },
        { x: 2, y: 3, label: 'b' },
      ];
      const lines = textsOf(
        await renderChart({
          ...lineChart(),
          x: { title: text },
          y: { title: text },
          series: names.flatMap((name) => [false, true].map((dashed) => ({ name, dashed, points: points('') }))),
          dashes: { solid: text, dashed: 'b' },
        }),
      );
      expect(lines.filter((one) => one === escape(text))).toHaveLength(4);
      const scatter = textsOf(
        await renderChart({
          ...scatterChart(),
          series: names.map((name, i) => ({ name, points: i === 0 ? points(text) : [] })),
        }),
      );
      expect(scatter.filter((one) => one === escape(text))).toHaveLength(2);
      const bars = textsOf(
        await renderChart({
          ...barChart(),
          x: { title: text },
          groups: names,
          series: names.map((name) => ({ name, bars: [{ value: 1, text }, null] })),
        }),
      );
      expect(bars.filter((one) => one === escape(text))).toHaveLength(5);
      const parallel = textsOf(
        await renderChart({
          kind: 'parallel',
          axes: [{ title: text, choices: names }],
          outcome: { title: text, better: 'lower' },
          lines: names.map((name, i) => ({ name, values: [name], outcome: i })),
        }),
      );
      expect(parallel.filter((one) => one === escape(text))).toHaveLength(3);
      const map = textsOf(
        await renderChart({
          ...heatMap(2),
          rowTitle: text,
          columnTitle: text,
          rows: names,
          columns: names,
          texts: [names, names],
        }),
      );
      expect(map.filter((one) => one === escape(text)).length).toBeGreaterThanOrEqual(4);
    },
  );

  it('that SVG cannot hold are marked', async () => {
    const series = [{ name: 'a\0b\u0008\ud800c\uffff', points: [{ x: 1, y: 1 }] }];
    const svg = await renderChart({ ...lineChart(), series: [...series, { name: 'd', points: [] }] });
    expect(textsOf(svg)).toContain('a\ufffdb\ufffd\ufffdc\ufffd');
  });

  it('that are long are cut', async () => {
    const long = 'long '.repeat(2000);
    const series = [1, 2].map((number) => ({ name: long + number, points: [{ x: number, y: 1, label: long }] }));
    const texts = textsOf(await renderChart({ ...scatterChart(), series }));
    for (const text of texts) expect(text.length).toBeLessThan(200);
    expect(texts.filter((text) => text.endsWith('…'))).toHaveLength(4);
  });
});
