import { Writable } from 'node:stream';
import { type Terminal, terminalOf } from '../../src/cli/terminal.ts';

/** A terminal that keeps what is written to it. */
export function keepingTerminal({
  isTTY = false,
  columns = 80,
  environment = {},
  onWrite,
}: {
  isTTY?: boolean;
  columns?: number;
  environment?: Record<string, string>;
  /** Called with all that was written, whenever something is. */
  onWrite?: (text: string) => void;
} = {}): Terminal & { text(): string } {
  let kept = '';
  const output = new Writable({
    decodeStrings: false,
    write(chunk, _, done) {
      kept += chunk;
      onWrite?.(kept);
      done();
    },
  });
  return { ...terminalOf(Object.assign(output, { isTTY, columns }), environment), text: () => kept };
}

/** A terminal whose stream, as those of a process do, fails from its write number `after` on: EPIPE where nobody reads, or another code. */
export function failingTerminal(code: string, after = 0): Terminal & { text(): string } {
  let kept = '';
  let writes = 0;
  const output = new Writable({
    decodeStrings: false,
    autoDestroy: false, // the streams of a process are never destroyed
    write(chunk, _, done) {
      const fails = ++writes > after;
      if (!fails) kept += chunk;
      done(fails ? Object.assign(new Error(`${code}: it failed, write`), { code, syscall: 'write' }) : null);
    },
  });
  return { ...terminalOf(output, {}), text: () => kept };
}
