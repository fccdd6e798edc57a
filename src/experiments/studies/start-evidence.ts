import type { cellInitializers } from './cell.ts';

/** What the study of initialization sees before the first step. */
export interface StartEvidence {
  /** Of the outputs of each hidden layer, over rows and units together. */
  readonly variances: readonly number[];
}

export const schemeTitles: Readonly<Record<(typeof cellInitializers)[number], string>> = {
  heNormal: 'He normal',
  heUniform: 'He uniform',
  glorotNormal: 'Glorot normal',
  glorotUniform: 'Glorot uniform',
  lecunNormal: 'LeCun normal',
};
