/** What comparisons of networks over seeds have in common, out of JSON that is not trusted: networks, seeds, and a run of each with each. */
import type { CheckedJson } from './checked-json.ts';

/** One or more, each with a name of its own. */
export function someNetworks<Network extends { readonly name: string }>(
  { list, refuse }: CheckedJson,
  what: string,
  value: unknown,
  read: (what: string, value: unknown) => Network,
): Network[] {
  const networks = list(what, value, read);
  if (networks.length === 0) refuse(`${what} must not be empty`, value);
  const names = networks.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) refuse(`${what} must have distinct names`, twice);
  return networks;
}

/** One or more, no two the same. */
export function distinctSeeds({ list, count, refuse }: CheckedJson, what: string, value: unknown): number[] {
  const seeds = list(what, value, count);
  if (seeds.length === 0 || new Set(seeds).size < seeds.length)
    refuse(`${what} must be one or more, all different`, value);
  return seeds;
}

/** Each run is of one of the networks and one of the seeds, and of both together there is one. */
export function requirePlannedRuns(
  { refuse }: CheckedJson,
  what: string,
  runs: readonly { readonly network: string; readonly seed: number }[],
  networks: readonly string[],
  seeds: readonly number[],
): void {
  const planned = new Set(seeds);
  const seen = new Set<string>();
  for (const { network, seed } of runs) {
    if (!networks.includes(network)) refuse(`${what} must be of the networks ${networks.join(', ')}`, network);
    if (!planned.has(seed)) refuse(`${what} must be of the seeds`, seed);
    const key = `${network}, seed ${seed}`;
    if (seen.has(key)) refuse(`${what} must not have one twice`, key);
    seen.add(key);
  }
}
