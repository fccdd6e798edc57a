/** What `simdgrad train` says in a terminal. */
import type { TableNetwork } from '../experiments/table/networks.ts';
import type { TablePlan } from '../experiments/table/plan.ts';
import type { TableResults } from '../experiments/table/table-results.ts';
import {
  constantSentence,
  importanceTable,
  keptSentence,
  networksTable,
  planSentences,
  spreadSentence,
  stoppedSentence,
  testedTable,
  trainingSentence,
  worstTable,
} from '../experiments/table/table-words.ts';
import type { TableTraining } from '../experiments/table/train-table.ts';
import type { Finding, Severity } from '../lint/finding.ts';
import { confusionText } from './confusion.ts';
import { type Goal, goalReached, goalSentence } from './goal.ts';
import type { Terminal } from './terminal.ts';
import { wordTableText } from './word-table-text.ts';
import { wrap } from './wrap.ts';

const mostColumnsShown = 15;
const widestText = 100;

/** What is going to be done. */
export function planText(
  name: string,
  plan: TablePlan,
  networks: readonly TableNetwork[],
  settings: TableTraining,
  terminal: Terminal,
): string {
  const { task, targets, table, numeric, categorical, log, leftOut } = plan;
  const classes = targets.task === 'regression' ? undefined : targets.classes;
  const about = { rows: table.rowCount, numeric, categorical, log, leftOut };
  const lines = [
    terminal.colors.bold(name),
    ...planSentences({ task, targets: targets.names, classes, table: about }).map((one) => paragraph(one, terminal)),
    paragraph(trainingSentence(plan.split, settings), terminal),
    '',
    ...networks.map(({ name: network, description }) =>
      paragraph(`${network.padEnd(10)} ${description}`, terminal, 11),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** What a lint found, each in its colour. */
export function findingsText(findings: readonly Finding[], terminal: Terminal): string {
  const { red, yellow, dim } = terminal.colors;
  const paint: Record<Severity, (text: string) => string> = { error: red, warning: yellow, note: dim };
  const lines = findings.map(({ severity, rule, message }) => {
    const text = paragraph(`${severity} ${rule}: ${message}`, terminal, 2);
    return `${paint[severity](severity)}${text.slice(severity.length)}\n`;
  });
  return lines.length > 0 ? `${lines.join('')}\n` : '';
}

/** Figures of the networks, and what the kept model is worth. */
export function resultsText(results: TableResults, goal: Goal | undefined, terminal: Terminal): string {
  const { tested } = results;
  if (!tested) return '';
  const { bold, dim, green, red } = terminal.colors;
  const { importance, worst, confusionMatrix } = tested;
  const shown = { ...tested, importance: importance.slice(0, mostColumnsShown) };
  const left = importance.length - shown.importance.length;
  const spread = spreadSentence(results);
  const sections = [
    results.runs.some(({ complete }) => complete)
      ? `${wordTableText(networksTable(results), terminal)}${spread === undefined ? '' : dim(`${paragraph(spread, terminal)}\n`)}`
      : `${dim(paragraph(stoppedSentence, terminal))}\n`,
    `${bold(paragraph(keptSentence(tested, results), terminal))}\n${wordTableText(testedTable(results, tested), terminal)}${dim(paragraph(constantSentence(tested, results), terminal))}\n`,
    ...(goal
      ? [`${(goalReached(goal, tested)!.met ? green : red)(paragraph(goalSentence(goal, tested), terminal))}\n`]
      : []),
    ...(importance.length > 0
      ? [
          `${wordTableText(importanceTable(shown), terminal)}${left > 0 ? dim(`and ${left} more columns, in results.json\n`) : ''}`,
        ]
      : []),
    ...(confusionMatrix && results.classes && results.classes.length <= 30
      ? [confusionText(confusionMatrix, results.classes, terminal)]
      : []),
    ...(worst.length > 0
      ? [
          `${bold('Predicted worst')} ${dim('(rows of the data, counted from 1)')}\n${wordTableText(worstTable(tested, results), terminal)}`,
        ]
      : []),
  ];
  return sections.join('\n');
}

function paragraph(text: string, terminal: Terminal, indent = 0): string {
  return wrap(text, Math.min(terminal.width, widestText), indent);
}
