import { type Finding, findingText } from '../../lint/finding.ts';
import type { Block } from '../../report/document.ts';
import { capital } from '../figure-text.ts';

/** What the lint found, as a section of a report; nothing where it found nothing. */
export function findingBlocks(findings: readonly Finding[]): Block[] {
  if (findings.length === 0) return [];
  return [
    { kind: 'heading', text: 'What the lint found' },
    ...findings.map((finding): Block => {
      const tone = finding.severity === 'note' ? { tone: 'remark' as const } : {};
      return { kind: 'text', text: `${capital(findingText(finding))}.`, ...tone };
    }),
  ];
}
