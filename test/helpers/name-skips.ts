import type { Reporter, TestModule } from 'vitest/node';

/** Names every test that was skipped, at the end of the run: each name says what it needs. */
export default class NameSkips implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const names = modules.flatMap(({ children }) => [...children.allTests('skipped')].map(({ fullName }) => fullName));
    if (names.length === 0) return;
    console.log(`\nSkipped:\n${names.map((name) => `  ${name}`).join('\n')}\n`);
  }
}
