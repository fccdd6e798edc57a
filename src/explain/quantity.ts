/** Something that a formula names, as it came out. */
export interface Quantity {
  /** As the formula has it: `m̂`. */
  readonly symbol: string;
  /** What it stands for, in terms of what is shown beside it: `m / (1 − β₁ᵗ)`. */
  readonly formula: string;
  /** One number for each weight, or one for all. */
  readonly values: readonly number[] | number;
}
