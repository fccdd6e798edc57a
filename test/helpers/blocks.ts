import { requireDocuments } from '../../src/report/check-document.ts';
import type { Block } from '../../src/report/document.ts';

const provenance = { command: '', versions: {}, machine: '', date: '', seeds: [], fingerprints: {} };

/** @throws for blocks that no report can show: tables and charts whose rows and columns do not fit, numbers that are not finite. */
export function requireBlocks(blocks: readonly Block[]): void {
  requireDocuments('blocks', [{ title: 'a', question: 'b', blocks, provenance }]);
}
