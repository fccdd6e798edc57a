import { describe, expect, it } from 'vitest';
import {
  type ChartColors,
  darkColors,
  lightColors,
  pageColors,
  variablesOf,
} from '../../../src/report/charts/colors.ts';

type Triple = readonly [number, number, number];

/** Red, green and blue from 0 to 1, proportional to light. */
function linear(color: string): Triple {
  const parts = [1, 3, 5].map((i) => Number.parseInt(color.slice(i, i + 2), 16) / 255);
  return parts.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as unknown as Triple;
}

/** WCAG 2.2. */
function contrast(one: string, other: string): number {
  const luminance = (color: string): number => {
    const [r, g, b] = linear(color);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** Colours as they are seen: Machado, Oliveira and Fernandes, 2009, table 1, severity 1. */
const eyes: Readonly<Record<string, readonly Triple[]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const times = (matrix: readonly Triple[], v: Triple): Triple =>
  matrix.map((row) => row[0] * v[0] + row[1] * v[1] + row[2] * v[2]) as unknown as Triple;

/** Oklab, in which a distance of 0.02 can just be seen. https://bottosson.github.io/posts/oklab/ */
function seen(color: string, eye: readonly Triple[]): Triple {
  const light = times(eye, linear(color)).map((c) => Math.min(1, Math.max(0, c))) as unknown as Triple;
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    light,
  ).map(Math.cbrt) as unknown as Triple;
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones,
  );
}

describe.each<[string, ChartColors]>([
  ['light', lightColors],
  ['dark', darkColors],
])('%s colours', (_, colors) => {
  it('of series stand out from the paper', () => {
    for (const color of colors.series) expect(contrast(color, colors.paper), color).toBeGreaterThan(3);
    for (const text of [colors.ink, colors.muted]) expect(contrast(text, colors.paper)).toBeGreaterThan(4.5);
  });

  it.each(Object.entries(eyes))('of series are told apart by %s eyes', (_, eye) => {
    const all = colors.series.map((color) => seen(color, eye));
    for (const [i, a] of all.entries()) {
      for (const [j, b] of all.slice(0, i).entries()) {
        expect(
          Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]),
          `${colors.series[i]} ${colors.series[j]}`,
        ).toBeGreaterThan(0.08);
      }
    }
  });

  it('of cells grow steadily, each with a number that can be read', () => {
    const paper = seen(colors.paper, eyes.normal)[0];
    const away = colors.levels.map(({ fill }) => Math.abs(seen(fill, eyes.normal)[0] - paper));
    expect(away).toEqual([...away].sort((a, b) => a - b));
    for (const { fill, ink } of [...colors.levels, colors.hit]) expect(contrast(fill, ink), fill).toBeGreaterThan(4.5);
    expect(contrast(colors.levels[0].fill, colors.muted)).toBeGreaterThan(4.5); // cells without counts
  });
});

it('the page knows every colour by name, and has a light one where it does not', () => {
  const declared = new Set([...variablesOf(lightColors).matchAll(/--([\w-]+):/g)].map(([, name]) => name));
  expect(variablesOf(darkColors).match(/--[\w-]+/g)).toEqual(variablesOf(lightColors).match(/--[\w-]+/g));
  const used = [...JSON.stringify(pageColors).matchAll(/var\(--([\w-]+), (#[0-9a-f]{6})\)/g)].map(([, name]) => name);
  expect(new Set(used)).toEqual(declared);
  expect(pageColors.series[1]).toBe(`var(--chart-series-1, ${lightColors.series[1]})`);
  expect(pageColors.levels[9].ink).toBe(`var(--chart-levels-9-ink, ${lightColors.levels[9].ink})`);
});
