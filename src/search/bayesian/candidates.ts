import type { RandomStream } from '../../tensor/random.ts';
import { GridSampler } from '../samplers/grid-sampler.ts';
import { SobolPoints } from '../sobol.ts';
import type { Space } from '../space/space.ts';

/** Spread over the space; a space of single values that has no more points is looked at as a whole. */
const global = 512;
/** Around each of the best. */
const local = 32;
/** Half widths of what is drawn around a place, one after the other. */
const widths = [0.3, 0.1, 0.03, 0.01];

/** What every proposal of a space looks at, before anything is drawn: points of a Sobol sequence, or all that there are. */
export function candidatesOf(space: Space): { readonly all: boolean; readonly places: readonly Float64Array[] } {
  if (space.size <= global) {
    const grid = new GridSampler({ levels: global });
    const proposal = { space, seen: [], pending: [], directions: ['minimize'] } as const;
    const places = Array.from({ length: grid.count(space) }, (_, number) =>
      space.units(grid.propose({ ...proposal, number })).map((u) => (Number.isNaN(u) ? 0.5 : u)),
    );
    return { all: true, places };
  }
  const points = new SobolPoints(Math.min(space.entries.length, SobolPoints.mostDimensions));
  return { all: false, places: Array.from({ length: global }, (_, i) => points.at(i)) };
}

/**
 * The candidates of one proposal: those of the space, moved by a shift that is drawn for this trial (with the far end of each scale joined to its
 * beginning), and draws around the best points that were seen. Of these, each parameter is kept with probability ½ (but one is not), or else
 * moved by the difference of two uniform numbers times 0.3, 0.1, 0.03 or 0.01; of choices, drawn anew.
 */
export function drawCandidates(
  space: Space,
  { all, places }: ReturnType<typeof candidatesOf>,
  around: readonly Float64Array[],
  draw: RandomStream,
): readonly Float64Array[] {
  if (all) return places;
  const { entries } = space;
  const shift = entries.map(() => draw.uniform());
  const candidates = places.map((place) =>
    // Parameters beyond what the sequence has dimensions for are drawn one by one.
    Float64Array.from(shift, (s, j) => (j < place.length ? (place[j] + s) % 1 : draw.uniform())),
  );
  for (const centre of around) {
    for (let k = 0; k < local; k++) {
      const width = widths[k % widths.length];
      const one = draw.integerBelow(entries.length);
      const place = centre.map((u, j) => {
        if (Number.isNaN(u)) return draw.uniform();
        if (j !== one && draw.uniform() < 0.5) return u;
        if (entries[j].dimension.kind === 'choice') return draw.uniform();
        return Math.min(1, Math.max(0, u + width * (draw.uniform() - draw.uniform())));
      });
      candidates.push(place);
    }
  }
  return candidates;
}
