import { type Candidate, candidateOf } from '../choose.ts';
import { finishedRuns, type StudyResults } from './study.ts';

/** What the validation part says of a cell when training is over, for choosing it. */
export function cellCandidate<Setting>(results: StudyResults, cell: string, setting: Setting): Candidate<Setting> {
  const figures = finishedRuns(results, cell).map(({ seed, history }) => ({
    seed,
    accuracy: history.validationAccuracy.at(-1)!,
    loss: history.validationLoss.at(-1)!,
  }));
  const failures = results.runs.filter((run) => run.cell === cell && run.test === undefined).length;
  return candidateOf(setting, figures, failures);
}
