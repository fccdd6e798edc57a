import { type StudyOptimizer, studyOptimizers } from '../src/experiments/studies/optimizer-words.ts';

/** Words of a generated part as optimizers of studies. @throws Error that names those there are. */
export function studyOptimizersFrom(words: readonly string[]): StudyOptimizer[] {
  const unknown = words.find((word) => !studyOptimizers.includes(word as StudyOptimizer));
  if (unknown !== undefined || words.length === 0) {
    throw new Error(`expected names of optimizers, ${studyOptimizers.join(', ')}, got ${unknown ?? 'none'}`);
  }
  return words as StudyOptimizer[];
}
