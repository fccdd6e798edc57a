import { describe, expect, it } from 'vitest';
import { type Callback, Dense, Sequential, Trainer } from '../../src/index.ts';
import { rejectionOf } from '../helpers/errors.ts';
import { classified } from '../helpers/training-data.ts';

const { x, y } = classified(24, 3);
const trainerOf = () =>
  new Trainer(new Sequential([new Dense(3, { activation: 'softmax' })], { inputShape: [4] }), {
    loss: 'crossEntropy',
    optimizer: 'sgd',
  });

describe('callbacks', () => {
  it('are called in their order, and waited for', async () => {
    const calls: string[] = [];
    const noting = (name: string, delay: number): Callback => {
      const note = (point: string) => async () => {
        await new Promise((resume) => setTimeout(resume, delay));
        calls.push(`${name} ${point}`);
      };
      return {
        onTrainBegin: note('begin'),
        onEpochBegin: (epoch) => note(`epoch ${epoch}`)(),
        onEpochEnd: (epoch, { loss }) => note(`${epoch} ended, loss ${typeof loss}`)(),
        onTrainEnd: note('end'),
      };
    };
    await trainerOf().fit(x, y, { epochs: 2, callbacks: [noting('a', 5), noting('b', 0)] });
    const points = ['begin', 'epoch 0', '0 ended, loss number', 'epoch 1', '1 ended, loss number', 'end'];
    expect(calls).toEqual(points.flatMap((point) => [`a ${point}`, `b ${point}`]));
  });

  it('see the run: model, optimizer, history of the epochs that are done', async () => {
    const trainer = trainerOf();
    const lengths: number[] = [];
    const callback: Callback = {
      onEpochBegin(_epoch, run) {
        lengths.push(run.history.loss.length);
        expect(run.model).toBe(trainer.model);
        expect(run.optimizer).toBe(trainer.optimizer);
        expect([run.initialEpoch, run.epochs]).toEqual([2, 4]);
      },
      onEpochEnd(_epoch, figures, { history }) {
        expect(figures.loss).toBe(history.loss.at(-1));
      },
    };
    await trainer.fit(x, y, { initialEpoch: 2, epochs: 4, callbacks: [callback] });
    expect(lengths).toEqual([0, 1]);
  });

  it('may be objects of a class', async () => {
    class Counting implements Callback {
      epochs = 0;
      onEpochEnd(): void {
        this.epochs++;
      }
    }
    const counting = new Counting();
    await trainerOf().fit(x, y, { epochs: 3, callbacks: [counting] });
    expect(counting.epochs).toBe(3);
  });

  it('end training; the first reason stays', async () => {
    const trainer = trainerOf();
    const callbacks: Callback[] = [
      { onEpochEnd: (epoch, _figures, run) => void (epoch === 1 && run.stop('enough')) },
      { onEpochEnd: (_epoch, _figures, run) => run.stop('more than enough') },
    ];
    const history = await trainer.fit(x, y, { epochs: 9, callbacks: callbacks.slice(0, 1) });
    expect([history.loss.length, trainer.stopReason]).toEqual([2, 'enough']);
    await trainer.fit(x, y, { epochs: 9, callbacks: callbacks.toReversed() });
    expect(trainer.stopReason).toBe('more than enough');
    await trainer.fit(x, y, { callbacks: [{ onTrainBegin: (run) => run.stop('not today') }] });
    expect([trainer.stopReason, trainer.optimizer.steps]).toEqual(['not today', 3]);
  });

  it('that have begun are all ended, whatever fails; the first error comes through', async () => {
    const ended: string[] = [];
    const ending = (name: string, error?: string): Callback => ({
      onTrainEnd() {
        ended.push(name);
        if (error) throw new Error(error);
      },
    });
    const begins: Callback = {
      onTrainBegin() {
        throw new Error('cannot begin');
      },
    };
    const failure = (callbacks: Callback[]) => rejectionOf(trainerOf().fit(x, y, { callbacks }));
    expect((await failure([ending('a', 'a fails'), ending('b', 'b fails'), ending('c')])).message).toBe('a fails');
    expect(ended.splice(0)).toEqual(['a', 'b', 'c']);
    expect((await failure([ending('a', 'a fails'), begins, ending('c')])).message).toBe('cannot begin');
    expect(ended.splice(0)).toEqual(['a']);
    const inTheMidst: Callback = { onEpochBegin: () => Promise.reject(new Error('in the midst')) };
    expect((await failure([ending('a', 'a fails'), inTheMidst])).message).toBe('in the midst');
    const trainer = trainerOf();
    await rejectionOf(trainer.fit(x, y, { callbacks: [inTheMidst] }));
    expect((await trainer.fit(x, y)).loss).toHaveLength(1); // and the next training can begin
  });

  it('that are none are refused before anything changes', async () => {
    const trainer = trainerOf();
    const bad: [unknown, RegExp][] = [
      [{ onEpochEnd() {} }, /callbacks must be an array, got an Object/],
      [[() => {}], /a callback must be an object, got function .*; call it, or give \{ onEpochEnd: … \}/],
      [[undefined], /a callback must be an object, got undefined/],
      [[{}], /a callback does nothing: an Object; give it one of onTrainBegin, onEpochBegin/],
      [[{ onEpochEnded() {} }], /a callback has no 'onEpochEnded'; did you mean 'onEpochEnd'/],
      [
        [{ onBatchEnd() {} }],
        /a callback has no 'onBatchEnd'.*Known: onTrainBegin, onEpochBegin, onProgress, onEpochEnd, onTrainEnd/,
      ],
      [[{ onEpochEnd: 3 }], /onEpochEnd of a callback must be a function, got 3/],
      [[Promise.resolve({ onEpochEnd() {} })], /a callback does nothing: a Promise; await it/],
    ];
    for (const [callbacks, message] of bad) {
      const error = await rejectionOf(trainer.fit(x, y, { callbacks: callbacks as never }));
      expect(error).toBeInstanceOf(TypeError);
      expect(error.message).toMatch(message);
    }
    expect(trainer.optimizer.steps).toBe(0);
  });
});
