import { ruleTexts } from './rule-texts.ts';

/** What the doc comment of a rule says. */
export interface RuleText {
  /** The first paragraph, in one line. */
  readonly summary: string;
  /** The lines of its formula; none where it has none. */
  readonly formula: readonly string[];
}

/** The text of a class or function of the library by its name; without words for one that was added since they were collected. */
export function ruleText(folder: keyof typeof ruleTexts, name: string): RuleText {
  const texts: Readonly<Record<string, string>> = ruleTexts[folder];
  const [summary, ...rest] = (texts[name] ?? '').split('\n');
  return { summary: summary.replaceAll('`', ''), formula: rest.slice(1).map((line) => line.slice(4)) };
}
