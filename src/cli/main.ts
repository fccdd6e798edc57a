#!/usr/bin/env node
/** The program `simdgrad`: words, streams and variables of the process go in, its exit code comes out. */
import { runSimdgrad } from './simdgrad.ts';
import { terminalOf } from './terminal.ts';

// Whoever reads the output may close it early, as `| head` does: then there is nobody left to tell.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
}

process.exitCode = await runSimdgrad(process.argv.slice(2), {
  terminal: terminalOf(process.stdout, process.env),
  errors: terminalOf(process.stderr, process.env),
  environment: process.env,
});
