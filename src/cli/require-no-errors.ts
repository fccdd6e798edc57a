import { DataError } from '../errors.ts';
import { plural } from '../experiments/figure-text.ts';
import type { Finding } from '../lint/finding.ts';

/**
 * @param before is called before it throws.
 * @throws DataError for findings with an error, unless they are to be borne.
 */
export function requireNoErrors(who: string, findings: readonly Finding[], force = false, before = () => {}): void {
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length === 0 || force) return;
  before();
  const first = `${errors[0].rule}${errors.length > 1 ? ' …' : ''}`;
  throw new DataError(
    `${who}: ${plural(errors.length, 'error')} in the data (${first}); mend it, leave columns out by --drop, or go on by --force`,
  );
}
