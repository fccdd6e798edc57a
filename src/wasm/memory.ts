/**
 * WASM memory as a cache of what is in use, so that nobody has to free anything.
 *
 * Long-lived values (parameters, gradients, optimizer slots) and working areas (graph arenas, staging) are *residents*.
 * A resident comes into WASM memory when its address is asked for. When room is needed under the budget, the residents
 * used longest ago move out: kept contents are copied to JavaScript memory, working areas are dropped. So a synchronous
 * loop over any number of models stays flat; a finalizer returns room early where there is time for one, and nothing
 * depends on it.
 *
 * An operation calls `beginOperation()` once and then asks for the addresses of all it needs; what one operation has
 * asked for is never moved before the next begins.
 */
import { EngineInUseError, MemoryError } from '../errors.ts';
import { type Address, type Engine, heapStart, setEngine, wasmMemory } from './kernels.ts';

const alignment = 64; // a cache line
const pageBytes = 65536;
const addressSpace = 65536 * pageBytes;

/** Bytes that a budget may have. */
export const memoryBudgets = { least: 2 ** 20, most: addressSpace - heapStart } as const;

let budget = 2 ** 30;

/** A free run of WASM memory. Runs are sorted by address and never touch: neighbours are merged. */
interface Hole {
  address: Address;
  bytes: number;
}
const holes: Hole[] = [];
/** First address above everything handed out so far. */
let top = heapStart;
let bytesInUse = 0;

/** Contents while outside WASM memory; undefined for zeros. */
interface Outside {
  contents: Float32Array | undefined;
}

/**
 * What the memory knows of a resident. Apart from the resident, so that one nobody uses can be collected; and without
 * its contents, because the finalizer's list keeps every place until the program next waits.
 */
interface Place {
  readonly bytes: number;
  readonly keepsContents: boolean;
  /** 0 while outside WASM memory. */
  address: Address;
  lastUse: number;
  /** How often it has come into WASM memory. */
  arrivals: number;
  /** Where the contents go when it moves out; known only while inside. */
  outside: Outside | undefined;
}
const inside = new Set<Place>();
let operation = 1;

const collected = new FinalizationRegistry<Place>((place) => release(place));

let floatView = new Float32Array(wasmMemory.buffer);
let byteView = new Uint8Array(wasmMemory.buffer);
let integerView = new Int32Array(wasmMemory.buffer);

/** All of WASM memory as float32. Take it after the last address was asked for, use it at once, do not keep it. */
export function floats(): Float32Array {
  if (floatView.length === 0) renewViews();
  return floatView;
}

/** All of WASM memory as bytes; as short-lived as `floats()`. */
export function bytes(): Uint8Array {
  if (byteView.length === 0) renewViews();
  return byteView;
}

/** All of WASM memory as int32; as short-lived as `floats()`. */
export function integers(): Int32Array {
  if (integerView.length === 0) renewViews();
  return integerView;
}

/** Views of WASM memory have length 0 once it has grown. */
function renewViews(): void {
  floatView = new Float32Array(wasmMemory.buffer);
  byteView = new Uint8Array(wasmMemory.buffer);
  integerView = new Int32Array(wasmMemory.buffer);
}

let inUse = false;

/** The first tensor or model settles what the engine runs on: kernels and memory can no longer be exchanged. */
export function settleEngine(): void {
  inUse = true;
}

/** @throws EngineInUseError once a tensor or model exists. `who` is the call that asks, such as `setThreads`. */
export function requireUnusedEngine(who: string): void {
  if (!inUse) return;
  throw new EngineInUseError(
    `${who}: it holds for the whole program and must be called before the first tensor, layer or model is made; ` +
      'call it right after the imports',
  );
}

/** Exchanges kernels and memory. @throws EngineInUseError once a tensor or model exists. */
export function replaceEngine(who: string, engine: Engine): void {
  requireUnusedEngine(who);
  setEngine(engine);
  renewViews();
}

/** Starts an operation: from here on everything used by earlier ones may move. */
export function beginOperation(): void {
  operation++;
}

/**
 * Sets how many bytes of WASM memory the engine may fill before it moves idle models out (1 GiB unless set).
 * Lowering it moves nothing at once; it holds from the next allocation on.
 *
 * @throws RangeError unless it is at least 1 MiB and below 4 GiB.
 */
export function setMemoryBudget(bytes: number): void {
  const { least, most } = memoryBudgets;
  if (!(bytes >= least && bytes <= most)) {
    throw new RangeError(`setMemoryBudget: bytes must be from 1 MiB to 4 GiB (${least} to ${most}), got ${bytes}`);
  }
  budget = bytes;
}

/**
 * Moves everything out: WASM memory is as it was before the first operation, apart from what the machine has given for it. Between pieces
 * of work, of which the next is to find the room that it would find alone, under a budget that may be lower.
 */
export function vacateMemory(): void {
  beginOperation();
  for (const place of [...inside]) moveOut(place);
  holes.length = 0;
  top = heapStart;
}

/** Bytes of WASM memory: reserved from the machine, held by residents, and allowed. */
export function memoryUse(): { reserved: number; inUse: number; budget: number } {
  return { reserved: wasmMemory.buffer.byteLength, inUse: bytesInUse, budget };
}

/** A run of bytes that is in WASM memory whenever its address is asked for. Starts as zeros if contents are kept. */
export class Resident {
  private readonly place: Place;
  private readonly outside: Outside = { contents: undefined };

  /** `contents: 'kept'` survive a move out of WASM memory; those of a 'working' area do not and start undefined. */
  constructor(bytes: number, contents: 'kept' | 'working') {
    settleEngine();
    this.place = {
      bytes: Math.max(alignment, Math.ceil(bytes / alignment) * alignment),
      keepsContents: contents === 'kept',
      address: 0,
      lastUse: 0,
      arrivals: 0,
      outside: undefined,
    };
    collected.register(this, this.place, this.place);
  }

  get bytes(): number {
    return this.place.bytes;
  }

  /** The address now, valid until the next operation begins. Brings the resident in if it is outside. */
  address(): Address {
    const place = this.place;
    place.lastUse = operation;
    return place.address !== 0 ? place.address : bringIn(place, this.outside);
  }

  /** How often it has come into WASM memory: what a working area held is lost whenever this grows. */
  get arrivals(): number {
    return this.place.arrivals;
  }

  /** A copy of `n` float32 from `byteOffset` on, wherever the contents are. */
  read(byteOffset: number, n: number): Float32Array {
    const { address } = this.place;
    if (address !== 0) return floats().slice((address + byteOffset) / 4, (address + byteOffset) / 4 + n);
    const { contents } = this.outside;
    return contents ? contents.slice(byteOffset / 4, byteOffset / 4 + n) : new Float32Array(n);
  }

  /** Writes float32 values from `byteOffset` on, wherever the contents are: what is outside stays outside. */
  write(byteOffset: number, values: ArrayLike<number>): void {
    const { address, bytes } = this.place;
    if (address !== 0) floats().set(values, (address + byteOffset) / 4);
    else {
      this.outside.contents ??= new Float32Array(bytes / 4);
      this.outside.contents.set(values, byteOffset / 4);
    }
  }

  /** Gives the room back now. The resident must not be used again. */
  release(): void {
    collected.unregister(this.place);
    release(this.place);
  }
}

function bringIn(place: Place, outside: Outside): Address {
  place.address = allocate(place.bytes);
  place.outside = outside;
  place.arrivals++;
  inside.add(place);
  if (outside.contents) floats().set(outside.contents, place.address / 4);
  else if (place.keepsContents) floats().fill(0, place.address / 4, (place.address + place.bytes) / 4);
  outside.contents = undefined;
  return place.address;
}

function moveOut(place: Place): void {
  if (place.keepsContents) {
    place.outside!.contents = floats().slice(place.address / 4, (place.address + place.bytes) / 4);
  }
  release(place);
}

function release(place: Place): void {
  if (place.address === 0) return;
  inside.delete(place);
  free(place.address, place.bytes);
  place.address = 0;
  place.outside = undefined;
}

/** Room for `wanted` bytes: a hole, else growth under the budget, else the room of residents used longest ago. */
function allocate(wanted: number): Address {
  const found = takeHole(wanted) ?? growBy(wanted);
  if (found !== undefined) return found;
  const idle = [...inside].filter((place) => place.lastUse !== operation).sort((a, b) => a.lastUse - b.lastUse);
  for (const place of idle) {
    moveOut(place);
    const address = takeHole(wanted) ?? growBy(wanted);
    if (address !== undefined) return address;
  }
  throw new MemoryError(
    `WASM memory: ${wanted} bytes are needed at once with ${bytesInUse} in use by the same operation, ` +
      `and the budget is ${budget} bytes; use a smaller batch or model, or raise it with setMemoryBudget(bytes)`,
  );
}

function takeHole(wanted: number): Address | undefined {
  for (let i = 0; i < holes.length; i++) {
    const hole = holes[i];
    if (hole.bytes < wanted) continue;
    const address = hole.address;
    if (hole.bytes === wanted) holes.splice(i, 1);
    else {
      hole.address += wanted;
      hole.bytes -= wanted;
    }
    bytesInUse += wanted;
    return address;
  }
  return undefined;
}

/** Extends the top, and with it the memory where it is too short. Undefined beyond the budget or the machine's room. */
function growBy(wanted: number): Address | undefined {
  const last = holes.at(-1);
  const start = last && last.address + last.bytes === top ? last.address : top; // a hole at the top is extended
  if (start + wanted - heapStart > budget) return undefined;
  const missing = start + wanted - wasmMemory.buffer.byteLength;
  if (missing > 0) {
    // An eighth more than asked, so that many small steps do not each pay for a growth.
    const generous = Math.min(
      missing + wasmMemory.buffer.byteLength / 8,
      heapStart + budget - wasmMemory.buffer.byteLength,
    );
    if (!tryGrow(Math.ceil(Math.max(missing, generous) / pageBytes)) && !tryGrow(Math.ceil(missing / pageBytes)))
      return undefined;
    renewViews();
  }
  if (start !== top) holes.pop();
  top = start + wanted;
  bytesInUse += wanted;
  return start;
}

function tryGrow(pages: number): boolean {
  try {
    wasmMemory.grow(pages);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false; // the machine has no more, or 4 GiB are reached
    throw error;
  }
}

function free(address: Address, size: number): void {
  bytesInUse -= size;
  let i = 0;
  let end = holes.length;
  while (i < end) {
    const middle = (i + end) >> 1;
    if (holes[middle].address < address) i = middle + 1;
    else end = middle;
  }
  const before = i > 0 ? holes[i - 1] : undefined;
  const after = i < holes.length ? holes[i] : undefined;
  const joinsBefore = before !== undefined && before.address + before.bytes === address;
  const joinsAfter = after !== undefined && address + size === after.address;
  if (joinsBefore && joinsAfter) {
    before.bytes += size + after.bytes;
    holes.splice(i, 1);
  } else if (joinsBefore) before.bytes += size;
  else if (joinsAfter) {
    after.address = address;
    after.bytes += size;
  } else holes.splice(i, 0, { address, bytes: size });
}
