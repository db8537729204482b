import { readFileSync } from 'node:fs';

/** The project's folder. */
export const ROOT = new URL('../../', import.meta.url);

/** The text of README.md. */
export const README = readFileSync(new URL('README.md', ROOT), 'utf8');

/** The commands in the ```sh blocks of a text, each on one line, without comments; `a && b` are two. */
export function shellCommands(markdown: string): string[] {
  return [...markdown.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block = '']) =>
    block
      .replaceAll(/\\\n\s*/g, '')
      .split('\n')
      .map((line) => line.replace(/(^|\s+)#.*$/, ''))
      .flatMap((line) => line.split(' && '))
      .map((command) => command.trim())
      .filter((command) => command !== ''),
  );
}

/** The ```sh blocks that hold more than one command: pasted, the second would run once the first is stopped. */
export function blocksOfMany(markdown: string): string[] {
  return [...markdown.matchAll(/^```sh\n.*?^```$/gms)]
    .map(([block]) => block)
    .filter((block) => shellCommands(block).length > 1);
}

/** The commands of the README that readmeCommands.deep.test.ts runs, in their order, against a server of their own. */
export const RUN_COMMANDS = shellCommands(README).filter((command) =>
  /^(npm start$|npm run demo$|npm run -s token -- |curl )/.test(command),
);

/** The lines of .ci/run; each command has one of its own. */
export function ciCommands(): string[] {
  return readFileSync(new URL('.ci/run', ROOT), 'utf8')
    .split('\n')
    .map((line) => line.trim());
}

/** Scripts that a text names and package.json does not have. */
export function unknownScripts(text: string): string[] {
  const { scripts } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as { scripts: object };
  return [...text.matchAll(/npm run (?:-s )?([\w:]+)/g)]
    .map(([, script = '']) => script)
    .filter((script) => !Object.hasOwn(scripts, script));
}

/** Files and folders that a text links to, relative to it. */
export function linkedFiles(markdown: string): string[] {
  return [...markdown.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) =>
    /^(https?:|#)/.test(target) ? [] : target.replace(/#.*$/, ''),
  );
}
