/**
 * A peer that computes nothing and says how long it takes: `node fake-peer.mjs FOLDER WAY`, where WAY is JSON: `perStep` and
 * `perPrediction` in milliseconds, `error` if it is to say so when it begins, `differs`, `off` how far its losses are off,
 * `dies` after so many requests, `hangs` at them.
 */
import { existsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const [folder, way] = process.argv.slice(2);
const {
  perStep = 1,
  perPrediction = 0.01,
  error,
  differs,
  off = 0,
  dies = Infinity,
  hangs = Infinity,
  garbles,
} = JSON.parse(way);
const say = (answer) => writeSync(3, `${JSON.stringify(answer)}\n`);

if (!existsSync(join(folder, 'job.json'))) throw new Error(`no job in ${folder}`);
if (error !== undefined) {
  say({ error });
  process.exit();
}
say({ versions: { 'fake-peer': '1.2.3' }, differs });
let steps = 0;
let requests = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  requests++;
  if (requests > dies) throw new TypeError('out of luck');
  if (requests > hangs) continue;
  if (garbles) writeSync(3, '{"losses":[NaN]}\n');
  else if (request.do === 'follow') {
    say({ losses: Array.from({ length: request.steps }, () => 1 / (1 + steps++) + off) });
  } else if (request.do === 'train') say({ milliseconds: request.steps * perStep });
  else if (request.do === 'predict') say({ milliseconds: request.times * perPrediction });
  else say({ peakBytes: 50e6 });
}
