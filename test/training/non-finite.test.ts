/** A loss that is not finite: the error says where that began, and nothing has changed. */
import { describe, expect, it } from 'vitest';
import {
  Adam,
  BatchNorm,
  Dense,
  Dropout,
  log,
  meanSquaredError,
  NonFiniteError,
  type Optimizer,
  Sequential,
  Sgd,
  type Tensor,
  Trainer,
  tensor,
} from '../../src/index.ts';
import { rejectionOf, thrownBy } from '../helpers/errors.ts';
import { classified, linear } from '../helpers/training-data.ts';

const { x, y } = linear(8);

const make = (): Sequential =>
  new Sequential([new Dense(5, { activation: 'relu' }), new BatchNorm(), new Dropout(0.3), new Dense(1)], {
    inputShape: [3],
    seed: 2,
  });

/** All that a step may change. */
async function everythingOf(model: Sequential, optimizer: Optimizer): Promise<unknown> {
  const { steps, parameters } = optimizer.state(model.parameters());
  const slots = parameters.map(({ t, slots: own }) => [t, Object.values(own).map((values) => [...values])]);
  return [await model.fingerprint(), model.counter.value, steps, slots];
}

interface Expected {
  readonly message: RegExp;
  readonly step: number;
  readonly layer?: string;
  readonly operation?: string;
}

/** The step must throw this and leave everything as it was; the next good step must go on as if it had not been tried. */
async function expectUnchanged(
  trainer: Trainer,
  badStep: () => unknown,
  { message, step, layer, operation }: Expected,
): Promise<void> {
  const model = trainer.model as Sequential;
  const before = await everythingOf(model, trainer.optimizer);
  for (let again = 0; again < 2; again++) {
    const error = thrownBy(badStep) as NonFiniteError;
    expect(error).toBeInstanceOf(NonFiniteError);
    expect(error.message).toMatch(message);
    expect([error.step, error.layer, error.operation]).toEqual([step, layer, operation]);
    expect(await everythingOf(model, trainer.optimizer)).toEqual(before);
  }
}

describe.each([true, false])('recorded: %s', (recorded) => {
  it('overflow in a dense layer', async () => {
    const trainer = new Trainer(make(), { loss: 'meanSquaredError', optimizer: new Adam(), recorded });
    trainer.step(x, y);
    const large = x.map((row) => row.map((value) => Math.sign(value) * 3e38));
    await expectUnchanged(trainer, () => trainer.step(large, y), {
      message:
        /^Trainer.step: step 1: the loss is (NaN|Infinity): 'dense' in dense1 was the first to give (NaN|-?Infinity); scale the inputs/,
      step: 1,
      layer: 'dense1',
      operation: 'dense',
    });
    const twin = new Trainer(make(), { loss: 'meanSquaredError', optimizer: new Adam(), recorded });
    for (let i = 0; i < 3; i++) twin.step(x, y);
    for (let i = 0; i < 2; i++) trainer.step(x, y);
    expect(await everythingOf(trainer.model as Sequential, trainer.optimizer)).toEqual(
      await everythingOf(twin.model as Sequential, twin.optimizer),
    );
  });

  it("log(0) in a loss of one's own", async () => {
    const loss = (outputs: Tensor, targets: Tensor): Tensor => outputs.relu().mul(0).log().mul(targets).mean();
    const trainer = new Trainer(make(), { loss, optimizer: 'adam', recorded });
    await expectUnchanged(trainer, () => trainer.step(x, y), {
      message: /step 0: the loss is (NaN|-?Infinity): 'log' after the layers was the first to give -Infinity/,
      step: 0,
      operation: 'log',
    });
  });

  it('where no gradient goes: of the targets, and in frozen layers', async () => {
    const loss = (outputs: Tensor, targets: Tensor): Tensor =>
      meanSquaredError(outputs, log(targets.mul(0)).exp().log());
    const trainer = new Trainer(make(), { loss, optimizer: 'adam', recorded });
    await expectUnchanged(trainer, () => trainer.step(x, y), {
      message: /'log' after the layers was the first to give -Infinity/,
      step: 0,
      operation: 'log',
    });
    const model = make();
    model.layers[0].trainable = false;
    const frozen = new Trainer(model, { loss: 'meanSquaredError', optimizer: 'adam', recorded });
    await expectUnchanged(frozen, () => frozen.step([[3e38, 3e38, 3e38], x[0]], y.slice(0, 2)), {
      message: /'dense' in dense1 was the first to give -?Infinity/,
      step: 0,
      layer: 'dense1',
      operation: 'dense',
    });
  });

  it('in a penalty', async () => {
    const weightRegularizer = { name: 'own', penalty: (weight: Tensor) => weight.mul(0).sum().log() };
    const model = new Sequential([new Dense(2), new Dense(1, { weightRegularizer })], { inputShape: [3] });
    const trainer = new Trainer(model, { loss: 'meanSquaredError', optimizer: 'adam', recorded });
    await expectUnchanged(trainer, () => trainer.step(x, y), {
      message: /'log' in dense2 was the first to give -Infinity/,
      step: 0,
      layer: 'dense2',
      operation: 'log',
    });
  });

  it('NaN in the batch', async () => {
    const trainer = new Trainer(make(), { loss: 'meanSquaredError', optimizer: 'adam', recorded });
    const gap = [...x.slice(0, 7), [1, Number.NaN, 3]];
    await expectUnchanged(trainer, () => trainer.step(gap, y), {
      message: /the loss is NaN: x \[8, 3\] has NaN at place 22; drop such rows or fill the gaps/,
      step: 0,
    });
    const targets = [...y.slice(0, 7), [Number.POSITIVE_INFINITY]];
    await expectUnchanged(trainer, () => trainer.step(x, targets), {
      message: /the loss is Infinity: y \[8, 1\] has Infinity at place 7/,
      step: 0,
    });
    const factors = x.map((_, i) => (i === 2 ? Number.NaN : 1));
    await expectUnchanged(trainer, () => trainer.step(x, y, factors), {
      message: /weights \[8\] has NaN at place 2/,
      step: 0,
    });
  });

  it('after a step that was too large', async () => {
    const trainer = new Trainer(make(), {
      loss: 'meanSquaredError',
      optimizer: new Sgd({ learningRate: 1e38 }),
      recorded,
    });
    trainer.step(
      x,
      y.map((row) => row.map((value) => value * 1e3)),
    );
    await expectUnchanged(trainer, () => trainer.step(x, y), {
      message:
        /step 1: the loss is NaN: dense1.bias \[5\] has NaN at place 0: an update was too large, or its gradient not finite; lower the learning rate, or set clipNorm|step 1: the loss is (NaN|Infinity): dense\d\.\w+ \[.*\] has -?(NaN|Infinity) at place \d+: an update was too large/,
      step: 1,
      layer: expect.stringMatching(/^dense\d$/) as unknown as string,
    });
  });

  it("weights of models of one's own, which have no names", async () => {
    const weight = tensor([[1], [2], [3]], undefined, { requiresGrad: true });
    const model = { forward: (input: Tensor) => input.matmul(weight), parameters: () => [weight] };
    const trainer = new Trainer(model, { loss: 'meanSquaredError', optimizer: 'sgd', recorded });
    trainer.step(x, y);
    weight.assign([1, Number.NaN, 3]);
    const error = thrownBy(() => trainer.step(x, y)) as NonFiniteError;
    expect(error.message).toMatch(/step 1: the loss is NaN: parameter 0 \[3, 1\] has NaN at place 1/);
    expect(error.layer).toBeUndefined();
  });
});

describe('other errors of a step leave everything as it was', () => {
  it('a learning rate that is none', async () => {
    const schedule = (step: number): number => (step === 1 ? Number.NaN : 0.01);
    const trainer = new Trainer(make(), { loss: 'meanSquaredError', optimizer: new Adam({ learningRate: schedule }) });
    trainer.step(x, y);
    const before = await everythingOf(trainer.model as Sequential, trainer.optimizer);
    expect(() => trainer.step(x, y)).toThrow(
      /Adam: the learning rate must be a finite number of at least 0, got NaN.*at step 1/,
    );
    expect(await everythingOf(trainer.model as Sequential, trainer.optimizer)).toEqual(before);
  });

  it('labels that are no classes', async () => {
    const data = classified(6, 3);
    const model = new Sequential([new BatchNorm(), new Dropout(0.5), new Dense(3, { activation: 'softmax' })], {
      inputShape: [4],
    });
    const trainer = new Trainer(model, { loss: 'crossEntropy', optimizer: 'adam' });
    trainer.step(data.x, data.y);
    const before = await everythingOf(model, trainer.optimizer);
    for (const label of [3, -1, 0.5]) {
      const labels = [...data.y.slice(1), label];
      expect(() => trainer.step(data.x, labels)).toThrow(
        /labels must be whole numbers from 0 to 2 for 3 classes, got .* in row 5/,
      );
      expect(await everythingOf(model, trainer.optimizer)).toEqual(before);
    }
  });

  it('metrics that cannot be computed', async () => {
    const bad = [
      { metrics: ['r2' as const], rows: 1, message: /one sample has no variance/ },
      {
        metrics: [
          function mine() {
            return undefined as unknown as number;
          },
        ],
        rows: 3,
        message: /the metric 'mine' must return a number, got undefined/,
      },
      { metrics: ['accuracy' as const], rows: 3, message: /the metric 'accuracy' needs classes/ },
    ];
    for (const { metrics, rows, message } of bad) {
      const model = new Sequential([new Dropout(0.5), new Dense(1)], { inputShape: [3] });
      const trainer = new Trainer(model, { loss: 'meanSquaredError', optimizer: 'adam', metrics });
      const before = await everythingOf(model, trainer.optimizer);
      expect(() => trainer.step(x.slice(0, rows), y.slice(0, rows))).toThrow(message);
      expect(await everythingOf(model, trainer.optimizer)).toEqual(before);
    }
  });

  it('nothing to learn', async () => {
    const model = make();
    for (const layer of model.layers) layer.trainable = false;
    const before = await everythingOf(model, new Sgd());
    for (const recorded of [true, false]) {
      const trainer = new Trainer(model, { loss: 'meanSquaredError', optimizer: 'sgd', recorded });
      expect(() => trainer.step(x, y)).toThrow('Trainer.step: the model has nothing to learn; are all layers frozen?');
    }
    expect(await everythingOf(model, new Sgd())).toEqual(before);
  });
});

describe('fit', () => {
  it('names the step, and ends with the weights before it', async () => {
    const model = make();
    const trainer = new Trainer(model, { loss: 'meanSquaredError', optimizer: new Sgd({ learningRate: 1e30 }) });
    const ended: string[] = [];
    const callbacks = [{ onTrainEnd: () => void ended.push('end') }];
    const error = (await rejectionOf(trainer.fit(x, y, { epochs: 5, batchSize: 4, callbacks }))) as NonFiniteError;
    expect(error).toBeInstanceOf(NonFiniteError);
    expect(error.message).toMatch(/^fit: step \d+: the loss is|^fit: after step \d+, /);
    expect(error.step).toBe(trainer.optimizer.steps);
    expect(ended).toEqual(['end']);
    expect(trainer.stopReason).toBeUndefined();
  });

  it('looks at the weights after the last step, too', async () => {
    const model = new Sequential([new Dense(1)], { inputShape: [3] });
    const trainer = new Trainer(model, { loss: 'meanSquaredError', optimizer: new Sgd({ learningRate: 3e38 }) });
    const error = (await rejectionOf(
      trainer.fit(
        x,
        y.map((row) => [row[0] * 100]),
      ),
    )) as NonFiniteError;
    expect(error.message).toMatch(
      /^fit: after step 1, dense1\.(weight|bias) \[.*\] has -?(NaN|Infinity) at place 0: an update was too large/,
    );
    expect([error.step, error.layer]).toEqual([1, 'dense1']);
  });

  it('and at the loss of validation, as evaluate does', async () => {
    const model = new Sequential([new Dense(1)], { inputShape: [3] });
    const loss = (outputs: Tensor, targets: Tensor): Tensor =>
      outputs.sub(targets).square().mean().add(targets.max().log().mul(0));
    const zeros = y.map(() => [0]);
    const run = new Trainer(model, { loss, optimizer: 'sgd' }).fit(x, y, { validationData: [x, zeros] });
    expect((await rejectionOf(run)).message).toMatch(/^fit: validation: the loss is NaN for finite inputs/);
    expect(() => model.evaluate(x, zeros, { loss })).toThrow(/^Sequential.evaluate: the loss is NaN for finite inputs/);
  });
});
