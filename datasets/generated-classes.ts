import type { GreyImages, Matrix } from '../src/index.ts';
import { aboutOf } from './about.ts';
import type { GeneratedDataset } from './dataset.ts';
import type { ClassificationDataset } from './tabular.ts';

/** What is to be told of a generated set of classes; the rest follows. */
export interface GeneratedClasses<Options, X> {
  readonly name: string;
  readonly title: string;
  readonly rows: number;
  readonly features: number;
  readonly classes: number;
  readonly target: string;
  readonly featureNames?: readonly string[];
  /** What the set is drawn with where nothing else is said. */
  readonly defaults: Options;
  /** Samples, and how many classes they are of. */
  readonly draw: (options: Options) => { readonly x: X; readonly y: readonly number[]; readonly classes: number };
}

/** The entry of a generated set whose classes are numbered from 0. */
export function generatedClasses<Options extends object, X extends Matrix | GreyImages>({
  featureNames,
  defaults,
  draw,
  ...rest
}: GeneratedClasses<Options, X>): GeneratedDataset<Options, ClassificationDataset<X>> {
  const entry: GeneratedDataset<Options, ClassificationDataset<X>> = {
    ...rest,
    generated: true,
    task: 'classification',
    files: [],
    generate(options) {
      const { x, y, classes } = draw({ ...defaults, ...options });
      const labels = Array.from({ length: classes }, (_, k) => k);
      return { ...aboutOf(entry), task: 'classification', x, y, classes: labels, featureNames };
    },
  };
  return entry;
}
