/** How rows are divided: each by itself, or those that are equal in all features together. */
export type SplitKind = 'plain' | 'grouped';

export const splitKinds: readonly SplitKind[] = ['plain', 'grouped'];

/** As a subject or object of sentences. */
export const splitTexts: Readonly<Record<SplitKind, string>> = { plain: 'plain splits', grouped: 'grouped splits' };
