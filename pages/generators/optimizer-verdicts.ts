import { pointsText } from '../../src/experiments/figure-text.ts';
import { unitText } from '../../src/experiments/studies/describe-statements.ts';
import type { JudgedStatement } from '../../src/experiments/studies/judge-statements.ts';
import { titleOfOptimizer } from '../../src/experiments/studies/optimizer-words.ts';
import { markdownTable } from '../markdown-table.ts';
import { ruleStudies } from '../rule-studies.ts';
import { studyOptimizersFrom } from '../study-optimizers.ts';

/** What became of the published sentences that name one of these optimizers: `optimizer-verdicts adam`. */
export async function optimizerVerdicts(words: readonly string[], root: string): Promise<string> {
  const titles = studyOptimizersFrom(words).map(titleOfOptimizer);
  const studies = await ruleStudies(root);
  const names = [...new Set(studies.flatMap(({ judged }) => judged.map(({ name }) => name)))].filter((name) =>
    titles.some((title) => name.split(/[^\w]+/).includes(title)),
  );
  return markdownTable(
    ['statement', ...studies.map(({ data }) => data)],
    names.map((name) => [name, ...studies.map(({ judged }) => cell(judged.find((one) => one.name === name)!))]),
  );
}

function cell({ verdict, judged, unit }: JudgedStatement): string {
  return judged ? `${verdict}, ${pointsText(judged.mean)}${unitText(unit)}` : 'not judged';
}
