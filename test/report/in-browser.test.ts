/** Reports as a real browser shows them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect } from 'vitest';
import { benchmarkDocuments } from '../../benchmarks/describe/documents.ts';
import { resultsFolder } from '../../benchmarks/results.ts';
import { readResults } from '../../src/cli/read-results.ts';
import { describeResults } from '../../src/experiments/describe.ts';
import { type ReportDocument, renderChart, renderReport } from '../../src/report/index.ts';
import { writeBenchResults } from '../helpers/bench-results.ts';
import { type BrowserPage, browserPages } from '../helpers/browser-page.ts';
import { testInChromium } from '../helpers/chromium.ts';
import { inFolder } from '../helpers/fake-parts.ts';
import { pale } from '../helpers/pale-texts.ts';
import { charts, hostileDocument, richDocument } from '../helpers/report-documents.ts';

const withBrowserPage = browserPages();

/** Runs a test with a report opened in a browser. */
async function withReport(html: string, run: (page: BrowserPage, file: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'simdgrad-report-'));
  const file = join(folder, 'report.html');
  writeFileSync(file, html);
  try {
    await withBrowserPage(async (page) => {
      await page.open(file);
      await run(page, file);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** For each drawing that is shown: how it is called, how many of its marks have a size, and which of its texts are in trouble. */
const drawings = `[...document.querySelectorAll('svg')].filter((svg) => svg.getBoundingClientRect().width > 0).map((svg) => {
  const { left, right, top, bottom } = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll('text')].filter((text) => text.textContent !== '').map((text) => {
    const box = text.getBoundingClientRect();
    return { text: text.textContent, size: box.height, left: box.left, right: box.right, top: box.top, bottom: box.bottom };
  });
  const outside = texts.filter((one) => one.left < left - 1 || one.right > right + 1 || one.top < top - 1 || one.bottom > bottom + 1);
  const collisions = texts.flatMap((a, i) => texts.slice(i + 1).filter((b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3
  ).map((b) => a.text + ' / ' + b.text));
  const marks = [...svg.querySelectorAll('path, rect, line')].filter((mark) => {
    const box = mark.getBBox();
    return box.width + box.height > 0 && (mark.hasAttribute('fill') || mark.hasAttribute('stroke'));
  });
  return { label: svg.getAttribute('aria-label'), marks: marks.length, outside: outside.map(({ text }) => text), collisions, smallest: Math.min(...texts.map(({ size }) => size)) };
})`;

interface Seen {
  readonly label: string;
  readonly marks: number;
  readonly outside: readonly string[];
  readonly collisions: readonly string[];
  readonly smallest: number;
}

/**
 * Every element in order, with the names of its attributes: what a text that became markup would change. Without texts of
 * drawings and what is behind them, of which long names leave room for fewer.
 */
const structure = `[...document.querySelectorAll('*:not(svg text, svg g, svg .mark-rect path)')].map((one) => one.tagName + ' ' + one.getAttributeNames().sort().join(' '))`;

describe('a report', () => {
  testInChromium('loads without a complaint or a request, at 320, 400 and 1280 pixels, in light and dark', async () => {
    await withReport(await renderReport([richDocument(), richDocument()]), async (page, file) => {
      for (const width of [320, 400, 1280]) {
        for (const scheme of ['light', 'dark'] as const) {
          await page.prefer(scheme);
          await page.resize(width);
          await page.open(file);
          const place = `${width} pixels, ${scheme}`;
          expect(page.complaints, place).toEqual([]);
          expect(page.requests, place).toEqual([pathToFileURL(file).href]);
          expect(await page.evaluate('document.scrollingElement.scrollWidth <= innerWidth'), place).toBe(true);
          const seen = await page.evaluate<Seen[]>(drawings);
          expect(seen, place).toHaveLength(10); // one drawing of each chart
          for (const { label, marks, outside, collisions, smallest } of seen) {
            expect({ label, outside, collisions }, place).toEqual({ label, outside: [], collisions: [] });
            expect(marks, `${place}: ${label}`).toBeGreaterThan(4);
            expect(smallest, `${place}: ${label}`).toBeGreaterThanOrEqual(width === 320 ? 7.5 : 9);
          }
          expect(await page.evaluate(pale), place).toEqual([]);
          expect(await page.evaluate(`[...document.images].map((image) => image.naturalWidth)`)).toEqual([
            28, 28, 28, 28,
          ]);
        }
      }
    });
  });

  const results = async (name: string): Promise<ReportDocument> => {
    const path = fileURLToPath(new URL(`../../docs/results/${name}.json`, import.meta.url));
    return describeResults(name, await readResults(name, path));
  };
  const published: Readonly<Record<string, () => Promise<readonly ReportDocument[]>>> = {
    'the results that are published here': () => Promise.all(['mnist', 'wine-quality'].map(results)),
    'the benchmarks that are published here': () => benchmarkDocuments(resultsFolder),
    'all benchmarks there are': () =>
      inFolder((folder) => {
        writeBenchResults(folder);
        return benchmarkDocuments(folder);
      }),
  };
  for (const [what, documentsOf] of Object.entries(published)) {
    testInChromium(`of ${what}, likewise`, async () => {
      const documents = await documentsOf();
      const charts = documents.flatMap(({ blocks }) => blocks.filter(({ kind }) => kind === 'chart'));
      await withReport(await renderReport(documents), async (page, file) => {
        for (const [width, scheme] of [
          [320, 'dark'],
          [400, 'light'],
          [400, 'dark'],
          [1280, 'light'],
        ] as const) {
          await page.prefer(scheme);
          await page.resize(width);
          await page.open(file);
          expect([page.complaints, page.requests]).toEqual([[], [pathToFileURL(file).href]]);
          expect(await page.evaluate('document.scrollingElement.scrollWidth <= innerWidth')).toBe(true);
          expect(await page.evaluate(pale)).toEqual([]);
          const seen = await page.evaluate<Seen[]>(drawings);
          expect(seen).toHaveLength(charts.length);
          for (const { label, marks, outside, collisions } of seen) {
            expect({ width, label, outside, collisions }).toEqual({ width, label, outside: [], collisions: [] });
            expect(marks, label).toBeGreaterThan(4);
          }
        }
      });
    });
  }

  testInChromium('prints: all of it on pages, nothing clipped', async () => {
    await withReport(await renderReport([richDocument()]), async (page) => {
      await page.prefer('dark', 'print');
      await page.resize(680); // between the margins of A4
      expect(await page.evaluate('document.scrollingElement.scrollWidth <= innerWidth')).toBe(true);
      const clipped = `[...document.querySelectorAll('.scroll, pre')].filter((box) => box.scrollWidth > box.clientWidth + 1).length`;
      expect(await page.evaluate(clipped)).toBe(0);
      expect(await page.evaluate<Seen[]>(drawings)).toHaveLength(5);
      expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(31, 35, 40)'); // dark on paper
      const pdf = await page.print();
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)!.length).toBeGreaterThanOrEqual(2);
    });
  });

  testInChromium('takes every text for text: hostile ones change no element and no attribute', async () => {
    const { document: hostile, texts } = hostileDocument();
    let expected: string[] = [];
    await withReport(await renderReport([richDocument()]), async (page) => {
      expected = await page.evaluate<string[]>(structure);
    });
    await withReport(await renderReport([hostile]), async (page, file) => {
      expect(await page.evaluate(structure)).toEqual(expected);
      expect(page.complaints).toEqual([]);
      expect(page.requests).toEqual([pathToFileURL(file).href]);
      expect(await page.evaluate('document.scripts.length')).toBe(0);
      expect(await page.evaluate('document.title')).toBe(hostile.title);
      expect(await page.evaluate(`document.querySelector('h1').textContent`)).toBe(hostile.title);
      const all = await page.evaluate<string>(
        `document.body.textContent + [...document.querySelectorAll('[aria-label]')].map((one) => one.getAttribute('aria-label'))`,
      );
      expect(texts.length).toBeGreaterThan(50);
      // Each can be read somewhere, as it was given.
      for (const text of texts) expect(all).toContain(text);
      for (const width of [400, 1280]) {
        await page.resize(width);
        expect(await page.evaluate('document.scrollingElement.scrollWidth <= innerWidth')).toBe(true);
      }
    });
  });

  testInChromium('has charts that are XML on their own', async () => {
    const { document: hostile } = hostileDocument();
    const hostileCharts = hostile.blocks.flatMap((block) => (block.kind === 'chart' ? [block.chart] : []));
    const files = await Promise.all(
      [...charts, ...hostileCharts].map((chart) => renderChart(chart, { title: '</title>]]>' })),
    );
    await withReport('<!doctype html><title>empty</title>', async (page) => {
      for (const svg of files) {
        const parsed = `new DOMParser().parseFromString(${JSON.stringify(svg)}, 'image/svg+xml')`;
        expect(await page.evaluate(`${parsed}.querySelector('parsererror')?.textContent ?? null`)).toBe(null);
        expect(
          await page.evaluate(`${parsed}.querySelectorAll('script, [onload], foreignObject, b, i, u').length`),
        ).toBe(0);
        expect(await page.evaluate(`${parsed}.querySelector('title').textContent`)).toBe('</title>]]>');
      }
    });
  });
});
