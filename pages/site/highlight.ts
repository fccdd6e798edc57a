/** Colours of code: comments, texts, numbers and words of the language, as spans with a class. */
import { escaped } from '../../src/report/escape.ts';

const words =
  'abstract as async await break case catch class const continue declare default delete do else enum export extends ' +
  'false finally for from function if implements import in instanceof interface let new null of override private ' +
  'readonly return satisfies static super switch this throw true try type typeof undefined void while yield';

const parts: Readonly<Record<string, RegExp>> = {
  ts: new RegExp(
    [
      String.raw`(?<comment>\/\/.*|\/\*[\s\S]*?\*\/)`,
      String.raw`(?<text>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\`(?:[^\`\\]|\\.)*\`)`,
      String.raw`(?<number>\b\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?\b)`,
      String.raw`(?<word>\b(?:${words.replaceAll(' ', '|')})\b)`,
    ].join('|'),
    'g',
  ),
  sh: /(?<comment>(?<=^|\s)#.*)|(?<text>'[^']*'|"(?:[^"\\]|\\.)*")/gm,
  json: /(?<text>"(?:[^"\\\n]|\\.)*")|(?<number>-?\b\d+(?:\.\d+)?(?:e[+-]?\d+)?\b)|(?<word>\b(?:true|false|null)\b)/g,
};

/** Code as HTML. Languages that are not known have no colours. */
export function highlighted(code: string, language: string): string {
  const pattern = parts[language];
  if (!pattern) return escaped(code);
  let html = '';
  let at = 0;
  for (const { 0: text, index, groups } of code.matchAll(pattern)) {
    const [kind] = Object.entries(groups!).find(([, found]) => found !== undefined)!;
    html += `${escaped(code.slice(at, index))}<span class="${kind}">${escaped(text)}</span>`;
    at = index + text.length;
  }
  return html + escaped(code.slice(at));
}
