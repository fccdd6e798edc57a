import type { Graph } from '../autodiff/graph.ts';
import { record } from '../autodiff/record.ts';
import { requireFinite, requireInteger, requireOneOf } from '../errors.ts';
import { slice } from '../ops/index.ts';
import type { Optimizer } from '../optimizers/index.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { contestantNames, contestants } from './contestants.ts';
import { bestWalk, type Lane, type Walk } from './lane.ts';
import { isInWindow, type Point, type Surface } from './surfaces.ts';

/** What rates are chosen from: powers of ten and three times them. */
export const rateChoices: readonly number[] = [1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100];

export const usualSteps = 200;

export interface RaceOptions {
  /** 200 unless given. */
  readonly steps?: number;
  /** The surface's own unless given. */
  readonly start?: Point;
  /** Names of optimizers; all unless given. */
  readonly only?: readonly string[];
  /** 'best', the one of `rateChoices` that serves an optimizer best here (`bestWalk`), unless set; or the default of each. */
  readonly rates?: 'best' | 'default';
  /** Rates by name, whatever `rates` says. */
  readonly learningRates?: Readonly<Record<string, number>>;
}

export interface Race {
  readonly surface: Surface;
  readonly steps: number;
  readonly start: Point;
  /** In the order in which they were named. */
  readonly lanes: readonly Lane[];
}

/**
 * All lanes of a race. The same options give the same bits.
 *
 * @throws as `raceLanes`.
 */
export function runRace(surface: Surface, options: RaceOptions = {}): Race {
  const { steps = usualSteps, start = surface.start } = options;
  return { surface, steps, start, lanes: [...raceLanes(surface, options)] };
}

/**
 * Lane by lane: each optimizer steps a tensor of two weights by the gradients that the engine's backward gives.
 *
 * @throws RangeError for an unknown name, steps below 1, a start that is not finite, or a rate that is not positive.
 */
export function* raceLanes(surface: Surface, options: RaceOptions = {}): Generator<Lane> {
  const { steps = usualSteps, start = surface.start, only = contestantNames } = options;
  const { rates = 'best', learningRates = {} } = options;
  requireInteger('race', { steps }, 1);
  requireFinite('race', { 'start[0]': start[0], 'start[1]': start[1] });
  const track = new Track(surface, start, steps);
  for (const name of only) {
    const Rule = contestants.get(requireOneOf('race', 'optimizer', name, contestantNames))!;
    const walk = (learningRate?: number): Walk => track.walk(name, new Rule({ learningRate }));
    if (Object.hasOwn(learningRates, name)) yield { ...walk(learningRates[name]), rateFrom: 'given' };
    else if (rates === 'default') yield { ...walk(), rateFrom: 'default' };
    else yield { ...bestWalk(rateChoices.map(walk)), rateFrom: 'choice' };
  }
}

/** A surface, recorded once. */
class Track {
  private readonly surface: Surface;
  private readonly start: Point;
  private readonly steps: number;
  private readonly weights: Tensor;
  private readonly graph: Graph;

  constructor(surface: Surface, start: Point, steps: number) {
    this.surface = surface;
    this.start = start;
    this.steps = steps;
    this.weights = tensor([...start], [2], { requiresGrad: true });
    this.graph = record([], () => surface.loss(slice(this.weights, [0], [1]), slice(this.weights, [1], [1])));
  }

  walk(name: string, optimizer: Optimizer): Walk {
    const { surface, weights, graph, steps } = this;
    const path: Point[] = [];
    const losses: number[] = [];
    let leftAt: number | undefined;
    let divergedAt: number | undefined;
    weights.assign([...this.start]);
    for (let step = 0; ; step++) {
      const [x, y] = weights.toFloat32Array();
      const loss = surface.height(x, y);
      if (!Number.isFinite(loss)) {
        divergedAt = step;
        break;
      }
      path.push([x, y]);
      losses.push(loss);
      if (!isInWindow(surface, [x, y])) leftAt ??= step;
      if (step === steps) break;
      weights.zeroGrad();
      graph.forward();
      graph.backward();
      optimizer.step([weights]);
    }
    const end = { ...(divergedAt !== undefined && { divergedAt }), ...(leftAt !== undefined && { leftAt }) };
    return { name, rate: optimizer.currentLearningRate(), path, losses, ...end };
  }
}
