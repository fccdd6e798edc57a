import type { Block } from '../report/document.ts';
import type { CheckedJson } from './checked-json.ts';
import type { Describer } from './describe.ts';
import { plural } from './figure-text.ts';
import { provenanceOf } from './results-header.ts';
import { plannedRunsFrom, runsByKey } from './runs-by-key.ts';

/** What people choose of an experiment over seeds; with the same data it decides every bit of the results but the seconds. */
export interface SeedSettings {
  /** Each chooses a split, and for every network the initial weights and the order of batches. */
  readonly seeds: readonly number[];
  /** Of every training. */
  readonly epochs: number;
  readonly batchSize: number;
}

/** What an experiment over seeds has found out so far, as plain data. */
export interface SeedStudy<About, Run> {
  readonly data: About;
  readonly settings: SeedSettings;
  /** In the order of the plan. */
  readonly runs: readonly Run[];
  /** Keys of the runs that are still to be done. */
  readonly missing: readonly string[];
}

/** An experiment over seeds: its runs, how its results are read, and what there is to say of them. */
export interface SeedStudyKind<About, Place, Run extends Place> {
  /** On the command line, and in `results.json`. */
  readonly name: string;
  /** Of its results. */
  readonly format: number;
  readonly title: string;
  readonly question: string;
  /** All runs in the order in which they are done: seed after seed, so that what is finished when it is stopped can be paired. */
  plan(settings: SeedSettings): readonly Place[];
  /** Tells a run from all others. */
  keyOf(place: Place): string;
  aboutFrom(json: CheckedJson, value: unknown): About;
  runFrom(json: CheckedJson, what: string, value: unknown, study: Pick<SeedStudy<About, Run>, 'data'>): Run;
  /** SHA-256 of the weights. */
  fingerprintOf(run: Run): string;
  /** What someone who reads nothing else should know; empty while there is nothing to say. */
  answer(study: SeedStudy<About, Run>): string;
  /** What stands in the report, and in the terminal as far as that can show it. */
  blocks(study: SeedStudy<About, Run>): Block[];
}

/** A study of these runs, in the order of the plan. */
export function seedStudyOf<About, Place, Run extends Place>(
  kind: SeedStudyKind<About, Place, Run>,
  data: About,
  settings: SeedSettings,
  runs: ReadonlyMap<string, Run>,
): SeedStudy<About, Run> {
  return { data, settings, ...runsByKey(keysOf(kind, settings), runs) };
}

/**
 * Reads what `JSON.stringify` made of a study. The text is not trusted: what comes back is what such a study can be, and its
 * runs are some of those that its settings plan.
 *
 * @throws by `json.refuse` for anything that is missing or cannot be.
 */
export function seedStudyFrom<About, Place, Run extends Place>(
  kind: SeedStudyKind<About, Place, Run>,
  json: CheckedJson,
  fields: Readonly<Record<string, unknown>>,
): SeedStudy<About, Run> {
  const settings = settingsFrom(json, fields.settings);
  const data = kind.aboutFrom(json, fields.data);
  const runs = plannedRunsFrom(json, 'runs', fields.runs, keysOf(kind, settings), {
    runFrom: (what, value) => kind.runFrom(json, what, value, { data }),
    keyOf: (run) => kind.keyOf(run),
  });
  return seedStudyOf(kind, data, settings, runs);
}

function keysOf<About, Place, Run extends Place>(
  kind: Pick<SeedStudyKind<About, Place, Run>, 'plan' | 'keyOf'>,
  settings: SeedSettings,
): string[] {
  return kind.plan(settings).map((place) => kind.keyOf(place));
}

function settingsFrom({ object, list, count, refuse }: CheckedJson, value: unknown): SeedSettings {
  const { seeds, epochs, batchSize } = object('settings', value);
  const settings = {
    seeds: list('settings.seeds', seeds, count),
    epochs: count('settings.epochs', epochs),
    batchSize: count('settings.batchSize', batchSize),
  };
  const { seeds: all } = settings;
  if (all.length === 0 || new Set(all).size < all.length || all.length > mostSeeds) {
    refuse(`settings.seeds must be from 1 to ${mostSeeds} different ones`, all);
  }
  return settings;
}

/** More would be a plan that takes long to make. */
const mostSeeds = 1000;

/** Results of the experiment, whole or of one that was stopped, as a report. */
export function seedStudyDescriber<About, Place, Run extends Place>(kind: SeedStudyKind<About, Place, Run>): Describer {
  return {
    format: kind.format,
    describe(header, results, json) {
      const study = seedStudyFrom(kind, json, results);
      const { runs, missing, settings } = study;
      const answer = kind.answer(study);
      const fingerprints = runs.map((run) => [kind.keyOf(run), kind.fingerprintOf(run)]);
      const unfinished: Block = {
        kind: 'text',
        text: `Not finished: ${missing.length} of ${plural(missing.length + runs.length, 'run')} are still to be done.`,
      };
      return {
        title: kind.title,
        question: kind.question,
        ...(answer !== '' && { answer }),
        blocks: [...(missing.length > 0 ? [unfinished] : []), ...kind.blocks(study)],
        provenance: provenanceOf(header, { seeds: settings.seeds, fingerprints: Object.fromEntries(fingerprints) }),
      };
    },
  };
}
