/** docs/results: what people see without training is what the committed results say, text and pictures alike. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { benchmarkDocuments } from '../benchmarks/describe/documents.ts';
import { type PeersFile, pictures } from '../benchmarks/peers/markdown.ts';
import { readResults as readBenchmark, resultsFolder } from '../benchmarks/results.ts';
import { readResults } from '../src/cli/read-results.ts';
import { describeResults, verdictsOf } from '../src/experiments/describe.ts';
import { meanAndDeviation } from '../src/experiments/mean-and-deviation.ts';
import { imageNetworks } from '../src/experiments/mnist/image-networks.ts';
import { studentTQuantile } from '../src/experiments/student-t.ts';
import { describeVerdicts, type StudyVerdicts } from '../src/experiments/studies/describe-verdicts.ts';
import { renderMarkdown } from '../src/report/index.ts';
import pytorch from './golden/mnist-networks.json' with { type: 'json' };

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'docs', 'results');
const files = readdirSync(folder);
const names = files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length));
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');

type Rendered = ReturnType<typeof renderMarkdown>;
const done = new Map<string, Rendered>();

/** Text and pictures of a results file; drawing takes long, so it is done once. */
function rendered(name: string): Rendered {
  const before = done.get(name);
  if (before) return before;
  const made = readResults(name, join(folder, `${name}.json`)).then((results) =>
    renderMarkdown([describeResults(name, results)], { name }),
  );
  done.set(name, made);
  return made;
}

describe.each(names)('docs/results/%s', (name) => {
  it('has the text and the pictures that its JSON gives', async () => {
    const { text, files: pictures } = await rendered(name);
    expect(read(`${name}.md`)).toBe(text);
    for (const [file, svg] of Object.entries(pictures))
      expect(read(file) === svg, `${file} is what the JSON gives`).toBe(true);
  });
});

/** Runs of the studies in a file of results, by data set, cell and seed. */
function studyRuns(name: string): Map<string, { fingerprint?: string; failure?: string }> {
  const { studies } = JSON.parse(read(`${name}.json`)) as {
    studies: {
      data: { name: string };
      runs: { cell: string; seed: number; fingerprint?: string; failure?: string }[];
    }[];
  };
  return new Map(
    studies.flatMap(({ data, runs }) =>
      runs.map((run) => [`${data.name}: ${run.cell}, seed ${run.seed}`, run] as const),
    ),
  );
}

describe.each(names.filter((name) => name.startsWith('study-rules-')))('docs/results/%s', (name) => {
  it('has the bits of the study of optimizers where cells are the same', () => {
    const before = studyRuns(name.replace('rules', 'optimizers'));
    const shared = [...studyRuns(name)].filter(([key]) => before.has(key));
    expect(shared.length % 36).toBe(0); // six rules at six rates with each seed
    expect(shared.length).toBeGreaterThan(0);
    const differing = shared.filter(([key, { fingerprint }]) => before.get(key)!.fingerprint !== fingerprint);
    expect(differing.map(([key]) => key)).toEqual([]);
  });
});

describe('docs/results/benchmarks', () => {
  it('has the text and the pictures that benchmarks/results give; npm run bench:report writes them', async () => {
    const { text, files: pictures } = await benchmarkReport();
    expect(read('benchmarks.md')).toBe(text);
    for (const [file, svg] of Object.entries(pictures)) expect(read(file) === svg, `${file} is of today`).toBe(true);
  });
});

/** Pictures of the comparison with other libraries, once there are results of it. */
async function peersPictures(): Promise<Record<string, string>> {
  const peers = (await readBenchmark(resultsFolder, 'peers')) as PeersFile | undefined;
  return peers ? pictures(peers.results) : {};
}

describe('docs/results/studies.md', () => {
  it('has the verdicts that the studies give: simdgrad report docs/results/study-*.json --verdicts', async () => {
    const studies = names.filter((name) => name.startsWith('study-'));
    // Four studies of networks on four sets or pairs of data, that of update rules on three; beside them the ways of searching.
    expect(studies.filter((name) => !name.startsWith('study-search-'))).toHaveLength(19);
    const verdicts: StudyVerdicts[] = [];
    for (const name of studies) {
      verdicts.push(verdictsOf(name, await readResults(name, join(folder, `${name}.json`))));
    }
    const { text } = await renderMarkdown([describeVerdicts(verdicts)], { name: 'studies' });
    expect(read('studies.md')).toBe(text);
  });
});

it('has the pictures that the results of npm run bench:peers give, which writes them', async () => {
  for (const [file, svg] of Object.entries(await peersPictures())) {
    expect(read(file) === svg, `${file} is of today`).toBe(true);
  }
});

async function benchmarkReport() {
  return renderMarkdown(await benchmarkDocuments(resultsFolder), { name: 'benchmarks' });
}

it('holds nothing else', async () => {
  const known = new Set(['README.md', 'benchmarks.md', 'studies.md', ...Object.keys((await benchmarkReport()).files)]);
  for (const file of Object.keys(await peersPictures())) known.add(file);
  for (const name of names) {
    const { files: pictures } = await rendered(name);
    for (const file of [`${name}.json`, `${name}.md`, ...Object.keys(pictures)]) known.add(file);
  }
  expect(files.filter((file) => !known.has(file))).toEqual([]);
  expect(names).toContain('mnist');
});

/** Of the runs of a network on all of MNIST, in one of the two files. */
function accuracyOf(network: string, file: 'mnist' | 'mnist-small') {
  const { runs } = JSON.parse(read(`${file}.json`)) as {
    runs: { part: string; name: string; test?: { accuracy: number } }[];
  };
  return meanAndDeviation(
    runs.filter(({ part, name }) => part === 'networks' && name === network).map(({ test }) => test!.accuracy),
  );
}

describe('MNIST', () => {
  it.each(['conv93k', 'conv73k'] as const)('%s: at most 0.4 points below what was published', (name) => {
    expect(accuracyOf(name, 'mnist').mean).toBeGreaterThan(imageNetworks[name].published.testAccuracy - 0.004);
  });

  const small = ['conv4k', 'conv2k'] as const;
  it.each(small)('%s: 20 seeds, among whose accuracies the published one could be', (name) => {
    const { mean, deviation, count } = accuracyOf(name, 'mnist-small');
    expect(count).toBe(20);
    // Where one more run falls with 95 %.
    const reach = studentTQuantile(0.975, count - 1) * deviation! * Math.sqrt(1 + 1 / count);
    const { testAccuracy } = imageNetworks[name].published;
    expect([testAccuracy > mean - reach, testAccuracy < mean + reach]).toEqual([true, true]);
  });

  it.each(small)('%s: as PyTorch has it, within three standard errors', (name) => {
    const ours = accuracyOf(name, 'mnist-small');
    const theirs = meanAndDeviation(pytorch[name].runs.map(({ accuracy }) => accuracy));
    const error = Math.hypot(ours.deviation! / Math.sqrt(ours.count), theirs.deviation! / Math.sqrt(theirs.count));
    expect(Math.abs(ours.mean - theirs.mean)).toBeLessThan(3 * error);
  });
});

it('is linked from the pages about it, pictures that exist included', () => {
  const pages = ['findings.md', 'search.md', 'speed.md', 'tables.md'];
  const text = pages.map((name) => readFileSync(join(folder, '..', name), 'utf8')).join('\n');
  for (const name of names) expect(text).toContain(`(results/${name}.md)`);
  const pictures = [...text.matchAll(/\]\(results\/([^)]+\.svg)\)/g)].map(([, file]) => file);
  expect(pictures.length).toBeGreaterThan(0);
  for (const file of pictures) expect(files).toContain(file);
});
