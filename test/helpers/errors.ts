/** What a call that must fail throws, to look at its message and fields. */
export function thrownBy(run: () => unknown): Error & { row?: number; column?: string } {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('expected an error, but none was thrown');
}

/** What a promise that must be rejected is rejected with. */
export async function rejectionOf(run: Promise<unknown>): Promise<Error & { row?: number; column?: string }> {
  try {
    await run;
  } catch (error) {
    return error as Error;
  }
  throw new Error('expected a rejection, but there was none');
}
