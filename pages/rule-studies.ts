/** The studies of record that pages about optimizers have their figures from. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readResults } from '../src/cli/read-results.ts';
import { checkedJson } from '../src/experiments/checked-json.ts';
import { type JudgedStatement, judgeStatements } from '../src/experiments/studies/judge-statements.ts';
import { findPairs, type PairFindings } from '../src/experiments/studies/optimizer-pairs.ts';
import { studyResultsFrom } from '../src/experiments/studies/results-from-json.ts';
import { rulesStudy } from '../src/experiments/studies/rules.ts';
import type { StudyResults } from '../src/experiments/studies/study.ts';

/** What the study of update rules found out on one data set. */
export interface RuleFindings {
  /** As tables have it. */
  readonly data: string;
  readonly rules: readonly PairFindings[];
  readonly judged: readonly JudgedStatement[];
}

/** Data sets in the order of tables, and what they are called there. */
const titles: Readonly<Record<string, string>> = {
  digits: 'digits',
  mnist: 'MNIST',
  'alphabet-soup': 'Alphabet Soup',
  'wine-quality-red': 'red wine',
  'wine-quality-white': 'white wine',
};

const read = new Map<string, Promise<readonly RuleFindings[]>>();

/**
 * Of every `docs/results/study-rules-*.json` of the repository; read once.
 *
 * @throws Error for a file that holds no such results, or of data that has no title here.
 */
export function ruleStudies(root: string): Promise<readonly RuleFindings[]> {
  const known = read.get(root) ?? readStudies(join(root, 'docs', 'results'));
  read.set(root, known);
  return known;
}

async function readStudies(folder: string): Promise<readonly RuleFindings[]> {
  const files = readdirSync(folder).filter((file) => file.startsWith('study-rules-') && file.endsWith('.json'));
  const results = await Promise.all(files.map((file) => resultsIn(join(folder, file))));
  const names = Object.keys(titles);
  return results
    .flat()
    .sort((a, b) => names.indexOf(a.data.name) - names.indexOf(b.data.name))
    .map((one) => ({
      data: titles[one.data.name],
      rules: findPairs(one),
      judged: judgeStatements(rulesStudy.statements(one)),
    }));
}

async function resultsIn(path: string): Promise<StudyResults[]> {
  const checked = checkedJson((what, value) => {
    throw new Error(`${path}: ${what}, got ${JSON.stringify(value)}`);
  });
  const { studies } = checked.object('it', await readResults('pages', path));
  return checked.list('studies', studies, (what, value) => studyResultsFrom(checked, rulesStudy, what, value));
}
