import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { LambdaBlueprint } from '../assembly/blueprint.ts';
import { deployCode } from './deployCode.ts';
import { functionEnvironment, type LambdaPlatform } from './functionEnvironment.ts';
import { LambdaProcess, type LambdaOutcome } from './lambdaProcess.ts';

/** Where and how functions run. */
export interface LambdaHost extends LambdaPlatform {
  /** Holds each function's unpacked code. */
  codeDir: string;
  /** Invocations of a function at a time, unless the template reserves a number. */
  concurrency: number;
  /** Takes what a function prints. */
  onOutput(functionName: string, text: string): void;
}

/** The failure of an invocation that exceeds the function's concurrency. */
export const THROTTLED = 'TooManyRequestsException';

/**
 * A function that can be invoked. Its process starts at the first invocation and is shared by all in flight: unlike
 * Lambda, which gives each its own. A time-out kills the process, and with it everything in flight, as a crash would.
 */
export class LambdaFunction {
  readonly #lambda: LambdaBlueprint;
  readonly #host: LambdaHost;
  #module?: { file: string; exportName: string };
  #process?: LambdaProcess;
  #inFlight = 0;
  #isClosed = false;
  #peakInFlight = 0;
  #waiting: (() => void)[] = [];

  constructor(lambda: LambdaBlueprint, host: LambdaHost) {
    this.#lambda = lambda;
    this.#host = host;
  }

  get arn(): string {
    return this.#lambda.arn;
  }

  get pid(): number | undefined {
    return this.#process === undefined || this.#process.isOver ? undefined : this.#process.pid;
  }

  /** Invokes the function and waits for its end; failures are part of the outcome. `event` is sent as JSON. */
  async invoke(event: unknown): Promise<LambdaOutcome> {
    if (this.#isClosed) {
      return { error: { errorType: 'ServiceException', errorMessage: 'The function is closed.' } };
    }
    const limit = this.#lambda.reservedConcurrency ?? this.#host.concurrency;
    if (this.#inFlight >= limit) {
      return { error: { errorType: THROTTLED, errorMessage: 'Rate Exceeded.' } };
    }
    this.#inFlight += 1;
    this.#peakInFlight = Math.max(this.#peakInFlight, this.#inFlight);
    try {
      return await this.#run(event);
    } finally {
      this.#inFlight -= 1;
      if (this.#inFlight === 0) {
        this.#waiting.splice(0).forEach((resume) => resume());
      }
    }
  }

  /** Most invocations at one time since this was last asked. */
  takePeak(): number {
    const peak = this.#peakInFlight;
    this.#peakInFlight = this.#inFlight;
    return peak;
  }

  /** Resolves once no invocation is in flight. */
  async idle(): Promise<void> {
    if (this.#inFlight > 0) {
      await new Promise<void>((resume) => this.#waiting.push(resume));
    }
  }

  /** Kills the function's process; there will be no other. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#process?.kill();
    await this.#process?.ended();
  }

  async #run(event: unknown): Promise<LambdaOutcome> {
    const { name, arn, timeoutSeconds, memoryMegabytes } = this.#lambda;
    const process = this.#running();
    const id = randomUUID();
    const context = {
      awsRequestId: id,
      functionName: name,
      functionVersion: '$LATEST',
      invokedFunctionArn: arn,
      memoryLimitInMB: String(memoryMegabytes),
      logGroupName: `/aws/lambda/${name}`,
      logStreamName: 'local',
    };
    const timer = setTimeout(() => {
      const errorMessage = `${new Date().toISOString()} ${id} Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
      process.abort(id, { errorType: 'Sandbox.Timedout', errorMessage });
    }, timeoutSeconds * 1000);
    try {
      return await process.invoke({
        id,
        event: event ?? null,
        context,
        deadlineMs: Date.now() + timeoutSeconds * 1000,
      });
    } finally {
      clearTimeout(timer);
    }
  }

  #running(): LambdaProcess {
    if (this.#process !== undefined && !this.#process.isOver) {
      return this.#process;
    }
    const directory = join(this.#host.codeDir, this.#lambda.name);
    this.#module ??= deployCode(this.#lambda, directory);
    this.#process = new LambdaProcess({
      ...this.#module,
      directory,
      environment: functionEnvironment(this.#lambda, directory, this.#host),
      memoryMegabytes: this.#lambda.memoryMegabytes,
      onOutput: (text) => this.#host.onOutput(this.#lambda.name, text),
    });
    return this.#process;
  }
}
