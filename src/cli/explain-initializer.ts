import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  type ExplainedInitializer,
  type InitializerTraceOptions,
  initializerNames,
  traceInitializer,
} from '../explain/initializer-trace.ts';
import { ruleText } from '../explain/rule-text.ts';
import { activationNames } from '../ops/activation.ts';
import type { Context } from './context.ts';
import { initializerText } from './explain-initializer-text.ts';
import { forgiveSpelling } from './explain-subjects.ts';
import { entryLine } from './explain-text.ts';
import { finiteNumber } from './number-option.ts';
import { readableJson } from './readable-json.ts';
import { wholeNumber } from './whole-number.ts';

/** Names that people know the same by. */
const others = {
  he: 'heNormal',
  kaiming: 'heNormal',
  kaimingnormal: 'heNormal',
  kaiminguniform: 'heUniform',
  glorot: 'glorotUniform',
  xavier: 'glorotUniform',
  xavieruniform: 'glorotUniform',
  xaviernormal: 'glorotNormal',
  lecun: 'lecunNormal',
};

/** `simdgrad explain init`. */
export function registerExplainInitializer(explain: Command, context: Context): void {
  const init = explain
    .command('init')
    .description('how weights begin, and what becomes of a signal that goes through them')
    .helpCommand(false)
    .addHelpText(
      'after',
      '\nExamples:\n  simdgrad explain init he\n  simdgrad explain init glorotUniform --shape 64,32 --activation tanh',
    );
  for (const name of initializerNames) registerOne(init, name, context);
  forgiveSpelling(init, () => context.terminal.output.write(`${initializerEntries(context).join('\n')}\n`), others);
}

/** The initializers, one line each. */
export function initializerEntries({ terminal }: Pick<Context, 'terminal'>): string[] {
  return initializerNames.map((name) => {
    const { summary } = ruleText('initializers', name);
    return entryLine(name, summary === '' ? 'An initializer of the library' : summary, 20, terminal);
  });
}

function registerOne(init: Command, name: ExplainedInitializer, { terminal }: Context): void {
  const command = init
    .command(name)
    .description(ruleText('initializers', name).summary)
    .option('--shape <sizes>', 'of the weight (default: 64,32)', shapeOption)
    .addOption(
      new Option('--activation <name>', 'of the layers that a signal goes through (default: relu)').choices(
        activationNames,
      ),
    )
    .option('--seed <n>', 'of weights and signal (default: 0)', wholeNumber(0))
    .option('--json', 'all figures as JSON');
  if (name === 'constant') command.option('--value <number>', 'the value (default: 0.1)', finiteNumber);
  command
    .addHelpText(
      'after',
      `\nExamples:\n  simdgrad explain init ${name}\n  simdgrad explain init ${name} --shape 3,3,1,32`,
    )
    .action(({ json = false, ...options }: InitializerTraceOptions & { readonly json?: boolean }) => {
      const trace = traceInitializer(name, options);
      terminal.output.write(json ? readableJson(trace) : initializerText(trace, terminal));
    });
}

function shapeOption(text: string): number[] {
  const sizes = text.split(/[,x]/);
  if (sizes.every((size) => /^\d+$/.test(size.trim()) && Number(size) > 0)) return sizes.map(Number);
  throw new InvalidArgumentError('Expected sizes of at least 1 with commas, such as 64,32.');
}
