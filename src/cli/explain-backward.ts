import { type Command, Option } from 'commander';
import { type BackwardGraphName, backwardGraphNames, backwardGraphs } from '../explain/backward-graphs.ts';
import { traceBackward } from '../explain/backward-trace.ts';
import type { Context } from './context.ts';
import { backwardMermaid, backwardText } from './explain-backward-text.ts';
import { readableJson } from './readable-json.ts';
import { wrap } from './wrap.ts';

/** What `simdgrad explain backward` can be told. */
interface ExplainBackwardOptions {
  readonly graph: BackwardGraphName;
  readonly mermaid?: boolean;
  readonly json?: boolean;
}

/** `simdgrad explain backward`. */
export function registerExplainBackward(explain: Command, { terminal }: Context): void {
  const graphs = backwardGraphNames.map((name) => wrap(`  ${name.padEnd(11)}${backwardGraphs[name].about}`, 80, 13));
  explain
    .command('backward')
    .description('how gradients go back through a small graph, node by node')
    .addOption(new Option('--graph <name>', 'which graph').choices([...backwardGraphNames]).default('dense' as const))
    .option('--mermaid', 'the graph alone, as a Mermaid flowchart with gradients on its arrows')
    .option('--json', 'all values as JSON')
    .addHelpText(
      'after',
      `\nGraphs:\n${graphs.join('\n')}\n\nExamples:\n  simdgrad explain backward\n` +
        '  simdgrad explain backward --graph shared\n  simdgrad explain backward --mermaid',
    )
    .action(({ graph, mermaid = false, json = false }: ExplainBackwardOptions) => {
      if (mermaid && json) throw new RangeError('explain backward: --mermaid and --json exclude each other');
      const trace = traceBackward(graph);
      if (json) terminal.output.write(readableJson(trace));
      else terminal.output.write(mermaid ? backwardMermaid(trace) : backwardText(trace, terminal));
    });
}
