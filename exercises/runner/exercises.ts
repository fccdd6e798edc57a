/** Which exercises there are, in the order of the tour. */
import type { Exercise } from './exercise.ts';

export const exerciseNames = [
  'broadcast-gradient',
  'relu-backward',
  'matmul-gradient',
  'simd-dot-product',
  'he-initialisation',
  'softmax-cross-entropy',
  'batch-norm-backward',
  'dropout-scaling',
  'momentum',
  'adam-bias-correction',
  'cosine-schedule',
  'stratified-split',
] as const;

export type ExerciseName = (typeof exerciseNames)[number];

/** The checks of an exercise, by its name. */
export async function readExercise(name: string): Promise<Exercise<unknown>> {
  const module = (await import(new URL(`../${name}/check.ts`, import.meta.url).href)) as {
    exercise: Exercise<unknown>;
  };
  return module.exercise;
}
