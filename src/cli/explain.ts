import { makeOptimizer } from '../explain/optimizer-trace.ts';
import { ruleText } from '../explain/rule-text.ts';
import type { RegisterCommand } from './context.ts';
import { registerExplainBackward } from './explain-backward.ts';
import { initializerEntries, registerExplainInitializer } from './explain-initializer.ts';
import { layerEntries, registerExplainLayer } from './explain-layer.ts';
import { optimizerNames, registerExplainOptimizer } from './explain-optimizer.ts';
import { registerExplainSchedule, scheduleEntries } from './explain-schedule.ts';
import { forgiveSpelling } from './explain-subjects.ts';
import { entryLine } from './explain-text.ts';

const about = `
Everything is computed by the library itself: the steps by the optimizers that
train, values and gradients by the engine. The same words print the same.

Examples:
  simdgrad explain
  simdgrad explain adam --steps 3 --gradient 1,-2,0 --lr 0.1
  simdgrad explain backward
  simdgrad explain layer batchNorm
  simdgrad explain init heNormal --shape 64,32 --activation relu
  simdgrad explain schedule oneCycle`;

/** `simdgrad explain …`. */
export const registerExplain: RegisterCommand = (program, context) => {
  const { terminal } = context;
  const explain = program
    .command('explain')
    .description('show what an optimizer, a layer, a gradient … computes, step by step')
    .helpCommand(false)
    .addHelpText('after', about);
  explain.commandsGroup('Optimizers:');
  for (const name of optimizerNames) registerExplainOptimizer(explain, name, context);
  explain.commandsGroup('How a network learns:');
  registerExplainBackward(explain, context);
  registerExplainLayer(explain, context);
  registerExplainInitializer(explain, context);
  registerExplainSchedule(explain, context);

  forgiveSpelling(explain, () => {
    const { bold, dim } = terminal.colors;
    const places = 20;
    const lines = [
      bold('simdgrad explain OPTIMIZER'),
      ...optimizerNames.map((name) =>
        entryLine(name, ruleText('optimizers', makeOptimizer(name).name).summary, places, terminal),
      ),
      '',
      bold('simdgrad explain'),
      entryLine('backward', 'How gradients go back through a small graph, node by node', places, terminal),
      '',
      bold('simdgrad explain layer'),
      ...layerEntries(context),
      '',
      bold('simdgrad explain init'),
      ...initializerEntries(context),
      '',
      bold('simdgrad explain schedule'),
      ...scheduleEntries(context),
      '',
    ];
    lines.push(dim('--help after any of them says what it can be told'));
    terminal.output.write(`${lines.join('\n')}\n`);
  });
};
