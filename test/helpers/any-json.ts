/**
 * Parsed JSON whose fields a test reads and changes by name, right and wrong ones alike. `unknown` would need a check before each
 * step down, and what a test spoils on purpose has no type that fits.
 */
// biome-ignore lint/suspicious/noExplicitAny: the one place for it; JSON.parse gives the same
export type AnyJson = any;
