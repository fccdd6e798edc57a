import type { Context } from './context.ts';

/** The variables that say where data sets are. */
export function placesIn(environment: Context['environment']): Record<string, string> {
  const names = ['SIMDGRAD_DATASETS', 'SIMDGRAD_CACHE', 'XDG_CACHE_HOME', 'LOCALAPPDATA'];
  return Object.fromEntries(names.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])));
}
