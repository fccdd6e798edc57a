import { requireInteger } from '../../errors.ts';

/** Whole numbers of at least 1, the factor of at least 2, with room for one halving at least. */
export function requireBudgets(
  who: string,
  budgets: { readonly maximumBudget: number; readonly minimumBudget: number; readonly reductionFactor: number },
): void {
  const { maximumBudget, minimumBudget, reductionFactor } = budgets;
  requireInteger(who, { maximumBudget, minimumBudget }, 1);
  requireInteger(who, { reductionFactor }, 2);
  if (maximumBudget >= minimumBudget * reductionFactor) return;
  throw new RangeError(
    `${who}: maximumBudget must be at least minimumBudget · reductionFactor (${minimumBudget} · ${reductionFactor}), ` +
      `or nothing is halved, got ${maximumBudget}`,
  );
}
