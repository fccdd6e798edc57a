import type { Finding } from '../../lint/finding.ts';

/** What a lint tells those who call the library, and what `simdgrad train` has for it. */
const ways: readonly (readonly [library: string, command: string])[] = [
  ['(duplicateGroups(table) as groups of the split)', '(--group-duplicates)'],
  ['(minFrequency)', '(--min-frequency)'],
  ['fill the gaps (impute) by what the training rows say', 'gaps are filled, or a category of their own'],
  ['(header: false)', '(--no-header)'],
  ['a smaller batchSize', 'a smaller --batch-size'],
];

/** The findings with their advice in options of `simdgrad train`; without those that an option has dealt with. */
export function trainFindings(
  findings: readonly Finding[],
  { groupDuplicates }: { readonly groupDuplicates: boolean },
): Finding[] {
  return findings
    .filter(({ rule }) => !(groupDuplicates && rule === 'duplicate-rows'))
    .map((finding) => ({
      ...finding,
      message: ways.reduce((text, [library, command]) => text.replace(library, command), finding.message),
    }));
}
