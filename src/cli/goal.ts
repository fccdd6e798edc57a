import { InvalidArgumentError } from 'commander';
import { closestName } from '../errors.ts';
import { betterWay, isShare, type ScoreName, scoreTitle } from '../experiments/table/scores.ts';
import type { TestedModel } from '../experiments/table/table-results.ts';
import { scoreText } from '../experiments/table/table-words.ts';

/** What a score should come to: 'accuracy>=0.75'. */
export interface Goal {
  readonly score: ScoreName;
  readonly comparison: '>=' | '<=';
  readonly value: number;
}

const names: readonly ScoreName[] = [
  'accuracy',
  'precision',
  'recall',
  'f1',
  'macroF1',
  'rocAuc',
  'logLoss',
  'brier',
  'calibrationError',
  'r2',
  'rmse',
  'mae',
];

/** Reads the option `--goal`. */
export function goalOf(text: string): Goal {
  const [, score, comparison, number] = /^\s*(\w+)\s*(>=|<=)\s*(-?[\d.]+(?:e[-+]?\d+)?)\s*$/i.exec(text) ?? [];
  const value = Number(number);
  if (score === undefined || !Number.isFinite(value)) {
    throw new InvalidArgumentError(`Expected a score, >= or <=, and a number, such as accuracy>=0.75.`);
  }
  const name = names.find((one) => one === score);
  if (name === undefined) {
    const close = closestName(score, names);
    throw new InvalidArgumentError(
      `There is no score '${score}'${close ? `; did you mean ${close}?` : '.'} Scores: ${names.join(', ')}.`,
    );
  }
  const usual = betterWay(name) === 'higher' ? '>=' : '<=';
  if (comparison !== usual)
    throw new InvalidArgumentError(`${name} is better the ${betterWay(name)} it is: write ${name}${usual}${number}.`);
  if (isShare(name) && !(value >= 0 && value <= 1))
    throw new InvalidArgumentError(`${name} is a share from 0 to 1, got ${number}.`);
  return { score: name, comparison: usual, value };
}

/** Whether a goal is reached on the test part, and by the whole interval. @returns undefined if the task has no such score. */
export function goalReached(
  { score, comparison, value }: Goal,
  { scores, intervals }: TestedModel,
): { met: boolean; surely: boolean } | undefined {
  const measured = scores[score];
  if (measured === undefined) return undefined;
  const reaches = (one: number): boolean => (comparison === '>=' ? one >= value : one <= value);
  const interval = intervals[score];
  return { met: reaches(measured), surely: interval?.every(reaches) === true };
}

/** 'goal accuracy ≥ 75.0 %: met with 76.1 % (95 % interval 74.0 % to 78.2 %, which reaches below it)'. */
export function goalSentence(goal: Goal, tested: TestedModel): string {
  const { score, comparison, value } = goal;
  const reached = goalReached(goal, tested)!;
  const interval = tested.intervals[score];
  const range = interval
    ? ` (95 % interval ${scoreText(score, interval[0])} to ${scoreText(score, interval[1])}${reached.met && !reached.surely ? ', which holds figures that miss it' : ''})`
    : '';
  return `Goal ${scoreTitle(score)} ${comparison === '>=' ? '≥' : '≤'} ${scoreText(score, value)}: ${reached.met ? 'met' : 'missed'} with ${scoreText(score, tested.scores[score]!)}${range}`;
}
