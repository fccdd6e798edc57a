/** How loops over a product are cut. */

/** The size of blocks of at most `most` that divide `total` evenly, but for rounding up to a multiple of 16. */
export function evenBlock(total: i32, most: i32): i32 {
  if (total <= 0) return 0;
  const blocks = (total + most - 1) / most;
  return ((total + blocks - 1) / blocks + 15) & ~15;
}
