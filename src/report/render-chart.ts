import { requireKnownOptions, requireOneOf, requireWithin, valueText } from '../errors.ts';
import { chartDescription } from './charts/chart-description.ts';
import { darkColors, lightColors } from './charts/colors.ts';
import { drawChart } from './charts/draw-chart.ts';
import { type ImportPackage, loadVega } from './charts/load-vega.ts';
import { requireChart } from './check-chart.ts';
import type { Chart } from './document.ts';
import { escaped } from './escape.ts';

export interface RenderChartOptions {
  /** What the picture is called for those who cannot see it. It is not drawn. */
  readonly title?: string;
  /** What the picture is to stand on: 'light', which is used unless set, or 'dark'. */
  readonly theme?: 'light' | 'dark';
  /** Of the picture in CSS pixels, from 240 to 2000; 680 unless set. Its height follows. */
  readonly width?: number;
  /** How packages are found; `import` unless set. */
  readonly importPackage?: ImportPackage;
}

/**
 * A chart as the text of an SVG file, dark on a white ground or the other way round, that stands on its own: a picture in a README. The same chart
 * gives the same text.
 *
 *     await writeFile('loss.svg', await renderChart({ kind: 'lines', x: { title: 'epoch' }, y: { title: 'loss' }, series }));
 *
 * @throws MissingPackageError without the packages vega and vega-lite, which draw it; TypeError, RangeError, ShapeError for
 *   a chart that is none, naming the field.
 */
export async function renderChart(chart: Chart, options: RenderChartOptions = {}): Promise<string> {
  const who = 'renderChart';
  requireKnownOptions(who, options, ['title', 'theme', 'width', 'importPackage']);
  const { title, theme = 'light', width = 680, importPackage } = options;
  if (title !== undefined && typeof title !== 'string') {
    throw new TypeError(`${who}: title must be text, got ${valueText(title)}`);
  }
  const colors = requireOneOf(who, 'theme', theme, ['light', 'dark']) === 'light' ? lightColors : darkColors;
  requireWithin(who, { width }, 240, 2000);
  requireChart(who, 'chart', chart);
  const marks = await drawChart(await loadVega(who, importPackage), chart, width, colors);
  const described = chartDescription(chart);
  const names = `<title>${escaped(title ?? described)}</title><desc>${escaped(described)}</desc>`;
  const size = `width="${marks.width}" height="${marks.height}" viewBox="0 0 ${marks.width} ${marks.height}"`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" ${size}>${names}` +
    `<rect width="100%" height="100%" fill="${colors.paper}"/>${marks.text}</svg>\n`
  );
}
