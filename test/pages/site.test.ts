/** The site of the documents, as a real browser shows it. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSite, type Site } from '../../pages/site/build-site.ts';
import { type BrowserPage, browserPages } from '../helpers/browser-page.ts';
import { testInChromium } from '../helpers/chromium.ts';
import { fence, repositoryOf } from '../helpers/page-repository.ts';
import { pale } from '../helpers/pale-texts.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'simdgrad-site-'));
let site: Site;

beforeAll(async () => {
  site = await buildSite(root, folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

const withBrowserPage = browserPages();

/** Whatever makes a page hard to read: what is too wide, pictures that are not there, small texts. */
const trouble = `(() => {
  const wide = document.scrollingElement.scrollWidth > innerWidth ? ['wider than the window: ' + document.scrollingElement.scrollWidth] : [];
  const missing = [...document.images].filter((image) => image.naturalWidth === 0).map((image) => 'no picture: ' + image.getAttribute('src'));
  const small = [...document.querySelectorAll('body *')].filter((one) => one.getClientRects().length > 0
    && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '') && parseFloat(getComputedStyle(one).fontSize) < 13)
    .map((one) => 'small: ' + one.textContent.slice(0, 40));
  return [...wide, ...missing, ...small];
})()`;

const looks = [
  [400, 'light'],
  [400, 'dark'],
  [1280, 'dark'],
  [1280, 'light'],
] as const;

/** Where SIMDGRAD_REQUIRE asks for Chromium, as in continuous integration, every page is looked at; otherwise a part, in half the ways. */
const thorough = /\bchromium\b/.test(process.env.SIMDGRAD_REQUIRE ?? '');

/** Many pages of the same few kinds of blocks: they are looked at in one scheme at each size, or every eighth of them alone. */
const alike = /^docs\/(?:results|decisions)\/|^(?!docs|exercises)[^/]*\//;
/** The pages that are looked at. */
function pagesToSee({ pages, sources, folders }: Site): string[] {
  const all = [...pages, sources[0], ...folders];
  const many = all.filter((path) => alike.test(path)).filter((_, i) => thorough || i % 8 === 0);
  return [...all.filter((path) => !alike.test(path)), ...many];
}

/** Opens pages at all sizes and in both schemes, and gathers what is wrong. */
async function troubles(page: BrowserPage, paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    await page.open(join(folder, path));
    for (const [width, scheme] of thorough && !alike.test(path) ? looks : [looks[1], looks[3]]) {
      await page.prefer(scheme);
      await page.resize(width);
      const seen = await page.evaluate<string[]>(trouble);
      // Colours are those of the scheme, and where there is room all texts are shown.
      if (width === 1280) seen.push(...(await page.evaluate<string[]>(pale)).map((text) => `pale: ${text}`));
      found.push(...seen.map((text) => `${path}, ${width}, ${scheme}: ${text}`));
    }
    found.push(...page.complaints.map((text) => `${path}: ${text}`));
  }
  return found;
}

describe('the site', () => {
  it('has a page for every document, and whatever they link', () => {
    expect(site.pages).toContain('index.html');
    expect(site.pages.length).toBeGreaterThan(60);
    for (const path of [...site.pages, ...site.sources, ...site.folders, ...site.copies]) {
      expect(existsSync(join(folder, path)), path).toBe(true);
    }
  });

  it('links nothing that is not there', () => {
    const missing: string[] = [];
    const anchors = new Map<string, Set<string>>();
    const anchorsOf = (file: string): Set<string> => {
      const known = anchors.get(file);
      if (known) return known;
      const found = new Set([...readFileSync(file, 'utf8').matchAll(/ (?:id|name)="([^"]+)"/g)].map(([, id]) => id));
      anchors.set(file, found);
      return found;
    };
    for (const page of [...site.pages, ...site.folders]) {
      const html = readFileSync(join(folder, page), 'utf8');
      for (const [, address] of html.matchAll(/\b(?:href|src|srcset)="([^"]*)"/g)) {
        if (/^(?:https|data):/.test(address)) continue;
        const [path, anchor] = address.split('#').map(decodeURIComponent);
        const file = path === '' ? join(folder, page) : join(folder, dirname(page), path);
        if (!existsSync(file) || (anchor && !anchorsOf(file).has(anchor))) missing.push(`${page}: ${address}`);
      }
    }
    expect(missing).toEqual([]);
  });

  testInChromium('reads well at 400 and 1280 pixels, light and dark', async () => {
    await withBrowserPage(async (page) => {
      expect(await troubles(page, pagesToSee(site))).toEqual([]);
    });
  });

  testInChromium('has a list of pages that opens where there is no room for it', async () => {
    await withBrowserPage(async (page) => {
      await page.resize(400);
      await page.open(join(folder, 'index.html'));
      const height = "document.querySelector('nav .groups').getBoundingClientRect().height";
      expect(await page.evaluate(height)).toBe(0);
      await page.evaluate("document.querySelector('nav label').click()");
      expect(await page.evaluate(height)).toBeGreaterThan(50);
      expect(await page.evaluate(pale)).toEqual([]);
      await page.resize(1280);
      await page.open(join(folder, 'index.html'));
      expect(await page.evaluate(height)).toBeGreaterThan(50);
    });
  });
});

describe('a page of the site', () => {
  const chart = [
    'flowchart TD',
    '  leaf1(["parameter [2, 3]"])',
    '  n1["matmul [4, 3]"]',
    '  leaf1 --> n1',
    '  n1 -->|"dx"| leaf1',
  ];
  const text = [
    '# Ten *stops*',
    '[next](02.md#here), [line](../../src/a.ts#L2-L3), [folder](../../src), [same](#ten-stops), [data](a.bin)',
    fence('ts', 'const a = `<b>` + 1; // one'),
    fence('text', '<b>1'),
    fence('mermaid', ...chart),
    '    y = a·x + b',
    '| a | b |\n|---|---:|\n| 1 | 2 % |',
    '<!-- generated: x -->\n\n<details><summary>Answer</summary>\n\n<a href="02.md">two</a>\n\n</details>',
  ].join('\n\n');

  async function shown(): Promise<string> {
    const files = { 'docs/read/README.md': '# Tour\n\n1. [One](01.md)\n2. [Two](02.md)\n', 'docs/read/01.md': text };
    const others = { 'docs/read/02.md': '# Two\n\n## Here\n', 'src/a.ts': '/* 1\n2\n*/\n', 'docs/read/a.bin': 'x' };
    const from = repositoryOf({ ...files, ...others });
    const to = join(from, 'build', 'site');
    const { sources, folders, copies } = await buildSite(from, to);
    expect({ sources, folders, copies }).toEqual({
      sources: ['src/a.ts.html'],
      folders: ['src/index.html'],
      copies: ['docs/read/a.bin'],
    });
    expect(readFileSync(join(to, 'src', 'a.ts.html'), 'utf8')).toContain(
      '<span id="L1"><span class="comment">/* 1</span></span><span id="L2"><span class="comment">2</span></span>',
    );
    return readFileSync(join(to, 'docs', 'read', '01.html'), 'utf8');
  }

  it('is the document, with addresses of the site', async () => {
    const html = await shown();
    expect(html).toContain('<title>Ten stops · simdgrad</title>');
    expect(html).toContain('<h1 id="ten-stops">Ten <em>stops</em></h1>');
    for (const href of ['02.html#here', '../../src/a.ts.html#L2', '../../src/index.html', '#ten-stops', 'a.bin']) {
      expect(html).toContain(`<a href="${href}">`);
    }
    expect(html).toContain('<a href="02.html">two</a>');
    expect(html).toContain('<span class="word">const</span> a = <span class="text">`&lt;b&gt;`</span> + ');
    expect(html).toContain('<pre class="output" tabindex="0"><code>&lt;b&gt;1</code></pre>');
    expect(html).toContain('<pre class="formula" tabindex="0">y = a·x + b</pre>');
    expect(html).toContain('<td class="right">2\u00a0%</td>');
    expect(html).not.toContain('<!-- generated');
  });

  it('draws its graphs', async () => {
    const svg = /<div class="scroll graph" tabindex="0">(<svg[\s\S]*?<\/svg>)/.exec(await shown())![1];
    expect([...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, label]) => label.trim())).toEqual([
      'parameter [2, 3]',
      'matmul [4, 3]',
      'dx',
    ]);
    expect(svg.match(/class="edge"/g)).toHaveLength(2);
    const wrong = repositoryOf({ 'a.md': fence('mermaid', 'flowchart TD', '  subgraph one') });
    await expect(buildSite(wrong, join(wrong, 'build'))).rejects.toThrow("mermaid: cannot read 'subgraph one'");
  });

  it('leads to the pages before and after it', async () => {
    const html = await shown();
    expect(html).toContain('<a class="before" href="index.html"><span>Before</span>Tour</a>');
    expect(html).toContain('<a class="after" href="02.html"><span>Next</span>Two</a>');
    expect(html).toContain('<a href="01.html" aria-current="page">Ten stops</a>');
  });
});
