import { duplicateGroups } from '../../data/duplicate-groups.ts';
import { findingText } from '../../lint/finding.ts';
import { lintParts } from '../../lint/lint-parts.ts';
import { lintSetup } from '../../lint/lint-setup.ts';
import { Sequential } from '../../training/sequential.ts';
import type { CheckedJson } from '../checked-json.ts';
import { type WineColour, wineColours, wineLayers } from './run.ts';
import { type Wines, wineParts } from './wine-parts.ts';

/** What the report has to know of the wines of a colour. */
export interface AboutWines {
  readonly rows: number;
  /** Ascending. */
  readonly grades: readonly number[];
  /** Wines of each grade. */
  readonly counts: readonly number[];
  /** Wines whose measurements another one has, too. */
  readonly repeats: number;
  /** Errors of the lint, as lines of text: for labels mapped for validation and test alone, and for such labels and a head of as many outputs as grades. */
  readonly lint: { readonly parts: readonly string[]; readonly head: readonly string[] };
}

export type AboutWine = Readonly<Record<WineColour, AboutWines>>;

export function aboutWines(wines: Wines): AboutWines {
  const { x, y, classes } = wines;
  const counts = classes.map(() => 0);
  for (const label of y) counts[label]++;
  const groups = duplicateGroups(x);
  const { train, validation, test } = wineParts(wines, 'plain', 0);
  const errors = (findings: ReturnType<typeof lintParts>): string[] =>
    findings.filter(({ severity }) => severity === 'error').map(findingText);
  const model = new Sequential(wineLayers(classes.length, 'softmax'), { inputShape: [x.shape[1]], seed: 0 });
  return {
    rows: y.length,
    grades: classes.map(Number),
    counts,
    repeats: groups.length - new Set(groups).size,
    lint: {
      parts: errors(
        lintParts(
          {
            train: { x: train.x, y: train.grades },
            validation: { x: validation.x, y: validation.classes },
            test: { x: test.x, y: test.classes },
          },
          { task: 'multi-class' },
        ),
      ),
      head: errors(lintSetup({ model, loss: 'crossEntropy', x: train.x, y: train.grades })),
    },
  };
}

export function aboutWineFrom(json: CheckedJson, value: unknown): AboutWine {
  const fields = json.object('data', value);
  const read = wineColours.map((colour) => [colour, aboutWinesFrom(json, `data.${colour}`, fields[colour])] as const);
  return Object.fromEntries(read) as Record<WineColour, AboutWines>;
}

function aboutWinesFrom({ object, list, text, count, refuse }: CheckedJson, what: string, value: unknown): AboutWines {
  const fields = object(what, value);
  const lint = object(`${what}.lint`, fields.lint);
  const about = {
    rows: count(`${what}.rows`, fields.rows),
    grades: list(`${what}.grades`, fields.grades, count),
    counts: list(`${what}.counts`, fields.counts, count),
    repeats: count(`${what}.repeats`, fields.repeats),
    lint: {
      parts: list(`${what}.lint.parts`, lint.parts, text),
      head: list(`${what}.lint.head`, lint.head, text),
    },
  };
  const { grades, counts, rows } = about;
  if (grades.length < 2 || grades.some((grade, i) => i > 0 && grade <= grades[i - 1])) {
    refuse(`${what}.grades must be two or more, ascending`, grades);
  }
  if (counts.length !== grades.length || counts.reduce((sum, one) => sum + one, 0) !== rows) {
    refuse(`${what}.counts must be of each grade, and be ${what}.rows together`, counts);
  }
  return about;
}
