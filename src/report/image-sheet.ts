import { textWidth } from './charts/text-width.ts';
import type { GreyImage } from './document.ts';
import { escaped } from './escape.ts';
import { greyPng } from './grey-png.ts';

/** Pictures are enlarged by a whole factor to about this width. */
const imageWidth = 84;
const columns = 6;
const gap = 16;
const lineHeight = 16;
const fontSize = 12;

/** Small pictures in rows with their labels below, as the text of an SVG file, dark on a white ground. */
export function imageSheet(images: readonly GreyImage[], title: string): string {
  const cells = images.map((image) => {
    const factor = Math.max(1, Math.round(imageWidth / image.width));
    return { ...image, width: image.width * factor, height: image.height * factor, source: greyPng(image) };
  });
  const widths = cells.map(({ width, label }) => Math.max(width, textWidth(label, fontSize)));
  const cellWidth = Math.ceil(Math.max(imageWidth, ...widths));
  const cellHeight = Math.max(...cells.map(({ height }) => height)) + lineHeight;
  const rows = Math.ceil(cells.length / columns);
  const width = Math.min(columns, cells.length) * (cellWidth + gap) + gap;
  const height = rows * (cellHeight + gap) + gap;
  const drawn = cells.map((cell, i) => {
    const x = gap + (i % columns) * (cellWidth + gap);
    const y = gap + Math.floor(i / columns) * (cellHeight + gap);
    return (
      `<image x="${x}" y="${y}" width="${cell.width}" height="${cell.height}" style="image-rendering:pixelated" href="${cell.source}"/>` +
      `<text x="${x}" y="${y + cell.height + lineHeight - 3}">${escaped(cell.label)}</text>`
    );
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `font-family="sans-serif" font-size="${fontSize}"><title>${escaped(title)}</title>` +
    `<rect width="100%" height="100%" fill="#fff"/>${drawn.join('')}</svg>\n`
  );
}
