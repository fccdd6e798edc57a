import type { SeedStudy } from '../seed-study.ts';
import type { AboutWine } from './about-wine.ts';
import type { WineColour, WineRun } from './run.ts';

/** The experiment `wine-quality`, as far as it is done. */
export type WineStudy = SeedStudy<AboutWine, WineRun>;

/** The grade that most wines of a colour have, and the share of them that have it. */
export function floorOf({ data }: WineStudy, colour: WineColour): { grade: number; share: number } {
  const { grades, counts, rows } = data[colour];
  const most = Math.max(...counts);
  return { grade: grades[counts.indexOf(most)], share: most / rows };
}

/** At the beginning of a sentence. */
export const colourTexts: Readonly<Record<WineColour, string>> = { red: 'Red', white: 'White' };
