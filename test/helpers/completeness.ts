/**
 * What everything that is exported must have: a formula in its doc comment, a value computed by someone else, and for
 * operations and losses a gradient check. `test/completeness.test.ts` applies it.
 */
import { readFileSync } from 'node:fs';
import type { Joined } from '../evidence/index.ts';
import { detached, runGoldenCase, runGradientCase, shifted, withReplaced } from './evidence.ts';

/**
 * What is missing to prove an operation or a loss, as sentences; empty if nothing is.
 *
 * A case counts only if it would notice: the check must fail when the one function is replaced by a broken one, so that
 * a case under the wrong name, or one that computes its result and drops it, is no evidence.
 */
export function missingEvidence(
  name: string,
  { gradients, golden }: Joined,
  tolerance: number,
  differentiable = true,
): string[] {
  const missing: string[] = [];
  const checks = gradients[name] ?? [];
  if (checks.length === 0 && differentiable) missing.push(`${name}: no gradient check`);
  checks.forEach((check, i) => {
    const failure = failureOf(() => runGradientCase(check));
    if (failure) missing.push(`${name}: gradient check ${i} fails: ${failure}`);
    else if (!failureOf(() => runGradientCase(check, withReplaced(name, detached)))) {
      missing.push(`${name}: gradient check ${i} passes without any gradient of ${name}`);
    }
  });
  const cases = golden[name] ?? [];
  if (cases.length === 0) missing.push(`${name}: no independently computed value`);
  cases.forEach(({ entry, call }, i) => {
    const failure = failureOf(() => runGoldenCase(entry, call, tolerance));
    if (failure) missing.push(`${name}: golden case ${i} fails: ${failure}`);
    else if (!entry.output[1].some(Number.isFinite))
      return; // Infinity and NaN stay what they are in wrong values, too
    else if (!failureOf(() => runGoldenCase(entry, call, tolerance, withReplaced(name, shifted)))) {
      missing.push(`${name}: golden case ${i} passes with wrong values of ${name}`);
    }
  });
  return missing;
}

function failureOf(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** `meanSquaredError`, `RmsProp` and `MaxPool2D` live in `mean-squared-error.ts`, `rms-prop.ts` and `max-pool2d.ts`. */
export function fileOf(name: string): string {
  const words = name
    .replace(/(\d)D/g, '$1d')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2');
  return `${words.toLowerCase()}.ts`;
}

/** The text of the doc comment right above the export of `name`, without its frame; undefined if there is none. */
export function docComment(source: string, name: string): string | undefined {
  const comments = [...source.matchAll(/\/\*\*((?:[^*]|\*(?!\/))*)\*\/\s*(export [^\n]*)/g)];
  const heading = new RegExp(`^export (?:abstract )?(?:function|class|const) ${name}\\b`);
  const found = comments.filter(([, , line]) => heading.test(line)).at(-1);
  return found?.[1].replaceAll(/^ *\* ?/gm, '');
}

/** What a doc comment lacks, as sentences. A formula is a line with = or ← in it, a gradient one with ∂. */
export function missingFormula(folder: URL, name: string, withGradient: boolean): string[] {
  const file = new URL(fileOf(name), folder);
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch {
    return [`${name}: no file ${fileOf(name)}`];
  }
  return missingInComment(name, docComment(source, name), withGradient);
}

export function missingInComment(name: string, comment: string | undefined, withGradient: boolean): string[] {
  if (comment === undefined) return [`${name}: no doc comment`];
  const lines = comment.split('\n').filter((line) => !line.startsWith('@'));
  const missing: string[] = [];
  if (!lines.some((line) => / [=←] /.test(line.split('∂')[0]))) {
    missing.push(`${name}: no formula in its doc comment`);
  }
  if (withGradient && !lines.some((line) => line.includes('∂'))) {
    missing.push(`${name}: no gradient formula (∂) in its doc comment`);
  }
  return missing;
}
