import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Names of programs that print as Chromium does. */
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];

/** Where installers put them on a Mac, below / or the user's folder. */
const macPlaces = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
  (name) => `Applications/${name}.app/Contents/MacOS/${name}`,
);

/** And on Windows, below the folders for programs. */
const windowsPlaces = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * Where Chromium, Chrome or Edge is: what CHROME_PATH names, else the first on the PATH, else in the usual places of the
 * system. Undefined if there is none; what CHROME_PATH names is given back as it is.
 *
 * @param isFile whether there is a file at a path.
 */
export function findChromium(
  environment: Environment,
  { platform = process.platform, home = homedir(), isFile = isFileAt } = {},
): string | undefined {
  if (environment.CHROME_PATH) return environment.CHROME_PATH;
  const windows = platform === 'win32';
  const { join, delimiter } = windows ? win32 : posix;
  const path = Object.entries(environment).find(([name]) => name.toUpperCase() === 'PATH')?.[1] ?? '';
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  const programs = windows ? ['chrome.exe', 'chromium.exe', 'msedge.exe'] : names;
  const places = programs.flatMap((name) => folders.map((folder) => join(folder, name)));
  if (platform === 'darwin') places.push(...['/', home].flatMap((root) => macPlaces.map((place) => join(root, place))));
  if (windows) {
    const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map(
      (wanted) => Object.entries(environment).find(([name]) => name.toUpperCase() === wanted)?.[1],
    );
    for (const root of roots) if (root) places.push(...windowsPlaces.map((place) => join(root, place)));
  }
  return places.find(isFile);
}

function isFileAt(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
