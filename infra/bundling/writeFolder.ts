import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Makes a folder hold exactly these files, by name. What is there already with the same text is not touched, and a file
 * never appears half-written, so several syntheses of the same sources may run side by side.
 */
export function writeFolder(folder: string, files: Map<string, string>): void {
  mkdirSync(folder, { recursive: true });
  const present = new Set(readdirSync(folder));
  for (const [name, text] of files) {
    if (!present.has(name) || readFileSync(`${folder}/${name}`, 'utf8') !== text) {
      const draft = `${folder}/.${name}.${process.pid}`;
      writeFileSync(draft, text);
      renameSync(draft, `${folder}/${name}`);
    }
  }
  for (const name of present) {
    if (!files.has(name) && !name.startsWith('.')) {
      rmSync(`${folder}/${name}`, { force: true });
    }
  }
}
