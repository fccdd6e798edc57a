import { describe, expect, test } from 'vitest';
import { keepingTerminal } from '../helpers/output.ts';

describe('terminalOf', () => {
  test('a file or pipe: neither interactive nor coloured', () => {
    const terminal = keepingTerminal();
    expect(terminal.interactive).toBe(false);
    expect(terminal.colors.red('x')).toBe('x');
    expect(keepingTerminal({ environment: { FORCE_COLOR: '1', CI: '1' } }).colors.red('x')).toBe('x');
  });

  test('a terminal: both', () => {
    const terminal = keepingTerminal({ isTTY: true, columns: 120 });
    expect(terminal.interactive).toBe(true);
    expect(terminal.width).toBe(120);
    expect(terminal.colors.red('x')).toBe('\x1b[31mx\x1b[39m');
  });

  test('NO_COLOR takes colours away, unless empty', () => {
    const without = keepingTerminal({ isTTY: true, environment: { NO_COLOR: '1' } });
    expect(without.colors.red('x')).toBe('x');
    expect(without.interactive).toBe(true);
    expect(keepingTerminal({ isTTY: true, environment: { NO_COLOR: '' } }).colors.red('x')).not.toBe('x');
  });

  test('TERM=dumb cannot draw', () => {
    const dumb = keepingTerminal({ isTTY: true, environment: { TERM: 'dumb' } });
    expect(dumb.interactive).toBe(false);
    expect(dumb.colors.red('x')).toBe('x');
  });

  test('80 characters wide where it does not say', () => {
    expect(keepingTerminal({ columns: 0 }).width).toBe(80);
  });
});
