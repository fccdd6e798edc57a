import { Graphviz } from '@hpcc-js/wasm-graphviz';

/**
 * Loads Graphviz, which then draws graphs in its language as SVG without another wait.
 *
 * The drawings are of pixels, not points, and without the names that Graphviz gives to their parts, so that several may stand on a
 * page. It knows how wide texts in Arial are, so graphs say fontname="Arial"; fonts of the same widths take its place elsewhere.
 */
export async function graphDrawer(): Promise<(dot: string) => string> {
  const graphviz = await Graphviz.load();
  return (dot) =>
    graphviz
      .dot(dot)
      .replace(/^[\s\S]*?(?=<svg)/, '')
      .replace(/<!--[\s\S]*?-->\n?/g, '')
      .replace(/<title>[\s\S]*?<\/title>\n?/g, '')
      .replace(/ (?:id|xmlns:xlink|xml:space)="[^"]*"/g, '')
      .replaceAll('font-family="Arial"', 'font-family="Arial,Helvetica,Liberation Sans,sans-serif"')
      .replace(/width="([\d.]+)pt" height="([\d.]+)pt"\n/, 'width="$1" height="$2"')
      .trim();
}

/** A text in quotes as Graphviz reads it; '\n' begins a new line. */
export function dotText(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}
