import { differences, nextLook, stateOf } from './sources.ts';

/**
 * Says in one line, the first time that sources are no longer in the state `before` (`stateOf`), which they are and
 * that they wait for the synthesis under way. Resolves then, or by the signal, which is that the synthesis has ended.
 */
export async function tellSaved(
  projectDir: string,
  before: ReadonlyMap<string, string>,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<void> {
  while (!signal.aborted) {
    await nextLook(signal);
    const saved = signal.aborted ? [] : differences(before, stateOf(projectDir));
    if (saved.length > 0) {
      say(`Saved meanwhile, and waits for the synthesis under way: ${saved.join(', ')}`);
      return;
    }
  }
}
