/**
 * What the engine runs on: which build of the kernels, and on how many threads. Both are chosen before the first tensor or
 * model, in any order; a program that chooses nothing carries none of what this takes.
 */
import { kernelModule } from './binary.ts';
import { bytesOf } from './hexadecimal.ts';
import { type Engine, instantiate } from './kernels.ts';
import { replaceEngine, requireUnusedEngine } from './memory.ts';

type ModuleBytes = Uint8Array<ArrayBuffer>;

let moduleBytes = (): ModuleBytes => bytesOf(kernelModule);
let build: (bytes: ModuleBytes) => Engine = (bytes) => instantiate(bytes);

/** Other kernels on as many threads as before. @throws EngineInUseError once a tensor or model exists. */
export function chooseKernels(who: string, bytes: () => ModuleBytes): void {
  requireUnusedEngine(who);
  replaceEngine(who, build(bytes()));
  moduleBytes = bytes;
}

/** The same kernels, made into an engine in another way. @throws EngineInUseError once a tensor or model exists. */
export function chooseBuild(who: string, next: (bytes: ModuleBytes) => Engine): void {
  requireUnusedEngine(who);
  replaceEngine(who, next(moduleBytes()));
  build = next;
}
