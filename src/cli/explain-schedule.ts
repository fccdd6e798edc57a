import { type Command, InvalidArgumentError, Option } from 'commander';
import { ruleText } from '../explain/rule-text.ts';
import {
  makeExampleSchedule,
  mostScheduleSteps,
  type ScheduleName,
  type ScheduleSettings,
  scheduleExamples,
  scheduleNames,
  scheduleOptions,
  traceSchedule,
} from '../explain/schedule-trace.ts';
import { writeFileAtomically } from '../node/index.ts';
import { renderChart } from '../report/render-chart.ts';
import type { ScheduleJson } from '../schedules/schedule.ts';
import type { Context } from './context.ts';
import { scheduleChart, scheduleText } from './explain-schedule-text.ts';
import { forgiveSpelling, kebab, plainName } from './explain-subjects.ts';
import { entryLine } from './explain-text.ts';
import { importPackage } from './import-package.ts';
import { finiteNumber, numberList } from './number-option.ts';
import { keepsResults } from './program.ts';
import { readableJson } from './readable-json.ts';
import { svgFile } from './svg-file.ts';
import { wholeNumber } from './whole-number.ts';

/** What `simdgrad explain schedule NAME` can be told, beside the options of the schedule. */
interface ExplainScheduleOptions {
  readonly until?: number;
  readonly output?: string;
  readonly json?: boolean;
}

/** `simdgrad explain schedule`. */
export function registerExplainSchedule(explain: Command, context: Context): void {
  const schedule = explain
    .command('schedule')
    .description('how a learning rate changes from step to step')
    .helpCommand(false)
    .addHelpText(
      'after',
      '\nExamples:\n  simdgrad explain schedule oneCycle\n  simdgrad explain schedule warmup --steps 5',
    );
  for (const name of scheduleNames) registerOne(schedule, name, context);
  forgiveSpelling(schedule, () => context.terminal.output.write(`${scheduleEntries(context).join('\n')}\n`));
}

/** The schedules, one line each. */
export function scheduleEntries({ terminal }: Pick<Context, 'terminal'>): string[] {
  return scheduleNames.map((name) => entryLine(name, ruleText('schedules', name).summary, 20, terminal));
}

function registerOne(schedule: Command, name: ScheduleName, context: Context): void {
  const command = keepsResults(schedule.command(name))
    .description(ruleText('schedules', name).summary)
    .option('--until <step>', 'the last step to show', wholeNumber(1, mostScheduleSteps))
    .option('-o, --output <file>', 'write the chart to a file, too: .svg', svgFile)
    .option('--json', 'options and rates as JSON')
    .addOption(new Option('--per <what>', 'what it counts (default: step)').choices(['step', 'epoch']))
    .addHelpText(
      'after',
      `\nExamples:\n  simdgrad explain schedule ${name}\n  simdgrad explain schedule ${name} --until 50 -o ${kebab(name)}.svg`,
    );
  const example: Readonly<Record<string, unknown>> = scheduleExamples[name];
  for (const [option, value] of Object.entries(scheduleOptions(makeExampleSchedule(name)))) {
    const usual = `${option in example ? 'here' : 'default:'} ${usualText(value)}`;
    if (Array.isArray(value)) command.option(`--${kebab(option)} <numbers>`, `${option} (${usual})`, numberList);
    else if (typeof value === 'number')
      command.option(`--${kebab(option)} <number>`, `${option} (${usual})`, finiteNumber);
    else
      command.option(`--${kebab(option)} <rate>`, `a rate that stays, or the name of a schedule (${usual})`, following);
  }
  command.action((options: ExplainScheduleOptions & Record<string, unknown>) =>
    explainSchedule(name, options, context),
  );
}

async function explainSchedule(
  name: ScheduleName,
  { until, output, json = false, ...settings }: ExplainScheduleOptions & Record<string, unknown>,
  { terminal, importPackage: given = (one) => importPackage(one) }: Context,
): Promise<void> {
  const trace = traceSchedule(name, settings as ScheduleSettings, until);
  if (output !== undefined) {
    const chart = await renderChart(scheduleChart(trace), { title: trace.text, importPackage: given });
    await writeFileAtomically(output, chart, { who: 'explain schedule' });
  }
  terminal.output.write(json ? readableJson(trace) : scheduleText(trace, terminal));
  if (output !== undefined && !json) terminal.output.write(`\nwritten to ${output}\n`);
}

function usualText(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'type' in value) return String(value.type);
  return String(value);
}

/** A rate, or a schedule with the options of its example. */
function following(text: string): number | ScheduleJson {
  if (text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  const names = scheduleNames.filter((name) => name !== 'warmup');
  const name = names.find((one) => plainName(one) === plainName(text));
  if (name === undefined) throw new InvalidArgumentError(`Expected a rate, or one of ${names.join(', ')}.`);
  return makeExampleSchedule(name).toJSON!();
}
