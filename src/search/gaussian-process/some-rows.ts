/**
 * At most `most` of the places of values, ascending: the half of them that has the lowest values, and as many spread evenly over the others,
 * by place. What is near the minimum is known as well as by all, the rest of the space no less evenly.
 */
export function someRows(values: ArrayLike<number>, most: number): number[] {
  const all = Array.from({ length: values.length }, (_, i) => i);
  if (all.length <= most) return all;
  const byValue = all.sort((a, b) => values[a] - values[b] || a - b);
  const half = most >> 1;
  const others = byValue.slice(half).sort((a, b) => a - b);
  const rest = most - half;
  const spread = Array.from({ length: rest }, (_, i) => others[Math.floor((i * others.length) / rest)]);
  return [...byValue.slice(0, half), ...spread].sort((a, b) => a - b);
}
