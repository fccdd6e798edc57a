import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { birthByClock, birthByProc, birthByPs, isLiving, ownBirth } from '../../src/node/living-process.ts';

const { pid: ended } = spawnSync(process.execPath, ['--version']);
const testOnLinux = test.runIf(process.platform === 'linux');
const testWithPs = test.runIf(process.platform !== 'win32' && spawnSync('ps').status === 0);

test('this process is living; one of its number that began at another time is not', async () => {
  const own = await ownBirth();
  expect(own).toMatch(/^\w+$/);
  expect(await isLiving(process.pid, own)).toBe(true);
  expect(await isLiving(process.pid, `${own}0`)).toBe(false);
  expect(await isLiving(ended, own)).toBe(false);
});

testOnLinux('by /proc the beginning stays the same, and differs from process to process', async () => {
  const own = await birthByProc(process.pid);
  expect(own).toMatch(/^[0-9a-f]{8}n\d+$/);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(await birthByProc(process.pid)).toBe(own);
  expect(await birthByProc(process.ppid)).not.toBe(own);
  expect(await birthByProc(ended)).toBeUndefined();
});

testWithPs('by ps the beginning is told, too', async () => {
  expect(await birthByPs(process.pid)).toMatch(/^[A-Z][a-z]{2}[A-Z][a-z]{2}\d{7,8}20\d\d$/);
  expect(await birthByPs(ended)).toBeUndefined();
});

testWithPs('a process that has ended and that nobody has collected is over', async () => {
  // The shell becomes a program that never asks for its child.
  const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 20']);
  try {
    const pid = Number(String((await once(parent.stdout, 'data'))[0]));
    for (const birthOf of process.platform === 'linux' ? [birthByProc, birthByPs] : [birthByPs]) {
      await expect.poll(() => birthOf(pid), { interval: 5 }).toBe('over');
      expect(await isLiving(pid, 'whenever', birthOf)).toBe(false);
    }
  } finally {
    parent.kill();
  }
});

test('by the clock only this process is told, and within two seconds', async () => {
  const own = (await birthByClock(process.pid))!;
  expect(await birthByClock(process.ppid)).toBeUndefined();
  expect(await isLiving(process.ppid, 'at12', birthByClock)).toBe(true); // nobody can tell
  const shifted = (by: number) => `at${Number(own.slice(2)) + by}`;
  expect(await isLiving(process.pid, shifted(1500), birthByClock)).toBe(true);
  expect(await isLiving(process.pid, shifted(-2500), birthByClock)).toBe(false);
  expect(await isLiving(process.pid, 'MonNov', birthByClock)).toBe(true); // told in another way
});

test('by the clock threads agree with the program', async () => {
  const text = `require('worker_threads').parentPort.postMessage(performance.timeOrigin + performance.now() - process.uptime() * 1000)`;
  const worker = new Worker(text, { eval: true });
  const [there] = await once(worker, 'message');
  expect(Math.abs(there - Number((await birthByClock(process.pid))!.slice(2)))).toBeLessThan(1000);
  await worker.terminate();
});
