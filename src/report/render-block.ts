import { chartDescription } from './charts/chart-description.ts';
import { chartTable } from './charts/chart-table.ts';
import { pageColors } from './charts/colors.ts';
import { drawChart } from './charts/draw-chart.ts';
import { leftOut } from './charts/left-out.ts';
import type { Drawing } from './charts/render-spec.ts';
import type { Block, ChartBlock, CodeBlock, ImagesBlock, TableBlock } from './document.ts';
import { escaped, escapedProse } from './escape.ts';
import { greyPng } from './grey-png.ts';

/** Widths of the two drawings of a chart, of which a page shows the one that suits it. */
const wide = 760;
const narrow = 340;
/** A column with longer texts is kept from becoming a tower of words where the page is narrow. */
const longCell = 40;
/** Pictures are enlarged by a whole factor to about this width. */
const imageWidth = 84;

/** How a block of a document becomes HTML. */
export interface BlockContext {
  /** Undefined where charts are to be left as tables. */
  readonly drawing: Drawing | undefined;
  /** 'h2' or 'h3', for headings of sections. */
  readonly heading: string;
  /** The id of the section that a heading begins. */
  readonly sectionId: (index: number) => string;
}

/** @param index of the block in its document. */
export async function renderBlock(block: Block, index: number, context: BlockContext): Promise<string> {
  switch (block.kind) {
    case 'heading':
      return `<${context.heading} id="${context.sectionId(index)}">${escaped(block.text)}</${context.heading}>`;
    case 'text':
      return `<p${block.tone === 'remark' ? ' class="remark"' : ''}>${escapedProse(block.text)}</p>`;
    case 'code':
      return codeHtml(block);
    case 'table':
      return `<figure>${tableHtml(block)}</figure>`;
    case 'chart':
      return chartHtml(block, context.drawing);
    case 'images':
      return imagesHtml(block);
  }
}

function codeHtml({ text, language, caption }: CodeBlock): string {
  const title = caption === undefined ? '' : `<figcaption>${escaped(caption)}</figcaption>`;
  const label = escaped(caption ?? (language === 'typescript' ? 'program' : 'text'));
  // A browser drops the first line break in a pre.
  return `<figure>${title}<pre tabindex="0" role="region" aria-label="${label}">\n<code>${escaped(text)}</code></pre></figure>`;
}

/** A table in a box of its own, which scrolls where the page is too narrow for it. */
function tableHtml({ caption, columns, rows, strong = [] }: Omit<TableBlock, 'kind'>): string {
  const isLong = columns.map((_, j) => j > 0 && rows.some((row) => row[j].length > longCell));
  const side = columns.map(({ align }, j) => (align === 'right' ? ' class="right"' : isLong[j] ? ' class="long"' : ''));
  const head = columns.map(({ title }, j) => `<th scope="col"${side[j]}>${escaped(title)}</th>`).join('');
  const body = rows.map((row, i) => {
    const cells = row.map((cell, j) =>
      j === 0 ? `<th scope="row"${side[j]}>${escaped(cell)}</th>` : `<td${side[j]}>${escaped(cell)}</td>`,
    );
    return `<tr${strong.includes(i) ? ' class="strong"' : ''}>${cells.join('')}</tr>`;
  });
  return (
    `<div class="scroll" tabindex="0" role="region" aria-label="${escaped(caption)}"><table>` +
    `<caption><span>${escaped(caption)}</span></caption>` +
    `<thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`
  );
}

async function chartHtml({ caption, chart }: ChartBlock, drawing: Drawing | undefined): Promise<string> {
  const { every, ...table } = chartTable(chart);
  const thinned = every === 1 ? caption : `${caption} (one row in ${every})`;
  const figures = tableHtml({ ...table, caption: drawing ? `Figures: ${thinned}` : thinned });
  if (!drawing) return `<figure>${figures}</figure>`;
  const label = escaped(`${caption}. ${chartDescription(chart)}`);
  const drawn: string[] = [];
  for (const [name, width] of Object.entries({ wide, narrow })) {
    const marks = await drawChart(drawing, chart, width, pageColors);
    const size = `width="${marks.width}" height="${marks.height}" viewBox="0 0 ${marks.width} ${marks.height}"`;
    drawn.push(`<div class="${name}"><svg role="img" aria-label="${label}" ${size}>${marks.text}</svg></div>`);
  }
  const missing = leftOut(chart);
  return (
    `<figure class="chart card"><figcaption>${escaped(caption)}</figcaption>${drawn.join('')}` +
    `${missing === '' ? '' : `<p class="remark">${missing}</p>`}` +
    `<details><summary>Figures as a table</summary>${figures}</details></figure>`
  );
}

function imagesHtml({ caption, images }: ImagesBlock): string {
  const items = images.map((image) => {
    const factor = Math.max(1, Math.round(imageWidth / image.width));
    const size = `width="${image.width * factor}" height="${image.height * factor}"`;
    return `<li><img src="${greyPng(image)}" ${size} alt="Picture of ${escaped(image.label)}">${escaped(image.label)}</li>`;
  });
  return `<figure><figcaption>${escaped(caption)}</figcaption><ul class="images">${items.join('')}</ul></figure>`;
}
