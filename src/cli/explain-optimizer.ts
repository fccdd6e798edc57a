import { type Command, Option } from 'commander';
import {
  makeOptimizer,
  mostSteps,
  type OptimizerSettings,
  settingsOf,
  traceOptimizer,
} from '../explain/optimizer-trace.ts';
import { ruleText } from '../explain/rule-text.ts';
import { type OptimizerName, optimizerClasses } from '../optimizers/to-optimizer.ts';
import type { Context } from './context.ts';
import { figureText } from './explain-figure.ts';
import { optimizerText } from './explain-optimizer-text.ts';
import { kebab } from './explain-subjects.ts';
import { finiteNumber, numberList } from './number-option.ts';
import { readableJson } from './readable-json.ts';
import { wholeNumber } from './whole-number.ts';

/** What `simdgrad explain adam` can be told, beside the options of the rule. */
interface ExplainOptimizerOptions {
  readonly steps?: number;
  readonly gradient?: readonly (readonly number[])[];
  readonly start?: readonly number[];
  readonly json?: boolean;
}

export const optimizerNames = Object.keys(optimizerClasses) as OptimizerName[];

/** `simdgrad explain adam` and the like: one for each optimizer of the library, with the options that it has. */
export function registerExplainOptimizer(explain: Command, name: OptimizerName, { terminal }: Context): void {
  const defaults = { ...settingsOf(makeOptimizer(name)), clipNorm: undefined, clipValue: undefined };
  const { summary } = ruleText('optimizers', makeOptimizer(name).name);
  const command = explain
    .command(name)
    .description(summary === '' ? `the optimizer ${name}, step by step` : summary)
    .option('--steps <n>', 'how many steps to show (default: 5)', wholeNumber(1, mostSteps))
    .option(
      '--gradient <numbers>',
      'the gradient of a step, such as 1,-2,0; given several times, one a step, the last one repeated (default: 1,-2,0)',
      (text, before: number[][] = []) => [...before, numberList(text)],
    )
    .option('--start <numbers>', 'the weights before the first step (default: zeros)', numberList)
    .option('--json', 'the steps as JSON, with all digits')
    .addHelpText(
      'after',
      `\nExamples:\n  simdgrad explain ${name}\n  simdgrad explain ${name} --steps 3 --gradient 1,-2,0 --lr 0.1\n` +
        `  simdgrad explain ${name} --gradient 1,-2,0 --gradient 0.5,1,0`,
    );
  for (const [option, value] of Object.entries(defaults)) addRuleOption(command, option, value);
  command.addOption(new Option('--lr <number>', 'the same as --learning-rate').argParser(finiteNumber).hideHelp());
  command.action((options: ExplainOptimizerOptions & Record<string, unknown>) => {
    const { steps, gradient: gradients, start, json = false, lr, ...rule } = options;
    if (lr !== undefined && rule.learningRate !== undefined) {
      throw new RangeError(`explain ${name}: --lr and --learning-rate are the same; give one of them`);
    }
    const settings = { ...rule, ...(lr !== undefined && { learningRate: lr }) } as OptimizerSettings;
    const trace = traceOptimizer(name, settings, { steps, gradients, start });
    terminal.output.write(json ? readableJson(trace) : optimizerText(trace, terminal));
  });
}

/** An option of the rule: a number, or a flag for what is on or off. */
function addRuleOption(command: Command, name: string, value: number | boolean | undefined): void {
  const flag = kebab(name);
  if (typeof value === 'boolean') {
    command.addOption(value ? new Option(`--no-${flag}`, `without ${name}`) : new Option(`--${flag}`, `with ${name}`));
    return;
  }
  const also = name === 'learningRate' ? ', also --lr' : '';
  const usual = value === undefined ? 'none' : figureText(value).replace('−', '-');
  command.option(`--${flag} <number>`, `${name} of the rule${also} (default: ${usual})`, finiteNumber);
}
