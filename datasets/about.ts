import type { DatasetDescription } from './dataset.ts';

/** The part of a description that goes with the numbers of a data set. */
export interface About {
  readonly name: string;
  readonly title: string;
  /** Drawn by a formula from a seed. */
  readonly generated: boolean;
  /** What `y` is. */
  readonly target: string;
  readonly source?: string;
  readonly licence?: string;
  readonly citation?: string;
}

export function aboutOf({ name, title, generated, target, source, licence, citation }: DatasetDescription): About {
  return { name, title, generated, target, source, licence, citation };
}
