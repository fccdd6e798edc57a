import { makeOptimizer } from '../explain/optimizer-trace.ts';
import { ruleText } from '../explain/rule-text.ts';
import type { RegisterCommand } from './context.ts';
import { registerExplainBackward } from './explain-backward.ts';
import { optimizerNames, registerExplainOptimizer } from './explain-optimizer.ts';
import { forgiveSpelling } from './explain-subjects.ts';
import { entryLine } from './explain-text.ts';

const about = `
Everything is computed by the library itself: the steps by the optimizers that
train, values and gradients by the engine. The same words print the same.

Examples:
  simdgrad explain
  simdgrad explain adam --steps 3 --gradient 1,-2,0 --lr 0.1
  simdgrad explain backward`;

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

  forgiveSpelling(explain, () => {
    const { bold, dim } = terminal.colors;
    const sections: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
      [
        'simdgrad explain OPTIMIZER',
        optimizerNames.map((name) => [name, ruleText('optimizers', makeOptimizer(name).name).summary]),
      ],
      ['simdgrad explain', [['backward', 'how gradients go back through a small graph, node by node']]],
    ];
    const places = Math.max(...sections.flatMap(([, entries]) => entries.map(([name]) => name.length)));
    const lines = sections.flatMap(([title, entries]) => [
      bold(title),
      ...entries.map(([name, text]) => entryLine(name, text, places, terminal)),
      '',
    ]);
    lines.push(dim('--help after any of them says what it can be told'));
    terminal.output.write(`${lines.join('\n')}\n`);
  });
};
