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
