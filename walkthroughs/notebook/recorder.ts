/** The program's side while a page is built: what it prints, draws and says in its prose goes to the process that started it. */

/** What a program tells as it runs. */
export type Note =
  /** A prose begins, with the text of each of its figures. */
  | { readonly kind: 'prose'; readonly values: readonly string[] }
  | { readonly kind: 'text'; readonly text: string }
  | Picture
  /** Why it ended early. */
  | { readonly kind: 'error'; readonly message: string; readonly place: string };

export interface Picture {
  readonly kind: 'picture';
  /** Its file is called WALKTHROUGH-NAME.svg. */
  readonly name: string;
  readonly title: string;
  /** The text of the file. */
  readonly svg: string;
}

/** Whether a page is being built. */
export const isRecording = process.send !== undefined && process.env.SIMDGRAD_WALKTHROUGH !== undefined;

export function tell(note: Note): void {
  process.send!(note);
}

/** @throws TypeError for a figure that is neither text nor a finite number. */
export function prose(figures: readonly (readonly [expression: string, value: unknown])[]): void {
  const values = figures.map(([expression, value]) => {
    if (typeof value === 'string' || Number.isFinite(value)) return String(value);
    throw new TypeError(`{{${expression}}} must be text or a finite number, got ${String(value)}`);
  });
  tell({ kind: 'prose', values });
}

if (isRecording) {
  process.stdout.write = ((text: string | Uint8Array): boolean => {
    tell({ kind: 'text', text: typeof text === 'string' ? text : new TextDecoder().decode(text) });
    return true;
  }) as typeof process.stdout.write;
  process.on('uncaughtException', (error: unknown) => {
    const { message = String(error), stack = '' } = error as Error;
    const place = /walkthroughs\/[\w-]+\.ts:\d+/.exec(stack)?.[0] ?? '';
    process.send!({ kind: 'error', message, place } satisfies Note, () => process.exit(1));
  });
}
