import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What Lambda reports of a failed invocation. */
export interface LambdaFailure {
  errorType: string;
  errorMessage: string;
}

/** One invocation's end. `payload` is JSON text. */
export type LambdaOutcome = { payload: string } | { error: LambdaFailure };

/** What an invocation sends to the process. */
export interface LambdaCall {
  id: string;
  event: unknown;
  context: Record<string, unknown>;
  deadlineMs: number;
}

/** How a function's process is started. */
export interface LambdaStart {
  file: string;
  exportName: string;
  directory: string;
  environment: Record<string, string>;
  memoryMegabytes: number;
  /** Takes what the function prints. */
  onOutput(text: string): void;
}

type Message = { type: 'ready' } | { type: 'failed'; error: LambdaFailure } | ({ id: string } & LambdaOutcome);

/**
 * A running process of one function, shared by its invocations in flight. When it ends, by crash or kill, all of
 * them fail with what ended it; `isOver` then tells that the next invocation needs a new one.
 */
export class LambdaProcess {
  readonly #child: ChildProcess;
  readonly #inFlight = new Map<string, (outcome: LambdaOutcome) => void>();
  readonly #ready: Promise<LambdaFailure | undefined>;
  #isOver = false;

  constructor({ file, exportName, directory, environment, memoryMegabytes, onOutput }: LambdaStart) {
    const runner = fileURLToPath(new URL('runner.mjs', import.meta.url));
    this.#child = fork(runner, [file, exportName], {
      cwd: directory,
      env: environment,
      execArgv: ['--enable-source-maps', `--max-old-space-size=${memoryMegabytes}`],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child.stdout?.setEncoding('utf8').on('data', onOutput);
    this.#child.stderr?.setEncoding('utf8').on('data', onOutput);
    this.#ready = new Promise((resolve) => {
      this.#child.once('exit', () => resolve(undefined));
      this.#child.once('error', (error) => resolve({ errorType: 'Runtime.ExitError', errorMessage: error.message }));
      this.#child.on('message', (message: Message) => {
        if ('id' in message) {
          this.#settle(message);
        } else {
          resolve(message.type === 'failed' ? message.error : undefined);
        }
      });
    });
    this.#child.once('exit', (code, signal) =>
      this.#end(signal === null ? `exit status ${code}` : `signal: ${signal}`),
    );
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Runs one invocation; never rejects. */
  async invoke(call: LambdaCall): Promise<LambdaOutcome> {
    const outcome = new Promise<LambdaOutcome>((resolve) => this.#inFlight.set(call.id, resolve));
    const failure = await this.#ready;
    if (failure !== undefined) {
      this.#settle({ id: call.id, error: failure });
    } else if (this.#isOver) {
      this.#settle({ id: call.id, error: exitError(call.id, 'exit status 1') });
    } else if (this.#inFlight.has(call.id)) {
      this.#child.send(call, () => undefined);
    }
    return outcome;
  }

  /** Ends one invocation with this failure, and the process with it, and so all others in flight. */
  abort(id: string, error: LambdaFailure): void {
    this.#settle({ id, error });
    this.kill();
  }

  /** Kills the process at once. */
  kill(): void {
    this.#child.kill('SIGKILL');
    this.#end('signal: killed');
  }

  /** Resolves once the process is gone. */
  async ended(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
      return;
    }
    await new Promise<void>((resolve) => this.#child.once('exit', () => resolve()));
  }

  #settle({ id, ...outcome }: { id: string } & LambdaOutcome): void {
    this.#inFlight.get(id)?.(outcome);
    this.#inFlight.delete(id);
  }

  #end(reason: string): void {
    this.#isOver = true;
    for (const id of [...this.#inFlight.keys()]) {
      this.#settle({ id, error: exitError(id, reason) });
    }
  }
}

/** Lambda's report of a process that ended by itself or was killed. */
function exitError(id: string, reason: string): LambdaFailure {
  return {
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${id} Error: Runtime exited with error: ${reason}`,
  };
}
