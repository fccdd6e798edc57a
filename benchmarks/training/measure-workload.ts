/** How fast a workload trains and where the time of a step goes. */
import { Tensor } from '../../src/index.ts';
import { sizeOf } from '../../src/tensor/shape.ts';
import { type Candidate, type Measurement, measure, quantile, speedRatio } from '../harness.ts';
import { roofline } from '../roofline.ts';
import { nameOf, type Workload } from '../workloads.ts';
import { checkedContestants, epochOf, type ReadyBatch, trainerOf } from './contestants.ts';
import { checkedRecordedStep } from './recorded-step.ts';

/** Microseconds of a step of the trainer. They add up to it, but for each being a median of its own. */
export interface TimeSplit {
  readonly forward: number;
  readonly backward: number;
  readonly update: number;
  /** Everything else: copying data in, reading the loss, checks, and the bookkeeping of graph, optimizer and trainer. */
  readonly overhead: number;
  /** Of the overhead, the copying in, as the hand-wired step does it. */
  readonly copyIn: number;
}

/** Measurements of one run, in samples; ratios are of samples a second within that run. */
export interface TrainingResult {
  /** `W1` to `W6`. */
  readonly id: string;
  readonly name: string;
  readonly batch: number;
  /** Of a step: what convolutions and matrix products need. */
  readonly flops: number;
  readonly roofline: Measurement;
  readonly handWired: Measurement;
  readonly step: Measurement;
  readonly fit: Measurement;
  /** Of dense networks that end in softmax, where it is asked for. */
  readonly recorded: Measurement | undefined;
  /** One row, the result read back; nanoseconds a call. */
  readonly prediction: Measurement;
  readonly split: TimeSplit;
  readonly ratios: {
    readonly handWiredOfRoofline: number;
    readonly stepOfHandWired: number;
    readonly fitOfStep: number;
    readonly recordedOfHandWired: number | undefined;
  };
}

export interface MeasuringOptions {
  /** Batches of an epoch, epochs in a call of `fit`. */
  readonly batches: number;
  readonly epochs: number;
  readonly rounds: number;
  readonly sampleMilliseconds: number;
  readonly warmUpMilliseconds: number;
  /** Steps in which all ways to train have to be equal before any is timed. */
  readonly checkedSteps: number;
  /** Whether to time the step as a recorded graph, too. */
  readonly recorded: boolean;
}

/**
 * Checks that all ways to train are equal bit for bit, then times them in turns, round by round.
 *
 * The split: in every round the hand-wired step is timed with nothing but its copying in, then with forward, then with backward,
 * then whole, over the same addresses. What a phase adds is what it takes; the medians over the rounds are given. Overhead is the
 * trainer's step without forward, backward and update so found. So the phases contain no bookkeeping, and overhead contains also
 * what the trainer's order of addresses and its interruptions cost the kernels.
 *
 * Steps are fed batches that are ready; `fit` does all it does for an epoch: it shuffles, gathers rows, checks the data, and lets
 * others have their turn.
 */
export async function measureWorkload(
  workload: Workload,
  { batches, epochs, checkedSteps, recorded, ...rounds }: MeasuringOptions,
): Promise<TrainingResult> {
  const { id, input, batch } = workload;
  const epoch = epochOf(workload, batches);
  const { byHand, model, trainer } = checkedContestants(workload, epoch, checkedSteps);
  const recordedStep = recorded ? checkedRecordedStep(workload, epoch, checkedSteps) : undefined;
  const fitting = trainerOf(workload);
  const data = { data: epoch.x, shape: [epoch.rows, ...input] };

  let turn = 0;
  const next = (): ReadyBatch => {
    turn = (turn + 1) % batches;
    return epoch.ready[turn];
  };
  const candidate = (name: string, step: (batch: ReadyBatch) => unknown): Candidate => ({
    name,
    work: batch,
    run: () => step(next()),
  });
  const candidates = [
    roofline,
    candidate('copying in', ({ x, y }) => byHand.load(x.values!, y.values!)),
    candidate('and forward', ({ x, y }) => {
      byHand.load(x.values!, y.values!);
      byHand.forward();
    }),
    candidate('and backward', ({ x, y }) => {
      byHand.load(x.values!, y.values!);
      byHand.forward();
      byHand.backward();
    }),
    candidate('hand-wired', ({ x, y }) => byHand.step(x.values!, y.values!)),
    candidate('Trainer.step', ({ x, y }) => trainer.step(x, y)),
    { name: 'fit', work: epoch.rows * epochs, run: () => fitting.fit(data, epoch.y, { epochs, batchSize: batch }) },
  ];
  if (recordedStep) candidates.push(candidate('recorded graph', ({ x, y }) => recordedStep(x.values!, y.values!)));
  const [roof, copying, toLoss, toGradients, handWired, step, fit, graph] = await measure(candidates, rounds);

  const row = new Tensor([1, ...input], epoch.x.slice(0, sizeOf(input)));
  const [prediction] = await measure([{ name: 'predict one row', work: 1, run: () => model.predict(row) }], rounds);
  return {
    id,
    name: nameOf(workload),
    batch,
    flops: byHand.flops,
    roofline: roof,
    handWired,
    step,
    fit,
    recorded: graph as Measurement | undefined,
    prediction,
    split: splitOf(copying, toLoss, toGradients, handWired, step),
    ratios: {
      handWiredOfRoofline: (speedRatio(handWired, roof) * byHand.flops) / batch,
      stepOfHandWired: speedRatio(step, handWired),
      fitOfStep: speedRatio(fit, step),
      recordedOfHandWired: graph && speedRatio(graph, handWired),
    },
  };
}

/** From times that each contain the one before, and that of the trainer's step. */
function splitOf(
  copying: Measurement,
  toLoss: Measurement,
  toGradients: Measurement,
  handWired: Measurement,
  step: Measurement,
): TimeSplit {
  const median = (timeOf: (round: number) => number): number =>
    quantile(
      step.rounds.map((_, round) => timeOf(round) / 1000),
      0.5,
    );
  const between = (earlier: Measurement, later: Measurement): number =>
    median((round) => later.rounds[round] - earlier.rounds[round]);
  return {
    forward: between(copying, toLoss),
    backward: between(toLoss, toGradients),
    update: between(toGradients, handWired),
    overhead: median((round) => step.rounds[round] - handWired.rounds[round] + copying.rounds[round]),
    copyIn: median((round) => copying.rounds[round]),
  };
}
