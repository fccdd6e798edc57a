/** What `import 'simdgrad'` means in Node: the public face, on the engine that the environment chooses. */
import { useEnvironment } from '../environment.ts';

export * from '../index.ts';

useEnvironment(process.env);
