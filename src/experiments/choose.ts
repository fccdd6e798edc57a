import { type MeanAndDeviation, meanAndDeviation } from './mean-and-deviation.ts';

/** What one seed found out about something that can be chosen, on the rows that are kept to choose by. */
export interface ValidationFigures {
  readonly seed: number;
  readonly accuracy: number;
  readonly loss: number;
}

/** Something that can be chosen, with what its runs found out. */
export interface Candidate<Setting> {
  readonly setting: Setting;
  /** Of the runs that came to their end. */
  readonly figures: readonly ValidationFigures[];
  /** Runs whose loss or weights were no finite numbers any more. */
  readonly failures: number;
  /** Undefined if no run came to its end. */
  readonly accuracy: MeanAndDeviation | undefined;
  readonly loss: MeanAndDeviation | undefined;
}

export function candidateOf<Setting>(
  setting: Setting,
  figures: readonly ValidationFigures[],
  failures: number,
): Candidate<Setting> {
  const over = (figure: (one: ValidationFigures) => number): MeanAndDeviation | undefined =>
    figures.length === 0 ? undefined : meanAndDeviation(figures.map(figure));
  return { setting, figures, failures, accuracy: over(({ accuracy }) => accuracy), loss: over(({ loss }) => loss) };
}

/**
 * The candidate with the highest mean accuracy; of equal ones that with the lowest mean loss, then the first. One with a run
 * that failed is not chosen, unless every one has.
 */
export function choose<Setting>(candidates: readonly Candidate<Setting>[]): Candidate<Setting> {
  return bestOf(candidates, (candidate) => candidate) ?? candidates[0];
}

/** The thing that `choose` takes by its figures; undefined where none has all its runs. */
export function bestOf<Thing>(
  things: readonly Thing[],
  figuresOf: (thing: Thing) => Candidate<unknown>,
): Thing | undefined {
  return soundOf(things, figuresOf).reduce<Thing | undefined>(
    (best, one) => (best === undefined || isBetter(figuresOf(one), figuresOf(best)) ? one : best),
    undefined,
  );
}

/** Its opposite: the lowest mean accuracy, of equal ones that with the highest mean loss, then the first. Nor is it one with a run that failed. */
export function worstOf<Thing>(
  things: readonly Thing[],
  figuresOf: (thing: Thing) => Candidate<unknown>,
): Thing | undefined {
  return soundOf(things, figuresOf).reduce<Thing | undefined>(
    (worst, one) => (worst === undefined || isBetter(figuresOf(worst), figuresOf(one)) ? one : worst),
    undefined,
  );
}

function soundOf<Thing>(things: readonly Thing[], figuresOf: (thing: Thing) => Candidate<unknown>): Thing[] {
  return things.filter((thing) => {
    const { accuracy, failures } = figuresOf(thing);
    return accuracy !== undefined && failures === 0;
  });
}

function isBetter(one: Candidate<unknown>, other: Candidate<unknown>): boolean {
  if (one.accuracy!.mean !== other.accuracy!.mean) return one.accuracy!.mean > other.accuracy!.mean;
  return one.loss!.mean < other.loss!.mean;
}
