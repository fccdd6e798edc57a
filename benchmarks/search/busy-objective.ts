/** An objective that keeps a processor busy: how far a sum is from 1 whose length depends on the parameters, the same at every call. */
export interface BusyPoint {
  readonly x: number;
  readonly size: number;
}

/** About 80 ms of a processor of today for a size of 1. */
const termsOfSize = 50_000_000;

export default function busy({ x, size }: BusyPoint): number {
  let sum = 0;
  const terms = Math.round(size * termsOfSize);
  for (let i = 1; i <= terms; i++) sum += x / (i * (x + i));
  return Math.abs(sum - 1);
}
