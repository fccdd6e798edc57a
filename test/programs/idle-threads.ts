/** Does some work on three threads, then nothing for half a second, and prints how many milliseconds of processor time that took. */
import { matmul, randomNormal, setThreads, zeros } from '../../src/index.ts';

await setThreads(3);
const a = randomNormal([512, 512], { seed: 1 });
for (let i = 0; i < 20; i++) matmul(a, a);
if (
  matmul(zeros([512, 512]), a)
    .toFloat32Array()
    .some((value) => value !== 0)
)
  throw new Error('0 · a must be 0');

await new Promise((resolve) => setTimeout(resolve, 100));
const before = process.cpuUsage();
await new Promise((resolve) => setTimeout(resolve, 500));
const { user, system } = process.cpuUsage(before);
console.log((user + system) / 1000);
