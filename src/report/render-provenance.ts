import type { Provenance } from './document.ts';
import { escaped } from './escape.ts';

/** Where the figures come from: the end of a report. */
export function provenanceHtml({ command, versions, machine, date, seeds, fingerprints }: Provenance): string {
  const entries: [name: string, html: string][] = [
    ['Command', `<code>${escaped(command)}</code>`],
    ['Date', `<time datetime="${escaped(date)}">${escaped(dateText(date))}</time>`],
    ['Machine', escaped(machine)],
    ['Versions', listHtml(Object.entries(versions).map(([name, version]) => `${escaped(name)} ${escaped(version)}`))],
    [seeds.length === 1 ? 'Seed' : 'Seeds', escaped(seedsText(seeds))],
    [
      'SHA-256 of weights',
      listHtml(Object.entries(fingerprints).map(([name, text]) => `${escaped(name)} <code>${escaped(text)}</code>`)),
    ],
  ];
  const given = entries.filter(([, html]) => html !== '');
  return `<dl>${given.map(([name, html]) => `<dt>${name}</dt><dd>${html}</dd>`).join('')}</dl>`;
}

function listHtml(items: readonly string[]): string {
  return items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;
}

/** '2025-11-21 12:00 UTC' of an ISO date in UTC; another text as it is. */
function dateText(date: string): string {
  return date.replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}):\d{2}(?:\.\d+)?Z$/, '$1 $2 UTC');
}

/** '0 to 4, 7': runs of three or more whole numbers are drawn together. */
export function seedsText(seeds: readonly number[]): string {
  const runs: number[][] = [];
  for (const seed of seeds) {
    const last = runs[runs.length - 1];
    if (last && seed === last[last.length - 1] + 1) last.push(seed);
    else runs.push([seed]);
  }
  return runs.map((run) => (run.length > 2 ? `${run[0]} to ${run[run.length - 1]}` : run.join(', '))).join(', ');
}
