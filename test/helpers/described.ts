import { describeResults } from '../../src/experiments/describe.ts';
import { requireDocuments } from '../../src/report/check-document.ts';
import type { Block, ReportDocument } from '../../src/report/document.ts';
import type { AnyJson } from './any-json.ts';

/**
 * The report of results as they are read from a file, once `change` has had a copy of them.
 *
 * @throws DataError for results that cannot be, and an Error for a report that cannot be shown.
 */
export function described(results: object, change: (results: AnyJson) => void = () => {}): ReportDocument {
  const copy = JSON.parse(JSON.stringify(results));
  change(copy);
  const document = describeResults('report: results.json', copy);
  requireDocuments('test', [document]);
  return document;
}

/** Its blocks of one kind, in their order. */
export function blocksOf<Kind extends Block['kind']>(
  { blocks }: ReportDocument,
  kind: Kind,
): Extract<Block, { kind: Kind }>[] {
  return blocks.filter((one): one is Extract<Block, { kind: Kind }> => one.kind === kind);
}

/** The texts of its headings. */
export function headingsOf(document: ReportDocument): string[] {
  return blocksOf(document, 'heading').map(({ text }) => text);
}
