import { describe, expect, test } from 'vitest';
import { findChromium } from '../../src/cli/find-chromium.ts';

const among =
  (...paths: string[]) =>
  (path: string): boolean =>
    paths.includes(path);

describe('findChromium', () => {
  test('takes what CHROME_PATH names, whatever else there is', () => {
    const isFile = among('/usr/bin/chromium');
    expect(findChromium({ CHROME_PATH: '/opt/chrome', PATH: '/usr/bin' }, { platform: 'linux', isFile })).toBe(
      '/opt/chrome',
    );
  });

  test('looks on the PATH, by name before by folder', () => {
    const isFile = among('/usr/bin/google-chrome', '/opt/bin/chromium');
    expect(findChromium({ PATH: '/usr/bin::/opt/bin' }, { platform: 'linux', isFile })).toBe('/opt/bin/chromium');
    expect(findChromium({ PATH: '/usr/bin' }, { platform: 'linux', isFile })).toBe('/usr/bin/google-chrome');
    expect(findChromium({}, { platform: 'linux', isFile })).toBeUndefined();
  });

  test('knows where a Mac has it', () => {
    const chrome = 'Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    const options = { platform: 'darwin', home: '/Users/me' } as const;
    expect(findChromium({ PATH: '/usr/bin' }, { ...options, isFile: among(`/${chrome}`) })).toBe(`/${chrome}`);
    expect(findChromium({}, { ...options, isFile: among(`/Users/me/${chrome}`) })).toBe(`/Users/me/${chrome}`);
  });

  test('and Windows, whose variables have any case', () => {
    const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
    const environment = { Path: 'C:\\Windows;C:\\tools', 'ProgramFiles(x86)': 'C:\\Program Files (x86)' };
    expect(findChromium(environment, { platform: 'win32', isFile: among(edge) })).toBe(edge);
    const onPath = 'C:\\tools\\chrome.exe';
    expect(findChromium(environment, { platform: 'win32', isFile: among(onPath, edge) })).toBe(onPath);
  });
});
