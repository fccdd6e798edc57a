/** What a lint finds: which rule, how bad, where, and what to do about it. */

/**
 * How much a finding matters. An *error* makes results meaningless: training should stop, unless whoever asked knows better.
 * A *warning* makes them doubtful. A *note* is what one would want to know.
 */
export type Severity = 'error' | 'warning' | 'note';

/** The name of a rule. It stays what it is from version to version, so that programs can ask for it. */
export type LintRule =
  // of one table
  | 'no-rows'
  | 'numeric-names'
  | 'target-leak'
  | 'missing-target'
  | 'target-task'
  | 'one-class'
  | 'rare-class'
  | 'identifier'
  | 'many-categories'
  | 'constant'
  | 'nearly-constant'
  | 'missing-values'
  | 'mostly-missing'
  | 'text-number'
  | 'spelling'
  | 'non-finite'
  | 'float32-overflow'
  | 'float32-precision'
  | 'int32-overflow'
  | 'duplicate-rows'
  // of the parts of a split
  | 'missing-column'
  | 'column-order'
  | 'column-type'
  | 'missing-class'
  | 'label-mapping'
  | 'unseen-category'
  | 'scale-differs'
  // of a model and what it is to learn
  | 'row-count'
  | 'input-shape'
  | 'target-shape'
  | 'head-loss'
  | 'softmax-squared-error'
  | 'label-range'
  | 'sigmoid-labels'
  | 'target-range'
  | 'unused-classes'
  | 'unscaled'
  | 'unscaled-target'
  | 'batch-size'
  // of what came out
  | 'no-better-than-baseline'
  | 'almost-perfect';

/** A part of a split. */
export type LintPartName = 'train' | 'validation' | 'test';

/** One thing that a lint found. */
export interface Finding {
  readonly severity: Severity;
  readonly rule: LintRule;
  /** Who, what, the numbers, and the fix. It names column, row and part where there is one. */
  readonly message: string;
  /** The name of the column, or its number from 1 where columns have no names. */
  readonly column?: string;
  /** The first row concerned, from 1, of the data or of the part. */
  readonly row?: number;
  readonly part?: LintPartName;
}

/**
 * A finding as a line of text: `error target-leak: column 'sold' is the target 'price' …`.
 *
 *     for (const finding of lintTable(table, { target: 'price' })) console.log(findingText(finding));
 */
export function findingText({ severity, rule, message }: Finding): string {
  return `${severity} ${rule}: ${message}`;
}

const order: readonly Severity[] = ['error', 'warning', 'note'];

/** Errors first, then warnings, then notes; otherwise in the order in which they were found. */
export function bySeverity(findings: Iterable<Finding>): Finding[] {
  return [...findings].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}
