import { describe, expect, it } from 'vitest';
import { MissingPackageError } from '../../src/errors.ts';
import { type Block, type ReportDocument, renderReport } from '../../src/report/index.ts';
import { rejectionOf } from '../helpers/errors.ts';
import {
  barChart,
  contourChart,
  heatMap,
  lineChart,
  parallelChart,
  richDocument,
} from '../helpers/report-documents.ts';

const { provenance } = richDocument();
const documentOf = (...blocks: Block[]): ReportDocument => ({ title: 'A title', question: 'Why?', blocks, provenance });
const htmlOf = (...blocks: Block[]): Promise<string> => renderReport([documentOf(...blocks)]);
const nobody = async (name: string): Promise<never> => {
  throw new Error(`Cannot find package '${name}'`);
};

describe('renderReport', () => {
  it('begins with what a browser has to know, and lets nothing run or be fetched', async () => {
    const html = await renderReport([richDocument()]);
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">/);
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
    expect(html).toContain('<title>A rich report</title>');
    expect(html).not.toMatch(/<script|<link|url\(|@import|src="(?!data:)|href="(?!#)/);
  });

  it('has headings in order, and links to each', async () => {
    const html = await renderReport([richDocument()]);
    const levels = [...html.replace(/<nav.*?<\/nav>/s, '').matchAll(/<h(\d)[^>]*>([^<]*)/g)].map(
      ([, level, text]) => `${level} ${text}`,
    );
    expect(levels).toEqual([
      '1 A rich report',
      '2 Set-up',
      '2 Results',
      '2 Mistakes',
      '2 Where these figures come from',
    ]);
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const links = [...html.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id);
    expect(links).toHaveLength(4);
    expect(ids).toEqual(expect.arrayContaining(links));
  });

  it('leaves contents out of what is short', async () => {
    expect(await htmlOf({ kind: 'heading', text: 'Results' })).not.toContain('<nav');
  });

  it('says what was asked and what came out', async () => {
    const html = await renderReport([{ ...documentOf(), answer: 'Because.' }]);
    expect(html).toContain('<dt>Question</dt><dd>Why?</dd><dt>Answer</dt><dd class="answer">Because.</dd>');
    const two = await renderReport([{ ...documentOf(), answer: 'First.\nSecond.\n' }]);
    expect(two).toContain('<dt>Answer</dt><dd class="answer">First.</dd><dd class="answer">Second.</dd></dl>');
    expect(await htmlOf()).not.toContain('Answer');
  });

  it('names rows and columns of tables for those who hear them', async () => {
    const columns = [{ title: 'network' }, { title: 'accuracy', align: 'right' as const }];
    const rows = [
      ['baseline', '91.0 %'],
      ['optimized', '92.0 %'],
    ];
    const html = await htmlOf({ kind: 'table', caption: 'Accuracy', columns, rows, strong: [1] });
    expect(html).toContain('role="region" aria-label="Accuracy"><table><caption><span>Accuracy</span></caption>');
    expect(html).toContain('<th scope="col">network</th><th scope="col" class="right">accuracy</th>');
    expect(html).toContain('<tr><th scope="row">baseline</th><td class="right">91.0 %</td></tr>');
    expect(html).toContain('<tr class="strong"><th scope="row">optimized</th>');
  });

  it('keeps columns with long texts from becoming too narrow, but for the first, which names the rows', async () => {
    const columns = [{ title: 'network' }, { title: 'remark' }, { title: 'met' }];
    const rows = [
      ['a name that is longer than forty characters are', 'and a remark that is longer than that, too', 'yes'],
    ];
    const html = await htmlOf({ kind: 'table', caption: 'Remarks', columns, rows });
    expect(html).toContain(
      '<th scope="col">network</th><th scope="col" class="long">remark</th><th scope="col">met</th>',
    );
    expect(html).toMatch(/<th scope="row">a name[^<]*<\/th><td class="long">and[^<]*<\/td><td>yes<\/td>/);
  });

  it('keeps every space and line of code', async () => {
    const html = await htmlOf({ kind: 'code', language: 'text', text: '\n  a\n\n b  ', caption: 'Report' });
    expect(html).toContain(
      '<figcaption>Report</figcaption><pre tabindex="0" role="region" aria-label="Report">\n<code>\n  a\n\n b  </code>',
    );
  });

  it('draws each chart twice, with words and figures for whoever cannot see it', async () => {
    const html = await htmlOf({ kind: 'chart', caption: 'Loss', chart: lineChart({ epochs: 2 }) });
    expect(
      html.match(
        /<svg role="img" aria-label="Loss\. Line chart: loss over epoch\. baseline, training: 2 points from /g,
      ),
    ).toHaveLength(2);
    expect(html).toContain('<summary>Figures as a table</summary>');
    expect(html).toContain('<th scope="col" class="right">baseline, validation</th>');
    expect(html).toContain('<th scope="row" class="right">2</th>');
    expect(html).not.toContain('no place');
  });

  it('thins the figures of long curves, and says so', async () => {
    const html = await htmlOf({ kind: 'chart', caption: 'Loss', chart: lineChart({ epochs: 1001 }) });
    expect(html).toContain('<caption><span>Figures: Loss (one row in 6)</span></caption>');
    for (const epoch of ['1', '7', '1,001']) expect(html).toContain(`<tr><th scope="row" class="right">${epoch}</th>`);
    expect(html.match(/<tr><th scope="row"/g)).toHaveLength(168);
  });

  it('keeps figures of running text together', async () => {
    const html = await htmlOf({ kind: 'text', text: '61.2 ± 3.4 % of it, 100 %; a % b' });
    expect(html).toContain('<p>61.2\u00a0±\u00a03.4\u00a0% of it, 100\u00a0%; a % b</p>');
  });

  it('says what a logarithmic axis leaves out', async () => {
    const series = [{ name: 'loss', points: [0, 0.1, 0.01, -1].map((y, x) => ({ x, y })) }];
    const chart = { kind: 'lines', x: { title: 'epoch' }, y: { title: 'loss', scale: 'log' }, series } as const;
    expect(await htmlOf({ kind: 'chart', caption: 'Loss', chart })).toContain(
      '<p class="remark">2 points at or below 0 have no place on a logarithmic axis.</p>',
    );
  });

  it('gives the figures of bars as a table, and says what has no place', async () => {
    const chart = barChart();
    const series = [...chart.series, { name: 'a third', bars: [null, { value: 0 }, { value: 3 }] }];
    const html = await htmlOf({ kind: 'chart', caption: 'Speed', chart: { ...chart, series } });
    expect(html).toContain('<th scope="col">times as fast</th><th scope="col" class="right">this library</th>');
    expect(html).toContain(
      '<th scope="row">a large one</th><td class="right">0.25</td><td class="right">–</td><td class="right">0</td>',
    );
    expect(html).toContain('<p class="remark">1 bar at or below 0 has no place on a logarithmic axis.</p>');
  });

  it('says which lines have no place on an axis', async () => {
    const [first, ...others] = parallelChart().lines;
    const lines = [{ ...first, values: [-1, ...first.values.slice(1)] }, ...others];
    const html = await htmlOf({ kind: 'chart', caption: 'Search', chart: { ...parallelChart(), lines } });
    expect(html).toContain('<p class="remark">1 line at or below 0 has no place on a logarithmic axis.</p>');
  });

  it('says which paths leave a picture', async () => {
    const html = await htmlOf({ kind: 'chart', caption: 'Paths', chart: contourChart() });
    expect(html).toContain('<p class="remark">1 path leaves the picture.</p>');
    const paths = contourChart().paths.filter(({ name }) => name !== 'diverging');
    const within = await htmlOf({ kind: 'chart', caption: 'Paths', chart: { ...contourChart(), paths } });
    expect(within).not.toContain('leave');
  });

  it('writes provenance at the end', async () => {
    const html = await htmlOf();
    const end = html.slice(html.indexOf('Where these figures come from'));
    for (const text of [
      '<code>simdgrad compare digits --seeds 3</code>',
      'simdgrad 0.1.0',
      'Some processor',
      '0 to 2',
      '9f86d0',
    ]) {
      expect(end).toContain(text);
    }
    expect(end).toContain('<time datetime="2025-11-21T12:30:00.000Z">2025-11-21 12:30 UTC</time>');
    const bare = await renderReport([
      { ...documentOf(), provenance: { ...provenance, seeds: [4], versions: {}, fingerprints: {}, date: 'today' } },
    ]);
    expect(bare).toContain('<dt>Seed</dt><dd>4</dd></dl>');
    expect(bare).not.toContain('Versions');
    expect(bare).toContain('>today</time>');
  });

  it('joins documents as chapters', async () => {
    const html = await renderReport([
      richDocument(),
      { ...documentOf({ kind: 'heading', text: 'Set-up' }), title: 'Another' },
    ]);
    expect(html).toContain('<h1>2 experiments</h1>');
    expect(html).toContain('<h2 id="chapter-1">A rich report</h2><dl class="finding">');
    expect(html).toContain('<h2 id="chapter-2">Another</h2>');
    expect(html).toContain('<h3 id="section-2-1">Set-up</h3>');
    expect(html).toContain('<a href="#chapter-2">Another</a><ol><li><a href="#section-2-1">Set-up</a></li>');
    expect(await renderReport([documentOf(), documentOf()], { title: 'Both' })).toContain('<h1>Both</h1>');
  });

  it('gives the same text again', async () => {
    const [first, second] = [await renderReport([richDocument()]), await renderReport([richDocument()])];
    expect(second).toBe(first);
  });
});

describe('without the packages for charts', () => {
  it('says how to install them', async () => {
    const error = await rejectionOf(renderReport([richDocument()], { importPackage: nobody }));
    expect(error).toBeInstanceOf(MissingPackageError);
    expect(error).toMatchObject({ packages: ['vega', 'vega-lite'] });
    expect(error.message).toBe(
      'renderReport: charts are drawn by the packages vega and vega-lite, and vega cannot be loaded; npm install vega vega-lite',
    );
  });

  it('takes packages of another time for none', async () => {
    const error = await rejectionOf(renderReport([richDocument()], { importPackage: async () => ({}) }));
    expect(error).toBeInstanceOf(MissingPackageError);
    expect(error.message).toContain('those that are installed are of another version; npm install vega vega-lite');
  });

  it('needs none where there is no chart, or none is wanted', async () => {
    expect(await renderReport([documentOf()], { importPackage: nobody })).toContain('<h1>A title</h1>');
    const html = await renderReport([richDocument()], { charts: false, importPackage: nobody });
    expect(html).not.toContain('<svg');
    expect(html).toContain('<caption><span>Confusion matrix</span></caption>');
    expect(html).toContain('<th scope="col">true class \\ predicted class</th>');
    expect(html).toContain('<td class="right">0.9 (0.86 to 0.95)</td>');
  });
});

describe('wrong documents', () => {
  const chart = (changes: object): Block => ({
    kind: 'chart',
    caption: '',
    chart: { ...heatMap(2), ...changes } as never,
  });
  const bars = (changes: object): Block => ({
    kind: 'chart',
    caption: '',
    chart: { ...barChart(), ...changes } as never,
  });
  const parallel = (changes: object): Block => ({
    kind: 'chart',
    caption: '',
    chart: { ...parallelChart(), ...changes } as never,
  });
  const contours = (changes: object): Block => ({
    kind: 'chart',
    caption: '',
    chart: { ...contourChart(), ...changes } as never,
  });
  const lines = (changes: object): Block => ({
    kind: 'chart',
    caption: '',
    chart: { ...lineChart(), ...changes } as never,
  });
  it.each<[string, unknown, string]>([
    ['no array', {}, 'documents must be an array of one or more, got an Object'],
    ['no document', [], 'documents must be an array of one or more, got an array of 0'],
    ['a document that is text', ['x'], 'document 1 must be an object, got "x"'],
    ['no title', [{ ...documentOf(), title: 3 }], 'document 1: title must be text, got 3'],
    ['an answer that is a number', [{ ...documentOf(), answer: 42 }], 'document 1: answer must be text, got 42'],
    [
      'no provenance',
      [{ ...documentOf(), provenance: undefined }],
      'document 1: provenance must be an object, got undefined',
    ],
    [
      'a seed that is text',
      [{ ...documentOf(), provenance: { ...provenance, seeds: ['1'] } }],
      'document 1: provenance: seed 1 must be a number, got "1"',
    ],
    [
      'a version that is a number',
      [{ ...documentOf(), provenance: { ...provenance, versions: { node: 20 } } }],
      'document 1: provenance: versions: node must be text, got 20',
    ],
    [
      'an unknown block',
      [documentOf({ kind: 'video' } as never)],
      "document 1: block 1: kind must be one of 'heading', 'text', 'code', 'table', 'chart', 'images', got \"video\"",
    ],
    [
      'a heading without text',
      [documentOf({ kind: 'heading' } as never)],
      'document 1: block 1: text must be text, got undefined',
    ],
    [
      'a table without caption',
      [documentOf({ kind: 'table', columns: [], rows: [] } as never)],
      'document 1: block 1: caption must be text, got undefined',
    ],
    [
      'a short row',
      [documentOf({ kind: 'table', caption: '', columns: [{ title: 'a' }, { title: 'b' }], rows: [['1']] })],
      'document 1: block 1: row 1 has 1 cells for 2 columns',
    ],
    [
      'a cell that is a number',
      [documentOf({ kind: 'table', caption: '', columns: [{ title: 'a' }], rows: [[1]] } as never)],
      'document 1: block 1: row 1: 0 must be text, got 1',
    ],
    [
      'an unknown chart',
      [documentOf(chart({ kind: 'pie' }))],
      "document 1: block 1: chart: kind must be one of 'lines', 'scatter', 'bars', 'heatMap', 'parallel', 'contours', got \"pie\"",
    ],
    [
      'a point that is nowhere',
      [documentOf(lines({ series: [{ name: 'a', points: [{ x: 1, y: Number.NaN }] }] }))],
      'document 1: block 1: chart: series 1: point 1: y must be finite, got NaN',
    ],
    [
      'an unknown scale',
      [documentOf(lines({ y: { title: 'loss', scale: 'cubic' } }))],
      "document 1: block 1: chart: y: scale must be one of 'linear', 'log', got \"cubic\"",
    ],
    [
      'half a domain',
      [documentOf(lines({ y: { title: 'loss', domain: [0] } }))],
      'document 1: block 1: chart: y: domain: high must be a number, got undefined',
    ],
    [
      'another mark',
      [documentOf(lines({ series: [{ name: 'a', mark: 'stars', points: [] }] }))],
      "document 1: block 1: chart: series 1: mark must be one of 'line', 'dots', got \"stars\"",
    ],
    [
      'no choices',
      [documentOf(lines({ kind: 'scatter', x: { title: 'a', choices: [] } }))],
      'document 1: block 1: chart: x: choices must not be empty',
    ],
    [
      'lines without a better end',
      [documentOf(parallel({ outcome: { title: 'loss' } }))],
      "document 1: block 1: chart: outcome: better must be one of 'lower', 'higher', got undefined",
    ],
    [
      'an axis with one choice that is a number',
      [documentOf(parallel({ axes: [{ title: 'a', choices: [1] }] }))],
      'document 1: block 1: chart: axis 1: choices: 0 must be text, got 1',
    ],
    [
      'a line that misses an axis',
      [documentOf(parallel({ lines: [{ name: 'a', values: [1], outcome: 1 }] }))],
      'document 1: block 1: chart: line 1: values must be 6, one of each axis, got 1',
    ],
    [
      'a line through no choice',
      [
        documentOf(
          parallel({ axes: [{ title: 'a', choices: ['b'] }], lines: [{ name: '', values: ['c'], outcome: 1 }] }),
        ),
      ],
      'document 1: block 1: chart: line 1: value 1 must be one of \'b\', got "c"',
    ],
    [
      'a line through no number',
      [documentOf(parallel({ axes: [{ title: 'a' }], lines: [{ name: '', values: ['c'], outcome: 1 }] }))],
      'document 1: block 1: chart: line 1: value 1 must be a number, got "c"',
    ],
    [
      'a line without end',
      [documentOf(parallel({ axes: [], lines: [{ name: '', values: [], outcome: Number.NaN }] }))],
      'document 1: block 1: chart: line 1: outcome must be finite, got NaN',
    ],
    [
      'contours of nothing',
      [documentOf(contours({ x: { title: 'x', domain: [1, 1] } }))],
      'document 1: block 1: chart: x: domain must be [low, high] with low < high, got [1, 1]',
    ],
    [
      'contours without a domain',
      [documentOf(contours({ y: { title: 'y' } }))],
      'document 1: block 1: chart: y: domain must be an array, got undefined',
    ],
    [
      'ragged heights',
      [documentOf(contours({ heights: [[1, 2], [3]] }))],
      'document 1: block 1: chart: heights must be 2 rows or more of 2 or more each, got 2 of 2, 1',
    ],
    [
      'a height without end',
      [
        documentOf(
          contours({
            heights: [
              [1, 2],
              [3, Number.POSITIVE_INFINITY],
            ],
          }),
        ),
      ],
      'document 1: block 1: chart: height must be finite, got Infinity',
    ],
    [
      'levels that fall',
      [documentOf(contours({ levels: [1, 3, 2] }))],
      'document 1: block 1: chart: levels must rise, got 2 after 3',
    ],
    [
      'a path to nowhere',
      [
        documentOf(
          contours({
            paths: [
              {
                name: 'a',
                points: [
                  [0, 0],
                  [Number.NaN, 0],
                ],
              },
            ],
          }),
        ),
      ],
      'document 1: block 1: chart: path 1: point 2: x must be finite, got NaN',
    ],
    [
      'a look that is none',
      [documentOf(contours({ paths: [{ name: 'a', points: [], look: 0.5 }] }))],
      'document 1: block 1: chart: path 1: look must be a whole number of at least 0, got 0.5',
    ],
    [
      'another symbol',
      [documentOf(contours({ marks: [{ name: 'a', symbol: 'star', x: 0, y: 0 }] }))],
      "document 1: block 1: chart: mark 1: symbol must be one of 'ring', 'cross', got \"star\"",
    ],
    [
      'a ragged matrix',
      [documentOf(chart({ values: [[1, 2], [3]] }))],
      'document 1: block 1: chart: values must be [2, 2], got 2 rows of 2, 1',
    ],
    [
      'texts of another shape',
      [documentOf(chart({ texts: [['1', '2']] }))],
      'document 1: block 1: chart: texts must be [2, 2], got 1 rows of 2',
    ],
    [
      'a group without a bar',
      [documentOf(bars({ groups: ['a', 'b', 'c', 'd'] }))],
      'document 1: block 1: chart: series 1: bars must be 4, one of each group, got 3',
    ],
    ['no groups', [documentOf(bars({ groups: [] }))], 'document 1: block 1: chart: groups must not be empty'],
    [
      'a bar without end',
      [documentOf(bars({ groups: ['a'], series: [{ name: 'b', bars: [{ value: Number.POSITIVE_INFINITY }] }] }))],
      'document 1: block 1: chart: series 1: bar 1: value must be finite, got Infinity',
    ],
    [
      'a bar that is no bar',
      [documentOf(bars({ groups: ['a'], series: [{ name: 'b', bars: [5] }] }))],
      'document 1: block 1: chart: series 1: bar 1 must be an object, got 5',
    ],
    ['no rows', [documentOf(chart({ rows: [], values: [] }))], 'document 1: block 1: chart: rows must not be empty'],
    [
      'a count below 0',
      [
        documentOf(
          chart({
            values: [
              [1, -2],
              [0, 0],
            ],
          }),
        ),
      ],
      "document 1: block 1: chart: a scale of 'sqrt' begins at 0, got -2; use 'linear'",
    ],
    [
      'an image that lacks pixels',
      [documentOf({ kind: 'images', caption: '', images: [{ width: 2, height: 2, pixels: 'AAAA', label: '' }] })],
      'document 1: block 1: image 1: pixels must be base64 of 2 x 2 = 4 bytes, got 3 bytes',
    ],
    [
      'an image that is no base64',
      [documentOf({ kind: 'images', caption: '', images: [{ width: 1, height: 1, pixels: 'A"><', label: '' }] })],
      'document 1: block 1: image 1: pixels must be base64 of 1 x 1 = 1 bytes, got other text',
    ],
    [
      'an image without end',
      [documentOf({ kind: 'images', caption: '', images: [{ width: 1e9, height: 1, pixels: '', label: '' }] })],
      'document 1: block 1: image 1: width must be in [1, 1024], got 1000000000',
    ],
  ])('%s', async (_, documents, message) => {
    const error = await rejectionOf(renderReport(documents as never));
    expect(error.message).toBe(`renderReport: ${message}`);
  });

  it('and options', async () => {
    const message = async (options: object) => (await rejectionOf(renderReport([documentOf()], options))).message;
    expect(await message({ titel: '' })).toContain("unknown option 'titel'; did you mean 'title'?");
    expect(await message({ title: 1 })).toBe('renderReport: title must be text, got 1');
    expect(await message({ charts: 'no' })).toBe('renderReport: charts must be true or false, got "no"');
  });
});
