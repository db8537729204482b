import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { Command, type OptionValues } from '@commander-js/extra-typings';
import { callByNpm, silenceSdkWarning } from './environment.ts';
import { npmHint } from './npmHint.ts';
import { UsageError } from './usageError.ts';

/**
 * What the exit codes of every tool mean; a tool that tells more apart has codes from 3 on, which its file lists.
 * - 0: done, and nothing is wrong.
 * - 1: done, and what the tool looked at is wrong.
 * - 2: not done: wrongly called, or something that the tool needs is not there.
 */
const NOT_DONE = 2;

/** How an error ends a tool. */
export interface Exit {
  /** For the person who called the tool. */
  sentence: string;
  exitCode: number;
}

/** Begins the command line of a tool: `npm run <name> -- --help` shows the description. */
export function defineTool(name: string, description: string): Command {
  return new Command(name).description(description);
}

/**
 * Reads the command line, runs a tool, and sets the exit code of the process. A mistake in the command line ends the
 * process with 2, a sentence and the way to the usage, `--help` with 0. An expected error is printed as one sentence;
 * any other with its stack, for it is a fault of the tool.
 * @param act answers the exit code, 0 if it answers nothing
 * @param exitOf the expected errors of this tool; null for all others. UsageError and those of the operating system
 * (a file that is not there) are expected everywhere
 */
export async function runTool<Args extends unknown[], Options extends OptionValues>(
  command: Command<Args, Options>,
  act: (options: Options, ...args: Args) => Promise<number | void>,
  exitOf: (error: Error) => Exit | null = () => null,
): Promise<void> {
  silenceSdkWarning();
  // In `npm run audit | head` nobody reads the rest of the output, but the work is finished all the same.
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => code === 'EPIPE' || process.exit(NOT_DONE));
  const call = callByNpm();
  const hint = npmHint(longNames(command), call);
  if (hint !== null) {
    console.error(`error: ${hint}`);
    process.exit(NOT_DONE);
  }
  command
    .showHelpAfterError(`${call?.command ?? `npm run ${command.name()}`} -- --help shows the usage.`)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : NOT_DONE))
    .parse();
  try {
    process.exitCode = (await act(command.opts(), ...command.processedArgs)) ?? 0;
  } catch (error) {
    const exit = error instanceof Error ? (exitOf(error) ?? usualExit(error)) : null;
    console.error(exit === null ? error : `error: ${exit.sentence}`);
    process.exitCode = exit?.exitCode ?? NOT_DONE;
  }
}

/** The ending of errors of these kinds: not done, for the reason that their message says. */
export function notDone(...kinds: (abstract new (...args: never[]) => Error)[]): (error: Error) => Exit | null {
  return (error) =>
    kinds.some((kind) => error instanceof kind) ? { sentence: error.message, exitCode: NOT_DONE } : null;
}

/** The long names of a command's options, without the dashes. */
function longNames({ options }: { options: readonly { long?: string | undefined }[] }): string[] {
  return options.flatMap(({ long }) => long?.slice(2) ?? []);
}

/** What is not there: the file, or already its folder. */
function absence(path: string): string {
  return existsSync(dirname(path)) ? `there is no ${path}` : `there is no folder ${dirname(path)}`;
}

function usualExit(error: Error): Exit | null {
  const { syscall, code, path } = error as NodeJS.ErrnoException;
  if (syscall === undefined) {
    return notDone(UsageError)(error);
  }
  return {
    sentence: syscall === 'open' && code === 'ENOENT' && path !== undefined ? absence(path) : error.message,
    exitCode: NOT_DONE,
  };
}
