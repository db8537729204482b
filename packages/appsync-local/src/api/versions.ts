import type { Functions } from '../lambda/startFunctions.ts';
import type { StreamFeeds } from '../stream/prepareFeeds.ts';
import type { Served } from './openDoor.ts';
import type { Plan } from './plan.ts';

/** All that follows from one assembly, but for the feeds of its streams. */
export interface Version {
  plan: Plan;
  functions: Functions;
  served: Served;
}

/** What it takes to go from one version to the next. */
export interface VersionSteps {
  /** Makes a version ready; `number` counts from 0. Throws for an assembly that cannot be served. */
  prepare(assemblyDir: string, number: number): Promise<Version>;
  /** Makes the tables that are missing, and the feeds of its streams, which have not begun. */
  feed(version: Version): Promise<StreamFeeds>;
  serve(version: Version): void;
}

/** The versions of an API that follow one another behind the same door. */
export class Versions {
  readonly #steps: VersionSteps;
  #live?: { version: Version; feeds: StreamFeeds };
  /** Of every version whose processes may still run. */
  readonly #functions = new Set<Functions>();
  #number = 0;
  #isClosed = false;

  constructor(steps: VersionSteps) {
    this.#steps = steps;
  }

  /** The one that is served. */
  get current(): Version {
    return this.#live!.version;
  }

  /** Those of the one that is served. */
  get feeds(): StreamFeeds {
    return this.#live!.feeds;
  }

  /** Serves another assembly. Throws what stands in the way; what was served before then goes on. */
  async replace(assemblyDir: string): Promise<void> {
    const version = await this.#steps.prepare(assemblyDir, this.#number++);
    this.#functions.add(version.functions);
    const before = this.#live;
    try {
      // One reader of a stream at a time: the next one begins where this one has ended.
      await before?.feeds.close();
      this.#live = { version, feeds: await this.#steps.feed(version) };
    } catch (error) {
      await this.#end(version.functions);
      if (before !== undefined && !this.#isClosed) {
        this.#live = { ...before, feeds: await this.#steps.feed(before.version) };
        await this.#live.feeds.begin();
      }
      throw error;
    }
    this.#steps.serve(version);
    await this.#live.feeds.begin();
    if (before !== undefined) {
      const { functions } = before.version;
      void functions.idle().then(() => this.#end(functions));
    }
  }

  /** Ends the feeds, and the functions of all versions. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([this.#live?.feeds.close(), ...[...this.#functions].map((functions) => this.#end(functions))]);
  }

  async #end(functions: Functions): Promise<void> {
    if (this.#functions.delete(functions)) {
      await functions.close();
    }
  }
}
