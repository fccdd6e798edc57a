import type { Block } from '../../report/document.ts';
import type { ParameterImportance } from '../../search/importance.ts';
import type { Space } from '../../search/space/space.ts';
import type { Direction, Trial } from '../../search/trial.ts';
import { bestSoFarBlocks } from './describe-best-so-far.ts';
import { frontBlocks } from './describe-front.ts';
import { importanceBlocks } from './describe-importance.ts';
import { parallelBlocks } from './describe-parallel.ts';
import { sliceBlocks } from './describe-slices.ts';
import { trialFigures, type ValueName } from './trial-figures.ts';
import { trialsBlocks } from './trials-table.ts';

export interface DescribedTrials {
  readonly space: Space;
  /** By number, at least one. */
  readonly trials: readonly Trial[];
  readonly directions: readonly Direction[];
  /** What the values are; with several directions one of each. */
  readonly value: ValueName | readonly ValueName[];
  /** How much each parameter matters, the most important first, if that is known. */
  readonly importance?: readonly ParameterImportance[];
  /** Of the trial that is called the best; with one direction that of the best value unless set, with several the front. */
  readonly bestNumber?: number;
  /** What reports count: 'epochs' unless set. */
  readonly steps?: string;
}

/** What a report shows of the trials of a search, section by section. Those that would be empty are not there. */
export function trialBlocks({
  space,
  trials,
  directions,
  value,
  importance = [],
  bestNumber,
  steps = 'epochs',
}: DescribedTrials): Block[] {
  const figures = trialFigures(space, trials, directions, value, bestNumber);
  return [
    ...section('Best so far', bestSoFarBlocks(figures)),
    ...section('The front', frontBlocks(figures)),
    ...section('All parameters together', parallelBlocks(figures)),
    ...section('What matters', importanceBlocks(importance, figures.names[0])),
    ...section('Parameter by parameter', sliceBlocks(figures, importance)),
    ...section('Trials', trialsBlocks(figures, steps)),
  ];
}

function section(text: string, blocks: readonly Block[]): Block[] {
  return blocks.length === 0 ? [] : [{ kind: 'heading', text }, ...blocks];
}
