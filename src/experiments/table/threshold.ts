/**
 * The probability from which on to answer with the second of two classes so that most rows are right. Of thresholds that are
 * equally good the one nearest to 0.5.
 *
 * Candidates lie half-way between probabilities that follow each other, so that rows like these keep a distance from it; and
 * 0.5, which is kept unless another is better.
 *
 * Choose it on rows that were not trained on and are not tested on. It says what is most often right, not what is worth most:
 * where one mistake costs more than the other, another one is better.
 *
 * @param labels 0 and 1. @param probabilities of class 1.
 */
export function bestThreshold(labels: ArrayLike<number>, probabilities: ArrayLike<number>): number {
  const order = Array.from(labels, (_, i) => i).sort((a, b) => probabilities[a] - probabilities[b]);
  let right = 0; // with everything answered 1
  for (const i of order) right += labels[i];
  let best = 0.5;
  let most = countRight(labels, probabilities, 0.5);
  for (let at = 0; at + 1 < order.length; at++) {
    right += labels[order[at]] === 0 ? 1 : -1;
    const [low, high] = [probabilities[order[at]], probabilities[order[at + 1]]];
    if (low === high) continue;
    const middle = (low + high) / 2;
    const nearer = Math.abs(middle - 0.5) < Math.abs(best - 0.5);
    if (right > most || (right === most && nearer)) [best, most] = [middle, right];
  }
  return best;
}

function countRight(labels: ArrayLike<number>, probabilities: ArrayLike<number>, threshold: number): number {
  let right = 0;
  for (let i = 0; i < labels.length; i++) if ((probabilities[i] >= threshold ? 1 : 0) === labels[i]) right++;
  return right;
}
