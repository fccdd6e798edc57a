/** Flowcharts as `graphOf(…).toMermaid()` writes them, in the language of Graphviz. */
import { dotText } from '../draw-graph.ts';

const name = String.raw`[\w-]+`;
const label = `"([^"]*)"`;
const box = new RegExp(`^(${name})\\[${label}\\]$`);
const rounded = new RegExp(`^(${name})\\((?:\\[${label}\\]|${label})\\)$`);
const arrow = new RegExp(`^(${name}) (-->|-\\.->)(?:\\|(?:${label}|([^|"]*))\\|)? ?(${name})$`);

const look = 'fontname="Arial", fontsize=14';

/**
 * A flowchart for Graphviz: boxes `a["text"]`, rounded boxes `a(["text"])`, arrows `a --> b`, dotted `a -.-> b`, with a text
 * `a -->|"text"| b`; `<br>` in a text is a new line.
 *
 * @throws SyntaxError for anything else, naming the line.
 */
export function mermaidToDot(text: string): string {
  const [head, ...lines] = text.split('\n').map((line) => line.trim());
  const direction = /^(?:flowchart|graph) (TD|TB|LR|BT|RL)$/.exec(head)?.[1];
  if (!direction) throw new SyntaxError(`mermaid: expected 'flowchart TD' and the like, got '${head}'`);
  const statements = lines.filter((line) => line !== '' && !line.startsWith('%%')).map(statement);
  const rank = direction === 'TD' ? 'TB' : direction;
  return `digraph {
  rankdir=${rank}; bgcolor="transparent"; nodesep=0.3; ranksep=0.35;
  node [shape=box, margin="0.16,0.08", height=0.4, ${look}];
  edge [arrowsize=0.7, ${look}];
  ${statements.join('\n  ')}
}`;
}

function statement(line: string): string {
  const boxed = box.exec(line);
  if (boxed) return `${dotText(boxed[1])} [class="operation", label=${dotText(broken(boxed[2]))}];`;
  const leaf = rounded.exec(line);
  if (leaf) {
    return `${dotText(leaf[1])} [class="leaf", style="rounded", label=${dotText(broken(leaf[2] ?? leaf[3]))}];`;
  }
  const edge = arrow.exec(line);
  if (!edge) throw new SyntaxError(`mermaid: cannot read '${line}'`);
  const [, from, kind, quoted, bare, to] = edge;
  const words = quoted ?? bare;
  const options = [kind === '-.->' ? 'style=dashed' : '', words ? `label=${dotText(` ${broken(words)} `)}` : ''];
  return `${dotText(from)} -> ${dotText(to)} [${options.filter(Boolean).join(', ')}];`;
}

function broken(text: string): string {
  return text
    .replace(/<br ?\/?>/g, '\n')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
