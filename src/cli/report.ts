import { extname } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { describeResults, verdictsOf } from '../experiments/describe.ts';
import { plural } from '../experiments/figure-text.ts';
import { describeVerdicts, type StudyVerdicts } from '../experiments/studies/describe-verdicts.ts';
import type { ReportDocument } from '../report/document.ts';
import type { Context } from './context.ts';
import { withInterrupt } from './interrupt.ts';
import { printPdf } from './print-pdf.ts';
import { keepsResults } from './program.ts';
import { readResults } from './read-results.ts';
import { wrap } from './wrap.ts';
import { writeMarkdown } from './write-markdown.ts';
import { writeReport } from './write-report.ts';

/** What `simdgrad report` can be told. */
interface ReportOptions {
  readonly output: string;
  readonly title?: string;
  readonly pdf?: boolean;
  readonly verdicts?: boolean;
}

const about = `
The report is one HTML file that needs no network: it can be mailed, printed, or
put on a server. Charts are drawn by the packages vega and vega-lite; without
them their figures stand as tables. --pdf needs Chromium, Chrome or Edge, on the
PATH, in its usual place, or where CHROME_PATH says.

Examples:
  simdgrad report runs/compare-digits-001/results.json
  simdgrad report runs/*/results.json -o all.html --title "All of them"
  simdgrad report results.json --pdf
  simdgrad report runs/study-*/results.json --verdicts
  simdgrad report results.json -o docs/results.md`;

/** `simdgrad report`. */
export function registerReport(program: Command, context: Context): void {
  keepsResults(program.command('report'))
    .description('make a report of results that were written before, or one of several')
    .argument('<files...>', 'results.json of one or more runs')
    .option(
      '-o, --output <file>',
      'where to write it: .html, or .md with pictures beside it',
      reportFile,
      'report.html',
    )
    .option('--title <text>', 'what to call it (default: what the results are about)')
    .option('--verdicts', 'of studies, only what became of what was published, side by side')
    .option('--pdf', 'print it, too: report.pdf beside report.html')
    .addHelpText('after', about)
    .action((files: readonly string[], options: ReportOptions) => report(files, options, context));
}

function reportFile(path: string): string {
  if (/^\.(html?|md)$/i.test(extname(path))) return path;
  throw new InvalidArgumentError(
    'A report is a name that ends in .html or .md; --pdf writes a PDF beside an HTML file.',
  );
}

async function report(
  files: readonly string[],
  { output, title, pdf, verdicts }: ReportOptions,
  context: Context,
): Promise<void> {
  const { terminal, environment } = context;
  const { colors } = terminal;
  const who = 'report';
  const isMarkdown = /\.md$/i.test(output);
  if (isMarkdown && (pdf || title !== undefined)) {
    throw new RangeError(
      `${who}: ${pdf ? '--pdf' : '--title'} is for HTML, and ${output} is Markdown; leave one of them out`,
    );
  }
  await withInterrupt(async (signal) => {
    const documents = await (verdicts ? verdictsIn(who, files) : documentsIn(who, files));
    if (isMarkdown) {
      const pictures = await writeMarkdown(output, documents, context);
      terminal.output.write(`written to ${output}, with ${plural(pictures.length, 'picture')} beside it\n`);
      return;
    }
    const { hint } = await writeReport(output, documents, context, title);
    terminal.output.write(`written to ${output}\n`);
    if (hint !== undefined) terminal.output.write(`${colors.dim(wrap(hint, terminal.width))}\n`);
    if (!pdf) return;
    const printed = output.replace(/\.html?$/i, '.pdf');
    await printPdf(who, output, printed, { environment, signal });
    terminal.output.write(`printed to ${printed}\n`);
  });
}

async function documentsIn(who: string, files: readonly string[]): Promise<ReportDocument[]> {
  const documents: ReportDocument[] = [];
  for (const file of files) documents.push(describeResults(`${who}: ${file}`, await readResults(who, file)));
  return documents;
}

async function verdictsIn(who: string, files: readonly string[]): Promise<ReportDocument[]> {
  const all: StudyVerdicts[] = [];
  for (const file of files) all.push(verdictsOf(`${who}: ${file}`, await readResults(who, file)));
  return [describeVerdicts(all)];
}
