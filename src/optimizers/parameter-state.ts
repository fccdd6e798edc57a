/**
 * Where the slots of an optimizer live, and how parameters reach its kernel.
 *
 * The slots of parameters that share a block are blocks of the same layout, so that neighbours with the same number of
 * steps behind them are one run of memory in the weights, the gradients and every slot: one kernel call. Parameters in
 * JavaScript memory have their slots there and are staged in WASM memory one by one. A parameter that moves into a
 * block takes its slots along.
 */
import { beginStaging, bytesToStage, stageRoom } from '../autodiff/eager.ts';
import { noValuesError } from '../tensor/shape.ts';
import type { Block, Tensor } from '../tensor/tensor.ts';
import type { Address } from '../wasm/kernels.ts';
import { beginOperation, floats, Resident } from '../wasm/memory.ts';

/** The values an optimizer keeps for a parameter, by name, as long as it. Those that are not kept are undefined. */
export type Slots<Slot extends string = string> = Readonly<Record<Slot, Float32Array>>;

/** Parameters next to each other in WASM memory that have taken the same number of steps: what one kernel call sees. */
export interface ParameterRun<Slot extends string> {
  readonly theta: Address;
  readonly gradient: Address;
  /** Number of values, with those of the gaps between parameters: zeros, which every rule leaves zeros. */
  readonly n: number;
  /** The address of each slot, 0 for those that are not kept. */
  readonly slots: Readonly<Record<Slot, Address>>;
}

/** What an optimizer knows of one parameter. */
interface State {
  /** Steps taken. */
  t: number;
  /** Slots, in the order of their names, until the parameter is stepped in a block; undefined for zeros. */
  slots: Float32Array[] | undefined;
  /** The last walk over parameters that met it, to tell when one is listed twice. */
  walk: number;
}

/** Parameters that are updated together, and all that is looked up about them once. */
export interface Run<Slot extends string> {
  /** Where all of them are; undefined for a single parameter in JavaScript memory. */
  readonly block: Block | undefined;
  readonly parameters: readonly Tensor[];
  readonly states: readonly State[];
  /** The slots of the block, in the order of their names. */
  readonly residents: readonly Resident[];
  /** Written anew before each update. */
  readonly slots: Record<Slot, Address>;
}

type Update<Slot extends string> = (run: ParameterRun<Slot>, t: number) => void;

export class ParameterStates<Slot extends string> {
  /** The slots that are kept. */
  readonly names: readonly Slot[];
  private readonly notKept: readonly Slot[];
  private readonly states = new WeakMap<Tensor, State>();
  private readonly blocks = new WeakMap<Block, readonly Resident[]>();
  private walks = 0;
  /** The parameters of the last step and their runs: training steps the same ones again and again. */
  private last: { readonly parameters: readonly Tensor[]; readonly runs: readonly Run<Slot>[] } | undefined;

  /** `slots`: the names, true for those that are kept. */
  constructor(slots: Readonly<Record<Slot, boolean>>) {
    const names = Object.keys(slots) as Slot[];
    this.names = names.filter((name) => slots[name]);
    this.notKept = names.filter((name) => !slots[name]);
  }

  /** The position of the first parameter that is listed a second time, −1 if none is. */
  firstRepeated(parameters: readonly Tensor[]): number {
    const walk = ++this.walks;
    for (let i = 0; i < parameters.length; i++) {
      const state = this.stateOf(parameters[i]);
      if (state.walk === walk) return i;
      state.walk = walk;
    }
    return -1;
  }

  /**
   * The runs of the last step, if these are its parameters in its order and backward has left all their gradients where
   * they belong: then nothing about them has to be checked. Undefined otherwise.
   */
  lastRuns(parameters: readonly Tensor[]): readonly Run<Slot>[] | undefined {
    const { last } = this;
    if (last === undefined || !Array.isArray(parameters) || parameters.length !== last.parameters.length) return;
    for (let i = 0; i < parameters.length; i++) {
      const parameter: Tensor = parameters[i];
      if (parameter !== last.parameters[i]) return;
      if (parameter.grad === undefined || parameter.grad !== parameter.gradientHome) return;
    }
    return last.runs;
  }

  /**
   * The parameters as runs, in order. All of them are tensors with a gradient, none is listed twice. With `joins` false every
   * parameter is a run of its own.
   */
  runsOf(parameters: readonly Tensor[], joins: boolean): readonly Run<Slot>[] {
    const runs: Run<Slot>[] = [];
    const states = parameters.map((parameter) => this.stateOf(parameter));
    for (let first = 0; first < parameters.length; ) {
      const { block } = parameters[first];
      let next = first + 1;
      let end = block ? endOf(parameters[first]) : 0;
      while (joins && block && next < parameters.length && parameters[next].block === block) {
        if (parameters[next].home!.byteOffset !== end || states[next].t !== states[first].t) break;
        end = endOf(parameters[next]);
        next++;
      }
      runs.push({
        block,
        parameters: parameters.slice(first, next),
        states: states.slice(first, next),
        residents: block ? this.residentsOf(block) : [],
        slots: Object.fromEntries(this.notKept.map((name) => [name, 0])) as Record<Slot, Address>,
      });
      first = next;
    }
    const all = runs.every(({ block }) => block !== undefined); // what is in JavaScript memory may move into a block
    this.last = all ? { parameters: [...parameters], runs } : undefined;
    return runs;
  }

  /** Calls `update` with the addresses of a run, and counts a step for each parameter in it. */
  step(run: Run<Slot>, update: Update<Slot>): void {
    if (run.block) this.updateInBlock(run.block, run, update);
    else this.updateStaged(run, update);
  }

  /** Steps and copies of the slots of a parameter: 0 and zeros before its first step. */
  read(parameter: Tensor): { t: number; slots: Record<Slot, Float32Array> } {
    const { t, slots } = this.stateOf(parameter);
    const residents = parameter.block && this.blocks.get(parameter.block);
    const copy = (i: number): Float32Array => {
      if (slots) return slots[i].slice();
      return residents
        ? residents[i].read(parameter.home!.byteOffset, parameter.size)
        : new Float32Array(parameter.size);
    };
    const copies = this.names.map((name, i) => [name, copy(i)]);
    return { t, slots: Object.fromEntries(copies) as Record<Slot, Float32Array> };
  }

  /** Sets the steps and slots of a parameter; values are copied. */
  write(parameter: Tensor, t: number, slots: Readonly<Record<Slot, ArrayLike<number>>>): void {
    this.last = undefined; // steps may now differ within a run
    const state = this.stateOf(parameter);
    state.t = t;
    state.slots = this.names.map((name) => Float32Array.from(slots[name]));
  }

  private stateOf(parameter: Tensor): State {
    let state = this.states.get(parameter);
    if (!state) {
      state = { t: 0, slots: undefined, walk: 0 };
      this.states.set(parameter, state);
    }
    return state;
  }

  private residentsOf(block: Block): readonly Resident[] {
    let residents = this.blocks.get(block);
    if (!residents) {
      residents = this.names.map(() => new Resident(block.bytes, 'kept'));
      this.blocks.set(block, residents);
    }
    return residents;
  }

  private updateInBlock(block: Block, { parameters, states, residents, slots }: Run<Slot>, update: Update<Slot>): void {
    for (let i = 0; i < parameters.length; i++) {
      const { home, grad, gradientHome } = parameters[i];
      moveSlots(states[i], residents, home!.byteOffset);
      // A gradient assigned by hand; backward leaves it where it belongs.
      if (grad !== gradientHome) block.gradients.write(home!.byteOffset, grad!.toFloat32Array());
    }
    const offset = parameters[0].home!.byteOffset;
    const last = parameters[parameters.length - 1];
    const t = states[0].t + 1;
    beginOperation();
    const theta = block.values.address() + offset;
    const gradient = block.gradients.address() + offset;
    for (let i = 0; i < residents.length; i++) slots[this.names[i]] = residents[i].address() + offset;
    update({ theta, gradient, n: (last.home!.byteOffset - offset) / 4 + last.size, slots }, t);
    for (let i = 0; i < parameters.length; i++) {
      states[i].t = t;
      parameters[i].version++;
    }
  }

  /** A parameter in JavaScript memory. */
  private updateStaged({ parameters: [parameter], states: [state], slots }: Run<Slot>, update: Update<Slot>): void {
    const { values, size } = parameter;
    if (!values) throw noValuesError('an optimizer step');
    state.slots ??= this.names.map(() => new Float32Array(size));
    const arrays = [values, parameter.grad!.toFloat32Array(), ...state.slots];
    beginStaging(arrays.length * bytesToStage(parameter));
    const places = arrays.map(() => stageRoom(parameter));
    for (const [i, array] of arrays.entries()) floats().set(array, places[i] / 4);
    for (const [i, name] of this.names.entries()) slots[name] = places[2 + i];
    update({ theta: places[0], gradient: places[1], n: size, slots }, state.t + 1);
    for (const [i, array] of arrays.entries()) {
      if (i !== 1) array.set(floats().subarray(places[i] / 4, places[i] / 4 + size));
    }
    state.t++;
    parameter.version++;
  }
}

/** Takes the slots of a parameter along into a block. */
function moveSlots(state: State, residents: readonly Resident[], byteOffset: number): void {
  if (!state.slots) return;
  for (const [i, values] of state.slots.entries()) residents[i].write(byteOffset, values);
  state.slots = undefined;
}

/** Where in its block the next parameter begins. */
function endOf(parameter: Tensor): number {
  return parameter.home!.byteOffset + Math.ceil(parameter.size / 4) * 16;
}
