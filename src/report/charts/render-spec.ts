import { configOf, type Spec } from './axis-spec.ts';
import type { ChartColors } from './colors.ts';
import type { Vega, VegaLite, VegaView } from './load-vega.ts';
import { textWidth } from './text-width.ts';

/** The packages that draw. */
export interface Drawing {
  readonly vega: Vega;
  readonly vegaLite: VegaLite;
}

/** Lays a chart out. The caller finalizes the view. */
export function layOut({ vega, vegaLite }: Drawing, spec: Spec, colors: ChartColors): VegaView {
  const compiled = vegaLite.compile({ ...spec, config: configOf(colors) }, { logger: vega.logger(vega.Error) }).spec;
  const view = new vega.View(vega.parse(compiled), { renderer: 'none', logger: vega.logger(vega.Error) });
  // Vega measures text with whatever canvas it finds, and every machine would have its own picture.
  const { textMetrics } = vega;
  const measured = textMetrics.width;
  textMetrics.width = ({ fontSize = 11 }, text) => textWidth(String(text ?? ''), fontSize);
  try {
    view.run(); // which lays out all there is before it returns, as nothing has to be fetched
  } finally {
    textMetrics.width = measured;
  }
  return view;
}

/** A drawing as SVG: how large it is, and what stands within the `svg` element. */
export interface Marks {
  readonly width: number;
  readonly height: number;
  readonly text: string;
}

export async function marksOf(view: VegaView): Promise<Marks> {
  const svg = await view.toSVG();
  const [opening, width, height] = /^<svg[^>]* width="([\d.]+)" height="([\d.]+)"[^>]*>/.exec(svg)!;
  return { width: Number(width), height: Number(height), text: svg.slice(opening.length, svg.lastIndexOf('</svg>')) };
}
