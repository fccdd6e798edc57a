/**
 * Running one node over tensors in JavaScript memory: what it reads is staged in WASM memory, what it writes is copied
 * out. The staging area is a working resident that grows to the largest operation seen.
 */
import { noValuesError } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Address } from '../wasm/kernels.ts';
import { beginOperation, floats, Resident } from '../wasm/memory.ts';
import { AddressRun, type Node, sumOfVersions } from './node.ts';

export const eagerRun = new AddressRun();

let staging: Resident | undefined;
let cursor: Address = 0;

const floatBytes = 4;

function stagedBytes(tensor: Tensor): number {
  return Math.ceil(tensor.size / 4) * 16;
}

/** Begins an operation that stages up to `bytes`. Addresses given out before are void. */
export function beginStaging(bytes: number): void {
  beginOperation();
  if (staging === undefined || bytes > staging.bytes) {
    const room = Math.max(bytes, staging ? Math.min(2 * staging.bytes, 2 ** 24) : 64 * 1024);
    staging?.release();
    staging = new Resident(room, 'working');
  }
  cursor = staging.address();
}

/** Room for a tensor's values in the staging area. */
export function stageRoom(tensor: Tensor): Address {
  const address = cursor;
  cursor += stagedBytes(tensor);
  return address;
}

/** Bytes that `stageValues` takes for a tensor. */
export function bytesToStage(tensor: Tensor): number {
  return tensor.home ? 0 : stagedBytes(tensor);
}

/**
 * Sets the address of values that are to be read. Residents are brought in by the first pass over a node's tensors
 * (`touch`), because that may grow memory; only then are values copied.
 */
function stageValues(tensor: Tensor): void {
  if (tensor.home) {
    tensor.address = tensor.home.resident.address() + tensor.home.byteOffset;
    return;
  }
  if (!tensor.values) throw noValuesError('an operation');
  tensor.address = stageRoom(tensor);
  floats().set(tensor.values, tensor.address / floatBytes);
}

/** Brings homes in, so that no later step of the same operation moves memory. */
function touch(tensors: readonly Tensor[]): void {
  for (let i = 0; i < tensors.length; i++) tensors[i].home?.resident.address();
}

function sumBytes(tensors: readonly Tensor[]): number {
  let bytes = 0;
  for (let i = 0; i < tensors.length; i++) bytes += bytesToStage(tensors[i]);
  return bytes;
}

/** A copy of a tensor's values out of WASM memory. */
export function copyOut(address: Address, size: number): Float32Array {
  return floats().slice(address / floatBytes, address / floatBytes + size);
}

/** Runs forward now. `keepSaved`: backward will want what forward leaves for it. */
export function runForward(node: Node, keepSaved: boolean): void {
  const { inputs, output, saved, state, scratch } = node;
  beginStaging(sumBytes(inputs) + sumBytes(saved) + sumBytes(state) + sumBytes(scratch) + stagedBytes(output));
  touch(inputs);
  touch(state);
  for (const tensor of inputs) stageValues(tensor);
  for (const tensor of state) stageValues(tensor);
  for (const tensor of saved) tensor.address = stageRoom(tensor);
  for (const tensor of scratch) tensor.address = stageRoom(tensor);
  output.address = stageRoom(output);
  node.forward(eagerRun);
  output.values = copyOut(output.address, output.size);
  for (const tensor of state) {
    if (tensor.values) tensor.values = copyOut(tensor.address, tensor.size);
    tensor.version++;
  }
  if (!keepSaved) return;
  for (const tensor of saved) tensor.values = copyOut(tensor.address, tensor.size);
  node.versions = sumOfVersions(node.backwardReads);
}

/** Gradients of tensors in JavaScript memory while a backward pass runs. */
export type Gradients = Map<Tensor, Float32Array>;

/** Runs backward now: takes the output's gradient from `gradients` and leaves those of the inputs there. */
export function runBackward(node: Node, gradients: Gradients): void {
  const { inputs, output, backwardReads, backwardScratch } = node;
  const wanted = inputs.filter((input, i) => input.requiresGrad && inputs.indexOf(input) === i);
  let bytes = stagedBytes(output) + sumBytes(backwardReads) + sumBytes(backwardScratch);
  for (const input of wanted) bytes += stagedBytes(input);
  beginStaging(bytes);
  touch(backwardReads);
  for (const tensor of backwardReads) stageValues(tensor);
  for (const tensor of backwardScratch) tensor.address = stageRoom(tensor);
  output.gradientAddress = stageRoom(output);
  floats().set(gradients.get(output)!, output.gradientAddress / floatBytes);
  for (const input of inputs) input.gradientAddress = 0;
  for (const input of wanted) {
    input.gradientAddress = stageRoom(input);
    const sofar = input.gradientPass === eagerRun.pass ? gradients.get(input) : undefined;
    if (sofar) floats().set(sofar, input.gradientAddress / floatBytes);
  }
  node.backward!(eagerRun);
  gradients.delete(output);
  for (const input of wanted) {
    if (input.gradientPass === eagerRun.pass) gradients.set(input, copyOut(input.gradientAddress, input.size));
  }
}
