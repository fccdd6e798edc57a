/** The process of one part, started by `part-process.ts`: is told over the channel to its parent what to run, and answers there. */
import { useEnvironment } from '../src/environment.ts';
import type { PartOptions } from './part.ts';
import { suite } from './parts.ts';
import { type Report, reportOf } from './report.ts';
import { searchSuite } from './search/parts.ts';

/** What the parent asks for. */
export interface PartRequest {
  readonly name: string;
  readonly quick: boolean;
  readonly filter: RegExp | undefined;
}

/** What it is told: how far the part is, at last the report. */
export type PartMessage = { readonly share: number; readonly doing: string } | { readonly report: Report };

process.once('message', async ({ name, quick, filter }: PartRequest) => {
  // Nobody is left to tell.
  process.once('disconnect', () => process.exit(1));
  const begin = performance.now();
  const send = (message: PartMessage, done = (): void => {}): void => void process.send!(message, done);
  const onProgress: PartOptions['onProgress'] = (share, doing) => send({ share, doing });
  useEnvironment(process.env);
  const { part } = await { ...suite.parts, ...searchSuite.parts }[name]();
  const outcome = await part.run({ quick, filter, onProgress });
  // What a part leaves open, such as an idle pool of threads, does not keep the process.
  send({ report: reportOf(outcome, (performance.now() - begin) / 1000) }, () => process.exit());
});
