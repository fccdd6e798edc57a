/** `simdgrad/report`: results as one HTML file, and charts as SVG. Nothing here needs Node. */

export { MissingPackageError } from '../errors.ts';
export type { ImportPackage } from './charts/load-vega.ts';
export type {
  Axis,
  Bar,
  BarChart,
  Block,
  Chart,
  ChartBlock,
  ChartPoint,
  CodeBlock,
  ContourAxis,
  ContourChart,
  ContourMark,
  ContourPath,
  GreyImage,
  HeadingBlock,
  HeatMap,
  ImagesBlock,
  LineChart,
  LineSeries,
  ParallelAxis,
  ParallelChart,
  ParallelLine,
  Provenance,
  ReportDocument,
  ScatterChart,
  TableBlock,
  TextBlock,
} from './document.ts';
export type { RenderChartOptions } from './render-chart.ts';
export { renderChart } from './render-chart.ts';
export type { MarkdownReport, RenderMarkdownOptions } from './render-markdown.ts';
export { renderMarkdown } from './render-markdown.ts';
export type { RenderReportOptions } from './render-report.ts';
export { renderReport } from './render-report.ts';
