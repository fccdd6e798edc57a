import { type Chart, renderChart } from '../../src/report/index.ts';
import { isRecording, tell } from './recorder.ts';

/** Of pictures, in CSS pixels: narrow, so that their texts can be read on a telephone. */
const width = 440;

/**
 * Shows a chart: in the page it becomes a picture at this place, `WALKTHROUGH-name.svg` beside it. A program that is run by itself prints a
 * line instead.
 *
 * @param title what the picture shows, in a line.
 */
export async function show(name: string, title: string, chart: Chart): Promise<void> {
  if (isRecording) tell({ kind: 'picture', name, title, svg: await renderChart(chart, { title, width }) });
  else console.log(`[picture: ${title}]`);
}
