import { requireInteger, requireKnownOptions } from '../../errors.ts';
import type { CheckedJson } from '../checked-json.ts';
import { type Budget, type MethodName, methodNames } from './methods.ts';

/** All that decides what the study of searches of one data set computes, as plain data: with the same data and settings come the same bits. */
export interface SearchStudySettings extends Budget {
  /** Each divides the rows anew, and draws what a method draws, the initial weights, the order of batches and the dropout masks. */
  readonly seeds: readonly number[];
  /** That are used; fewer than there are, they are drawn by each seed. */
  readonly rows: number;
  readonly methods: readonly MethodName[];
}

/** What people choose; the rest follows. */
export interface SearchStudyChoices {
  /** 0 to 9 unless set. */
  readonly seeds?: readonly number[];
  /** All rows, and 3,000 at most, unless set. */
  readonly subset?: number;
  /** 40 unless set: as many as the list of manual settings has. */
  readonly trials?: number;
  /** A look: at most 300 rows, and 8 trials of 9 epochs unless set. */
  readonly quick?: boolean;
}

const usual = { rows: 3000, trials: 40, epochs: 81 };
const quickly = { rows: 300, trials: 8, epochs: 9 };
const fewestRows = 60;
const mostTrials = 1000;

/**
 * The settings of a study of searches: 40 trials of 81 epochs for each method and seed, or as many epochs in other portions.
 *
 * @throws RangeError, TypeError for choices that cannot be.
 */
export function searchStudySettings(
  { name, rows: all }: { readonly name: string; readonly rows: number },
  choices: SearchStudyChoices = {},
): SearchStudySettings {
  const who = 'searchStudySettings';
  requireKnownOptions(who, choices, ['seeds', 'subset', 'trials', 'quick']);
  const { seeds = Array.from({ length: 10 }, (_, seed) => seed), subset, quick = false } = choices;
  for (const seed of seeds) requireInteger(who, { seed });
  if (seeds.length === 0) throw new RangeError(`${who}: seeds must not be empty`);
  const twice = seeds.find((seed, i) => seeds.indexOf(seed) < i);
  if (twice !== undefined) throw new RangeError(`${who}: seeds must differ, got ${twice} twice`);
  const own = quick ? quickly : usual;
  const { trials = own.trials } = choices;
  requireInteger(who, { trials }, 1);
  if (trials > mostTrials) throw new RangeError(`${who}: trials must be at most ${mostTrials}, got ${trials}`);
  const rows = subset ?? Math.min(all, own.rows);
  requireInteger(who, { subset: rows }, fewestRows);
  if (rows > all) throw new RangeError(`${who}: subset must be at most the ${all} rows of ${name}, got ${rows}`);
  return { seeds, rows, trials, epochs: own.epochs, methods: methodNames };
}

export function settingsFrom(checked: CheckedJson, what: string, json: unknown): SearchStudySettings {
  const { object, list, count, oneOf, refuse } = checked;
  const fields = object(what, json);
  const atLeastOne = (name: 'rows' | 'trials' | 'epochs', most: number): number => {
    const value = count(`${what}.${name}`, fields[name]);
    return value >= 1 && value <= most ? value : refuse(`${what}.${name} must be from 1 to ${most}`, value);
  };
  const distinct = <T>(name: 'seeds' | 'methods', read: (place: string, value: unknown) => T): T[] => {
    const values = list(`${what}.${name}`, fields[name], read);
    if (values.length > 0 && new Set(values).size === values.length) return values;
    return refuse(`${what}.${name} must be distinct ones, at least one`, fields[name]);
  };
  return {
    seeds: distinct('seeds', count),
    rows: atLeastOne('rows', Number.MAX_SAFE_INTEGER),
    trials: atLeastOne('trials', mostTrials),
    epochs: atLeastOne('epochs', 10_000),
    methods: distinct('methods', (place, value) => oneOf(place, value, methodNames)),
  };
}
