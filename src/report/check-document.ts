import { requireFinite, requireInteger, requireOneOf, requireWithin, ShapeError, valueText } from '../errors.ts';
import { base64Bytes } from './base64-bytes.ts';
import { requireChart } from './check-chart.ts';
import type { GreyImage, ReportDocument, TableBlock } from './document.ts';
import { eachOf, listAt, objectAt, requireTexts } from './plain-fields.ts';

/** Pixels of an image in each direction. */
const largestImage = 1024;

/**
 * Looks at everything a renderer reads: documents may be made of files.
 *
 * @throws TypeError, RangeError or ShapeError that names the field.
 */
export function requireDocuments(who: string, documents: unknown): asserts documents is readonly ReportDocument[] {
  if (!Array.isArray(documents) || documents.length === 0) {
    throw new TypeError(`${who}: documents must be an array of one or more, got ${valueText(documents)}`);
  }
  eachOf(who, ['documents', 'document'], documents, (value, what) => {
    const { title, question, answer, blocks, provenance } = objectAt(who, what, value);
    requireTexts(who, what, { title, question, ...(answer !== undefined && { answer }) });
    eachOf(who, [`${what}: blocks`, `${what}: block`], blocks, (block, place) => requireBlock(who, place, block));
    requireProvenance(who, `${what}: provenance`, provenance);
  });
}

function requireProvenance(who: string, what: string, value: unknown): void {
  const { command, versions, machine, date, seeds, fingerprints } = objectAt(who, what, value);
  requireTexts(who, what, { command, machine, date });
  for (const [name, texts] of Object.entries({ versions, fingerprints })) {
    requireTexts(who, `${what}: ${name}`, objectAt(who, `${what}: ${name}`, texts));
  }
  eachOf(who, [`${what}: seeds`, 'seed'], seeds, (seed, name) => requireFinite(`${who}: ${what}`, { [name]: seed }));
}

const kinds = ['heading', 'text', 'code', 'table', 'chart', 'images'] as const;

function requireBlock(who: string, what: string, value: unknown): void {
  const block = objectAt(who, what, value);
  const kind = requireOneOf(`${who}: ${what}`, 'kind', block.kind, kinds);
  if (kind === 'heading' || kind === 'text' || kind === 'code') requireTexts(who, what, { text: block.text });
  if (kind === 'code') requireTexts(who, what, { caption: block.caption ?? '' });
  else if (kind !== 'heading' && kind !== 'text') requireTexts(who, what, { caption: block.caption });
  if (kind === 'table') requireTable(who, what, block as unknown as TableBlock);
  if (kind === 'chart') requireChart(who, `${what}: chart`, block.chart);
  if (kind !== 'images') return;
  eachOf(who, [`${what}: images`, `${what}: image`], block.images, (image, place) => requireImage(who, place, image));
}

function requireTable(who: string, what: string, { columns, rows, strong = [] }: TableBlock): void {
  eachOf(who, [`${what}: columns`, `${what}: column`], columns, (column, place) =>
    requireTexts(who, place, { title: objectAt(who, place, column).title }),
  );
  eachOf(who, [`${what}: rows`, `${what}: row`], rows, (row, place) => {
    const cells = listAt(who, place, row);
    requireTexts(who, place, { ...cells });
    if (cells.length === columns.length) return;
    throw new ShapeError(`${who}: ${place} has ${cells.length} cells for ${columns.length} columns`);
  });
  eachOf(who, [`${what}: strong`, 'strong'], strong, (row, name) => requireInteger(`${who}: ${what}`, { [name]: row }));
}

function requireImage(who: string, what: string, value: unknown): void {
  const { width, height, pixels, label } = objectAt(who, what, value) as unknown as GreyImage;
  requireTexts(who, what, { pixels, label });
  requireInteger(`${who}: ${what}`, { width, height }, 1);
  requireWithin(`${who}: ${what}`, { width, height }, 1, largestImage);
  const given = base64Bytes(pixels);
  if (given === width * height) return;
  const got = given === undefined ? 'other text' : `${given} bytes`;
  throw new ShapeError(
    `${who}: ${what}: pixels must be base64 of ${height} x ${width} = ${width * height} bytes, got ${got}`,
  );
}
