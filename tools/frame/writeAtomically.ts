import { open, rename } from 'node:fs/promises';

/** Replaces a file as a whole: a reader finds the old text or the new one, even after a crash in between. */
export async function writeAtomically(
  path: string,
  write: (append: (text: string) => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const temporary = `${path}.new`;
  const file = await open(temporary, 'w');
  try {
    await write((text) => file.write(text));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}
