/** The side of a peer: everything about its process but the peer. Another language has its own, such as `serve.py`. */
import { readFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { type Job, readJob } from './job.ts';
import type { Answer, Ready, Request } from './messages.ts';

/** A network in a peer's own memory, with its batches and optimizer. */
export interface Network {
  /** Trains on one of the batches. Gives its loss before the update. */
  step(batch: number): number | Promise<number>;
  /** Trains `steps` times, from batch `from` on and round and round, and is done when it returns or resolves. */
  train(from: number, steps: number): void | Promise<void>;
  /** Predicts the first row of the first batch. What it gives is in JavaScript's memory. */
  predict(): ArrayLike<number> | Promise<ArrayLike<number>>;
  /** As in `Ready`. */
  readonly differs?: string;
  readonly optimizer?: Ready['optimizer'];
}

/** Makes the network of a job, in one of the ways that the peer has. Throws what the peer throws. */
export type Open = (job: Job, way: string) => Network | Promise<Network>;

/** Serves the runner until it has no more requests: `node PEER.js FOLDER WAY`. */
export async function serve(packages: readonly string[], open: Open): Promise<void> {
  const [folder, way] = process.argv.slice(2);
  try {
    const job = readJob(folder);
    const network = await open(job, way);
    const { differs, optimizer } = network;
    say({ versions: versionsOf(packages), differs, optimizer });
    let at = 0;
    for await (const line of createInterface({ input: process.stdin })) {
      const request = JSON.parse(line) as Request;
      const batches = job.batches.length;
      if (request.do === 'follow') {
        const end = performance.now() + 1000 * request.seconds;
        const losses: number[] = [];
        do {
          const loss = await network.step(at++ % batches);
          if (!Number.isFinite(loss)) throw new Error(`its loss became ${loss}`);
          losses.push(loss);
        } while (losses.length < request.steps && performance.now() < end);
        say({ losses });
      } else if (request.do === 'train') {
        const start = performance.now();
        await network.train(at % batches, request.steps);
        say({ milliseconds: performance.now() - start });
        at += request.steps;
      } else if (request.do === 'predict') {
        let prediction: ArrayLike<number> | undefined;
        const start = performance.now();
        for (let i = 0; i < request.times; i++) {
          const given = network.predict();
          prediction = given instanceof Promise ? await given : given;
        }
        const milliseconds = performance.now() - start;
        if (!Array.from(prediction ?? []).some(Number.isFinite)) throw new Error(`predicted ${prediction}`);
        say({ milliseconds });
      } else {
        say({ peakBytes: peakBytes() });
      }
    }
  } catch (error) {
    say({ error: error instanceof Error ? error.message : String(error) });
  }
  process.exit();
}

function say(answer: Answer): void {
  writeSync(3, `${JSON.stringify(answer)}\n`);
}

/** The versions of installed packages. */
function versionsOf(packages: readonly string[]): Record<string, string> {
  const require = createRequire(import.meta.url);
  return Object.fromEntries(
    packages.map((name) => {
      const folder = require.resolve.paths(name)!.map((path) => `${path}/${name}/package.json`);
      for (const file of folder) {
        try {
          return [name, (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version];
        } catch {}
      }
      return [name, 'unknown'];
    }),
  );
}

/** Linux counts with `maxRSS` what the parent held when it started the process; the other figure is of this program alone. */
function peakBytes(): number {
  try {
    return 1024 * Number(/VmHWM:\s*(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))![1]);
  } catch {
    return 1024 * process.resourceUsage().maxRSS;
  }
}
