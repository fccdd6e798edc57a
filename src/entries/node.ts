/** What `import 'simdgrad/node'` means. */
import './simdgrad.ts';

export * from '../node/index.ts';
