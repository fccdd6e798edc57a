#!/usr/bin/env node
/** The program `simdgrad`: words, streams and variables of the process go in, its exit code comes out. */
import { runSimdgrad } from './simdgrad.ts';
import { terminalOf } from './terminal.ts';

process.exitCode = await runSimdgrad(process.argv.slice(2), {
  terminal: terminalOf(process.stdout, process.env),
  errors: terminalOf(process.stderr, process.env),
  environment: process.env,
});
