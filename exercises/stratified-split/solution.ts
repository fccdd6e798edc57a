/** First how many rows of each class are for training; then, in the shuffled order, each class fills its place there before the rest. */
export function stratifiedSplit(
  labels: readonly string[],
  order: readonly number[],
  testShare: number,
): { train: number[]; test: number[] } {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const places = new Map([...counts].map(([label, count]) => [label, count - Math.round(testShare * count)]));
  const train: number[] = [];
  const test: number[] = [];
  for (const row of order) {
    const left = places.get(labels[row])!;
    (left > 0 ? train : test).push(row);
    places.set(labels[row], left - 1);
  }
  return { train, test };
}
