import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { GraphQLError } from 'graphql';
import { keptAssembly } from './keptAssembly.ts';
import { bundledResolvers, bundleLambdas, rebundle, sourcesOfSynthesis, type Bundles } from './rebundle.ts';
import { differences, nextLook, stateOf } from './sources.ts';

/** What is bundled or quoted, where synthesis does not run it as well. */
const BUNDLED = /^(?:(?:resolvers|domain|lambda)\/|schema\.graphql$)/;

/** The code that bundles here; what it is when it has changed, only a synthesis knows. */
const BUNDLING = /^infra\/(?:bundling\/|wiring\/|paths\.ts$)/;

/** What watching needs of the server, and of whoever waits. */
export interface WatchSettings {
  /** The project's folder. */
  projectDir: string;
  /** The assembly that is served, made of the project's sources. */
  assemblyDir: string;
  /** Serves another; throws where that cannot be, and the one before goes on. */
  replace(assemblyDir: string): Promise<void>;
  /** Takes what happens, in a line each. */
  say(line: string): void;
}

/**
 * Serves what the sources of a project say, as soon as they say something else, until it is closed. A change of what is
 * only bundled is bundled anew, and so is the schema; whatever else templates follow from is synthesised. A mistake is
 * told, and what was served goes on; so is what is saved while a synthesis is under way, for which it waits.
 */
export async function watch({
  projectDir,
  assemblyDir,
  replace,
  say,
}: WatchSettings): Promise<{ close(): Promise<void> }> {
  const ending = new AbortController();
  const { signal } = ending;
  /** The sources that are served, or that were tried last. */
  let seen: ReadonlyMap<string, string> = stateOf(projectDir);
  /** What has changed since the version that is served. */
  const pending = new Set<string>();
  const folder = join(projectDir, 'node_modules/.cache/watch', String(process.pid));
  const resolversNow = () => bundledResolvers(join(folder, 'resolvers'));
  let served = {
    assemblyDir,
    bundles: { lambdas: await bundleLambdas(), ...resolversNow() },
    synthesis: await sourcesOfSynthesis(),
    paths: new Set(seen.keys()),
  };
  let canBundle = true;
  let number = 0;
  let draft: string | undefined;

  /** Bundles what has changed; undefined where the whole has to be synthesised. */
  const bundled = async (): Promise<{ assemblyDir: string; bundles: Bundles } | undefined> => {
    // A file that comes or goes may change the wiring, of which templates tell.
    const isEnough = [...pending].every(
      (path) => BUNDLED.test(path) && !served.synthesis.has(path) && served.paths.has(path) && seen.has(path),
    );
    if (!canBundle || !isEnough) {
      return undefined;
    }
    const before = served.bundles;
    const changed = await bundleLambdas((name) =>
      [...(before.lambdas.get(name)?.sources ?? [])].some((source) => pending.has(source)),
    );
    const bundles = { lambdas: new Map([...before.lambdas, ...changed]), ...resolversNow() };
    const outDir = join(folder, String(++number));
    if (rebundle(served.assemblyDir, outDir, before, bundles)) {
      return { assemblyDir: outDir, bundles };
    }
    rmSync(outDir, { recursive: true, force: true });
    return undefined;
  };

  const synthesised = async () => {
    const made = await keptAssembly(projectDir, signal, say);
    // What runs here is the old one from now on.
    canBundle &&= ![...pending].some((path) => BUNDLING.test(path));
    return { assemblyDir: made, bundles: { lambdas: await bundleLambdas(), ...resolversNow() } };
  };

  const renew = async (): Promise<void> => {
    const names = [...pending].sort().join(', ');
    const begun = performance.now();
    const next = (await bundled()) ?? (await synthesised());
    if (signal.aborted) {
      return;
    }
    await replace(next.assemblyDir);
    if (draft !== undefined) {
      rmSync(draft, { recursive: true, force: true });
    }
    draft = next.assemblyDir.startsWith(folder) ? next.assemblyDir : undefined;
    served = { ...next, synthesis: await sourcesOfSynthesis(), paths: new Set(seen.keys()) };
    pending.clear();
    say(`Live after ${((performance.now() - begun) / 1000).toFixed(1)} s: ${names}`);
  };

  /** The sources once two looks at a change agree: who saves a file may empty it first. */
  const settled = async (): Promise<ReadonlyMap<string, string>> => {
    let before = seen;
    let now = stateOf(projectDir);
    while (!signal.aborted && differences(before, now).length > 0) {
      await nextLook(signal);
      [before, now] = [now, stateOf(projectDir)];
    }
    return now;
  };

  const look = async (): Promise<void> => {
    while (!signal.aborted) {
      await nextLook(signal);
      const now = await settled();
      const changed = differences(seen, now);
      seen = now;
      if (changed.length > 0 && !signal.aborted) {
        changed.forEach((path) => pending.add(path));
        await renew().catch((error: unknown) => say(`${explain(error)}\nThe version before goes on.`));
      }
    }
  };
  const looking = look();
  return {
    close: async () => {
      ending.abort();
      await looking;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What to mend and where, without a stack. */
function explain(error: unknown): string {
  // The place in the schema is no part of a GraphQLError's message.
  return error instanceof Error && !(error instanceof GraphQLError) ? error.message : String(error);
}
