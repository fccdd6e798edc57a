// biome-ignore-all assist/source/organizeImports: grouped for readers
/** `simdgrad/report`: results as one HTML file, and charts as SVG. Nothing here needs Node. */
export { renderReport } from './render-report.ts';
export type { RenderReportOptions } from './render-report.ts';
export { renderMarkdown } from './render-markdown.ts';
export type { MarkdownReport, RenderMarkdownOptions } from './render-markdown.ts';
export { renderChart } from './render-chart.ts';
export type { RenderChartOptions } from './render-chart.ts';
export type { ImportPackage } from './charts/load-vega.ts';
export { MissingPackageError } from '../errors.ts';
export type {
  Axis,
  Block,
  Chart,
  ChartBlock,
  ChartPoint,
  CodeBlock,
  GreyImage,
  HeadingBlock,
  HeatMap,
  ImagesBlock,
  LineChart,
  LineSeries,
  Provenance,
  ReportDocument,
  ScatterChart,
  TableBlock,
  TextBlock,
} from './document.ts';
