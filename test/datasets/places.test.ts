import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Environment, placesOf } from '../../datasets/places.ts';

const cacheOf = (environment: Environment, platform: NodeJS.Platform, home: string) =>
  placesOf(environment, platform, home).cache;

describe('placesOf', () => {
  test.each<[NodeJS.Platform, string, Environment, string]>([
    ['linux', '/home/ada', {}, '/home/ada/.cache/simdgrad/datasets'],
    ['linux', '/home/ada', { XDG_CACHE_HOME: '/var/ada' }, '/var/ada/simdgrad/datasets'],
    ['linux', '/home/ada', { XDG_CACHE_HOME: 'relative' }, '/home/ada/.cache/simdgrad/datasets'],
    ['linux', '/home/ada', { XDG_CACHE_HOME: '' }, '/home/ada/.cache/simdgrad/datasets'],
    ['linux', '/home/ada', { SIMDGRAD_CACHE: '/big/disk', XDG_CACHE_HOME: '/var/ada' }, '/big/disk/datasets'],
    ['linux', '/home/ada', { SIMDGRAD_CACHE: '' }, '/home/ada/.cache/simdgrad/datasets'],
    ['freebsd', '/home/ada', {}, '/home/ada/.cache/simdgrad/datasets'],
    ['darwin', '/Users/ada', {}, '/Users/ada/Library/Caches/simdgrad/datasets'],
    ['darwin', '/Users/ada', { SIMDGRAD_CACHE: '/Volumes/x' }, '/Volumes/x/datasets'],
    [
      'win32',
      'C:\\Users\\ada',
      { LOCALAPPDATA: 'D:\\ada\\AppData\\Local' },
      'D:\\ada\\AppData\\Local\\simdgrad\\Cache\\datasets',
    ],
    ['win32', 'C:\\Users\\ada', {}, 'C:\\Users\\ada\\AppData\\Local\\simdgrad\\Cache\\datasets'],
    ['win32', 'C:\\Users\\ada', { SIMDGRAD_CACHE: 'E:\\cache' }, 'E:\\cache\\datasets'],
  ])('on %s, home %s, with %j the cache is %s', (platform, home, environment, cache) => {
    expect(cacheOf(environment, platform, home)).toBe(cache);
  });

  test('relative folders are below the working directory', () => {
    const { folder, cache } = placesOf({ SIMDGRAD_DATASETS: 'data', SIMDGRAD_CACHE: 'cache' });
    expect(folder).toBe(resolve('data'));
    expect(cache).toBe(resolve('cache', 'datasets'));
  });

  test('what is empty is not set', () => {
    const { folder, mirror } = placesOf({ SIMDGRAD_DATASETS: '', SIMDGRAD_MIRROR: '' });
    expect([folder, mirror]).toEqual([undefined, undefined]);
  });

  test('a mirror ends in one slash', () => {
    for (const mirror of ['https://here/data', 'https://here/data/', 'https://here/data//']) {
      expect(placesOf({ SIMDGRAD_MIRROR: mirror }).mirror).toBe('https://here/data/');
    }
  });
});
