/**
 * Dividing rows so that every class has its share of both parts.
 *
 * With 90 rows of one class and 10 of another, a quarter drawn at random has 0 to 6 of the rare class: a score on it says
 * little. A stratified split divides each class by itself.
 *
 * Of a class of c rows, Math.round(testShare · c) are for testing and the others for training. `order` names all rows once,
 * shuffled: of each class, the first in it are for training, those after them for testing. Both parts keep its order.
 *
 * @param labels the class of each row.
 * @param order the numbers 0 … labels.length − 1, shuffled. Not to be changed.
 * @param testShare in (0, 1)
 * @returns the rows of each part.
 */
export function stratifiedSplit(
  labels: readonly string[],
  order: readonly number[],
  testShare: number,
): { train: number[]; test: number[] } {
  const train: number[] = [];
  const test: number[] = [];
  // Your code goes here.
  return { train, test };
}
