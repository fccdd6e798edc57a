/** What is wrong with data, parts, set-ups and outcomes, before and after training. */
export { type Finding, findingText, type LintPartName, type LintRule, type Severity } from './finding.ts';
export { type LintClassOutcome, type LintNumberOutcome, type LintOutcomeOptions, lintOutcome } from './lint-outcome.ts';
export { type LintPartsInput, type LintPartsOptions, lintParts } from './lint-parts.ts';
export { type LintSetupOptions, lintSetup } from './lint-setup.ts';
export { type LintTableOptions, lintTable } from './lint-table.ts';
export { inferTask, type LintTask } from './lint-task.ts';
export type { LintPart } from './part.ts';
