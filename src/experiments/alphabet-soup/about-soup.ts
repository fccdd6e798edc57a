import type { Table } from '../../data/table.ts';
import { type Finding, findingText } from '../../lint/finding.ts';
import { lintTable } from '../../lint/lint-table.ts';
import type { CheckedJson } from '../checked-json.ts';
import { soupIdentifiers, soupLabels, soupTarget, soupTransformer } from './soup-parts.ts';

/** What the report has to know of the table. */
export interface AboutSoup {
  readonly rows: number;
  /** Share of rows whose target is 1. */
  readonly successes: number;
  /** Of the transformer, fitted on all rows. */
  readonly featureNames: readonly string[];
  /** Errors and warnings of the lint, as lines of text: of the features as they are used, and with the target left among them. */
  readonly lint: { readonly used: readonly string[]; readonly leaking: readonly string[] };
}

/** Takes about a second for 30,000 rows. */
export function aboutSoup(table: Table): AboutSoup {
  const labels = soupLabels(table);
  const others = table.drop([...soupIdentifiers]);
  const lines = (findings: readonly Finding[]): string[] =>
    findings.filter(({ severity }) => severity !== 'note').map(findingText);
  return {
    rows: table.rowCount,
    successes: labels.reduce((sum, label) => sum + label, 0) / table.rowCount,
    featureNames: soupTransformer().fit(table).featureNames,
    lint: {
      used: lines(lintTable(others, { target: soupTarget })),
      leaking: lines(lintTable(others, { target: soupTarget, features: others.columnNames })),
    },
  };
}

export function aboutSoupFrom({ object, list, text, count, share }: CheckedJson, value: unknown): AboutSoup {
  const { rows, successes, featureNames, lint } = object('data', value);
  const { used, leaking } = object('data.lint', lint);
  return {
    rows: count('data.rows', rows),
    successes: share('data.successes', successes),
    featureNames: list('data.featureNames', featureNames, text),
    lint: { used: list('data.lint.used', used, text), leaking: list('data.lint.leaking', leaking, text) },
  };
}
