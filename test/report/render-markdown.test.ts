import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MissingPackageError } from '../../src/errors.ts';
import { type Block, type ReportDocument, renderMarkdown } from '../../src/report/index.ts';
import { rejectionOf } from '../helpers/errors.ts';
import { lineChart, richDocument } from '../helpers/report-documents.ts';

const { provenance } = richDocument();
const documentOf = (...blocks: Block[]): ReportDocument => ({ title: 'A title', question: 'Why?', blocks, provenance });
const textOf = async (...blocks: Block[]): Promise<string> => (await renderMarkdown([documentOf(...blocks)])).text;

describe('renderMarkdown', () => {
  it('writes what a document says, one block after the other', async () => {
    const text = await textOf(
      { kind: 'heading', text: 'Results' },
      { kind: 'text', text: 'Two networks.' },
      { kind: 'code', language: 'typescript', text: 'new Dense(10);\n', caption: 'The network' },
      {
        kind: 'table',
        caption: 'Accuracy',
        columns: [{ title: 'network' }, { title: 'test', align: 'right' }],
        rows: [
          ['baseline', '91.0 %'],
          ['tuned', '92.0 %'],
        ],
        strong: [1],
      },
    );
    expect(text).toContain('# A title\n\n**Question.** Why?\n\n## Results\n\nTwo networks.\n\n');
    expect(text).toContain('The network:\n\n```typescript\nnew Dense(10);\n```\n\n');
    expect(text).toContain(
      '*Accuracy*\n\n| network | test |\n| --- | ---: |\n| baseline | 91.0 % |\n| **tuned** | **92.0 %** |\n\n',
    );
    expect(text).toContain(`## Where these figures come from\n\n- command: \`${provenance.command}\`\n`);
  });

  it('keeps the lines of an answer apart', async () => {
    const { text } = await renderMarkdown([{ ...documentOf(), answer: 'Red: no.\nWhite: yes.' }]);
    expect(text).toContain('**Answer.** Red: no.\n\nWhite: yes.\n\n');
  });

  it('puts charts and images into files beside it, named for their captions', async () => {
    const chart: Block = { kind: 'chart', caption: 'Loss of both: by epoch', chart: lineChart() };
    const image = { width: 2, height: 2, pixels: 'AEB/wA==', label: 'true 4, predicted 9' };
    const images: Block = { kind: 'images', caption: 'The worst', images: [image, image] };
    const { text, files } = await renderMarkdown([documentOf(chart, chart, images)], { name: 'mnist' });
    expect(Object.keys(files)).toEqual([
      'mnist-loss-of-both-by-epoch.svg',
      'mnist-loss-of-both-by-epoch-2.svg',
      'mnist-the-worst.svg',
    ]);
    for (const file of Object.keys(files)) expect(text).toContain(`](${file})`);
    for (const svg of Object.values(files))
      expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg".*<\/svg>\n$/s);
    expect(files['mnist-the-worst.svg'].match(/<image /g)).toHaveLength(2);
    expect(files['mnist-the-worst.svg']).toContain('>true 4, predicted 9</text>');
  });

  it('gives the same documents the same text and pictures', async () => {
    expect(await renderMarkdown([richDocument()])).toEqual(await renderMarkdown([richDocument()]));
  });

  it('lets no text be anything but text', async () => {
    const hostile =
      '<script>alert(1)</script> [a](javascript:b) ![c](d) **e** _f_ `g` | h\n# i\n\n- j https://k.org www.l.org m@n.org &amp;';
    const text = await textOf(
      { kind: 'text', text: hostile },
      { kind: 'table', caption: hostile, columns: [{ title: hostile }], rows: [[hostile]] },
      { kind: 'code', language: 'text', text: `\`\`\`\n</code>${hostile}` },
    );
    const [before, code] = text.split('````text\n');
    expect(code).toContain(`\`\`\`\n</code>${hostile}\n\`\`\`\``);
    expect(before).not.toMatch(/<|(?<!\\)[[\]`_](?!\()|https:\/\/|www\.|@/);
    expect(before).toContain('&amp;amp;');
    const row = before
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .at(-1)!;
    expect(row.match(/(?<!\\)\|/g)).toHaveLength(2);
  });

  it('keeps any text on one line without a mark that is not escaped', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (any) => {
        const text = await textOf({ kind: 'text', text: `a${any}` });
        const line = text.slice(text.indexOf('Why?') + 6, text.indexOf('\n\n## Where'));
        expect(line).not.toContain('\n');
        expect(line.replace(/\\[\\`*_[\]{}|~#!$/.]/g, '')).not.toMatch(/[\\`*_[\]{}|~#!$<>]/);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('says what is missing and what is wrong', async () => {
    const importPackage = async (name: string): Promise<never> => {
      throw new Error(`Cannot find package '${name}'`);
    };
    const chart: Block = { kind: 'chart', caption: 'Loss', chart: lineChart() };
    expect(await rejectionOf(renderMarkdown([documentOf(chart)], { importPackage }))).toBeInstanceOf(
      MissingPackageError,
    );
    await expect(renderMarkdown([documentOf()], { name: '../up' })).rejects.toThrow(
      new TypeError('renderMarkdown: name must be letters, digits, - and _, got "../up"'),
    );
    await expect(renderMarkdown([])).rejects.toThrow('documents must be an array of one or more');
    await expect(renderMarkdown([documentOf()], { title: 'x' } as never)).rejects.toThrow("unknown option 'title'");
    await expect(renderMarkdown([{ ...documentOf(), question: 3 } as never])).rejects.toThrow(
      'question must be text, got 3',
    );
  });
});
