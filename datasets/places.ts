import { homedir } from 'node:os';
import path from 'node:path';

/** Variables by name: `process.env`, or in tests what stands in for it. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface Places {
  /** The folder that SIMDGRAD_DATASETS names; looked in first, never written to. */
  readonly folder: string | undefined;
  /** Where downloads are kept. */
  readonly cache: string;
  /** What SIMDGRAD_MIRROR names, ending in a slash: an address that has the files below it, asked before all others. */
  readonly mirror: string | undefined;
}

/**
 * Where the files of data sets are looked for, and where downloads are kept. A variable that is empty counts as not set.
 *
 *     data folder  $SIMDGRAD_DATASETS
 *     cache        datasets/ in $SIMDGRAD_CACHE, or else in the user's folder for caches:
 *                  $XDG_CACHE_HOME/simdgrad or ~/.cache/simdgrad, on macOS ~/Library/Caches/simdgrad,
 *                  on Windows %LOCALAPPDATA%\simdgrad\Cache
 *
 * @see https://specifications.freedesktop.org/basedir-spec/latest/ ($XDG_CACHE_HOME counts only if it is absolute)
 */
export function placesOf(
  environment: Environment,
  platform: string = process.platform,
  home: string = homedir(),
): Places {
  const { join, resolve, isAbsolute } = platform === 'win32' ? path.win32 : path.posix;
  const userCache = (): string => {
    if (platform === 'win32') {
      return join(environment.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'simdgrad', 'Cache');
    }
    if (platform === 'darwin') return join(home, 'Library', 'Caches', 'simdgrad');
    const xdg = environment.XDG_CACHE_HOME;
    return join(xdg && isAbsolute(xdg) ? xdg : join(home, '.cache'), 'simdgrad');
  };
  const { SIMDGRAD_DATASETS: folder, SIMDGRAD_CACHE: cache, SIMDGRAD_MIRROR: mirror } = environment;
  return {
    folder: folder ? resolve(folder) : undefined,
    cache: join(cache ? resolve(cache) : userCache(), 'datasets'),
    mirror: mirror ? mirror.replace(/\/*$/, '/') : undefined,
  };
}
