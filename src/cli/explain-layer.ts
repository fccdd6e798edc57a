import type { Command } from 'commander';
import { layerNames, traceLayer } from '../explain/layer-trace.ts';
import { ruleText } from '../explain/rule-text.ts';
import type { Context } from './context.ts';
import { layerText } from './explain-layer-text.ts';
import { forgiveSpelling } from './explain-subjects.ts';
import { entryLine } from './explain-text.ts';
import { readableJson } from './readable-json.ts';
import { wholeNumber } from './whole-number.ts';

/** `batchNorm`, `conv2d`: as layers are named in models. */
function wordOf(name: string): string {
  return name[0].toLowerCase() + name.slice(1).replace(/(\d)D/g, '$1d');
}

/** `simdgrad explain layer`. */
export function registerExplainLayer(explain: Command, context: Context): void {
  const layer = explain
    .command('layer')
    .description('what a layer computes on the way, in training and in evaluation')
    .helpCommand(false)
    .addHelpText('after', '\nExamples:\n  simdgrad explain layer batchNorm\n  simdgrad explain layer dropout --seed 1');
  for (const name of layerNames) registerOne(layer, name, context);
  forgiveSpelling(layer, () => context.terminal.output.write(`${layerEntries(context).join('\n')}\n`));
}

/** The layers, one line each. */
export function layerEntries({ terminal }: Pick<Context, 'terminal'>): string[] {
  return layerNames.map((name) => {
    const { summary } = ruleText('layers', name);
    return entryLine(wordOf(name), summary === '' ? 'A layer of the library' : summary, 20, terminal);
  });
}

function registerOne(layer: Command, name: string, { terminal }: Context): void {
  const word = wordOf(name);
  layer
    .command(word)
    .description(ruleText('layers', name).summary)
    .option('--seed <n>', 'of initial weights and masks (default: 0)', wholeNumber(0))
    .option('--json', 'everything as JSON')
    .addHelpText('after', `\nExamples:\n  simdgrad explain layer ${word}\n  simdgrad explain layer ${word} --seed 7`)
    .action(({ seed, json = false }: { readonly seed?: number; readonly json?: boolean }) => {
      const trace = traceLayer(name, seed);
      terminal.output.write(json ? readableJson(trace) : layerText(trace, terminal));
    });
}
