import type { CheckedJson } from './checked-json.ts';

/** Which of the runs that were planned there are, in the order of the plan, and the keys of those that are missing. */
export function runsByKey<Run>(
  keys: readonly string[],
  runs: ReadonlyMap<string, Run>,
): { readonly runs: readonly Run[]; readonly missing: readonly string[] } {
  return { runs: keys.flatMap((key) => runs.get(key) ?? []), missing: keys.filter((key) => !runs.has(key)) };
}

/**
 * Reads runs that are not trusted: each one of those that were planned, none twice.
 *
 * @throws by `json.refuse` for any other.
 */
export function plannedRunsFrom<Run>(
  json: CheckedJson,
  what: string,
  value: unknown,
  keys: readonly string[],
  { runFrom, keyOf }: { runFrom: (what: string, value: unknown) => Run; keyOf: (run: Run) => string },
): ReadonlyMap<string, Run> {
  const planned = new Set(keys);
  const runs = new Map<string, Run>();
  for (const run of json.list(what, value, runFrom, planned.size)) {
    const key = keyOf(run);
    if (!planned.has(key)) json.refuse(`${what} must be those that the settings plan`, key);
    if (runs.has(key)) json.refuse(`${what} must not have one twice`, key);
    runs.set(key, run);
  }
  return runs;
}
