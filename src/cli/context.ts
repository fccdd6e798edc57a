import type { Command } from 'commander';
import type { ImportPackage } from '../report/charts/load-vega.ts';
import type { Terminal } from './terminal.ts';

/** What a command may use of the world around it; tests give one of their own. */
export interface Context {
  /** For results. */
  readonly terminal: Terminal;
  /** For what is not a result: mistakes, and how far something is. */
  readonly errors: Terminal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** How optional packages are found; as Node does unless given. */
  readonly importPackage?: ImportPackage;
}

/**
 * Adds a subcommand. Its action throws what goes wrong; `runSimdgrad` reports it and chooses the exit code. It prints to
 * the terminals of the context only.
 */
export type RegisterCommand = (program: Command, context: Context) => void;
