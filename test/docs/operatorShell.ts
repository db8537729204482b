import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A letter as `aws sqs receive-message --query 'Messages[0]'` prints it. */
export const LETTER = { ReceiptHandle: 'the-handle', Body: '{"operation":"tell","eventId":"it’s \\"one\\""}' };

/**
 * Stands for every program of an operator. Writes down how it was called, and what `file://` it was given; prints what
 * the rest of a page's commands need: the output of a stack, a letter, otherwise a word.
 */
const STAND_IN = `#!/bin/sh
all="$*"
printf '%s\\n' "\${0##*/} $all" >> "$SCRATCH/calls"
case "$all" in *file://*.json\\ *)
  file=\${all#*file://}
  [ -e "\${file%% *}" ] && cat "\${file%% *}" >> "$SCRATCH/calls"
esac
case "$all" in
  *describe-stacks*)
    key=\${all#*OutputKey==\\'}
    cat "$SCRATCH/outputs/\${key%%\\'*}" 2> /dev/null || echo "\${key%%\\'*}" >> "$SCRATCH/missing" ;;
  *receive-message*) cat "$SCRATCH/letter" ;;
  *) echo value ;;
esac
exit 0
`;
const PROGRAMS = ['aws', 'npm', 'npx', 'curl', 'git', 'date'];

/** What came of a script. */
export interface Played {
  /** How each program was called, in their order; after one that was given a `file://`, what the file holds. */
  calls: string[];
  /** Outputs that the stack does not have. */
  missing: string[];
  /** What the shell complained about, and what it printed. */
  complaint: string;
  printed: string;
}

/**
 * Runs a script as an operator's shell would, in a folder of its own and with stand-ins for the programs that reach an
 * account. The shell stops at a variable that is not set.
 * @param outputs those of the deployed stack
 */
export function play(script: string, outputs: Record<string, string>): Played {
  const scratch = mkdtempSync(join(tmpdir(), 'operator-'));
  try {
    const bin = join(scratch, 'bin');
    mkdirSync(bin);
    mkdirSync(join(scratch, 'outputs'));
    for (const program of PROGRAMS) {
      writeFileSync(join(bin, program), STAND_IN);
      chmodSync(join(bin, program), 0o755);
    }
    symlinkSync(process.execPath, join(bin, 'node'));
    for (const [name, value] of Object.entries(outputs)) {
      writeFileSync(join(scratch, 'outputs', name), `${value}\n`);
    }
    writeFileSync(join(scratch, 'letter'), JSON.stringify(LETTER));
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-euc', script], {
      cwd: scratch,
      env: { PATH: `${bin}:/usr/bin:/bin`, SCRATCH: scratch },
      input: 'typed\n',
      encoding: 'utf8',
    });
    const linesOf = (file: string) => linesIn(join(scratch, file));
    return { calls: linesOf('calls'), missing: linesOf('missing'), complaint: stderr, printed: stdout };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** Runs commands of git by `bash`, in a folder. Returns what they print. */
export const inRepository = (folder: string, script: string): string =>
  execFileSync('bash', ['-euc', script], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

function linesIn(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(0, -1);
  } catch {
    return [];
  }
}
