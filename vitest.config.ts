import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { JAVA_TOOL_OPTIONS, SURROUNDINGS } from './test/support/surroundings.ts';

const SUITES = ['test/**', 'packages/*/test/**'];

/**
 * `npm test` runs all files but `*.deep.test.ts`. `npm run test:deep` (`--mode deep`) runs those, and the files whose
 * sizes depend on the tier (test/support/tier.ts) once more with the larger ones.
 */
export default defineConfig(({ mode }) => {
  const tier = mode === 'deep' ? 'deep' : 'fast';
  Object.assign(process.env, { JAVA_TOOL_OPTIONS });
  return {
    // The client package comes from its sources, as tsconfig.json says.
    resolve: { tsconfigPaths: true },
    test: {
      include:
        tier === 'deep'
          ? [...SUITES.map((suite) => `${suite}/*.deep.test.ts`), ...sizedFiles()]
          : SUITES.map((suite) => `${suite}/!(*.deep).test.ts`),
      exclude: ['test/browser/**'],
      ...SURROUNDINGS,
      provide: { tier, share: shareOf(process.env.SHARE) },
      // Files of one worker share what they import; each has its own table, and puts back what it changes of the
      // process.
      isolate: false,
      // Of the time of two, each on a core, a quarter is waiting for the database.
      maxWorkers: 3,
      maxConcurrency: 2,
      sequence: { sequencer: LongestFirst },
      testTimeout: 600_000,
      hookTimeout: 300_000,
      expect: { poll: { timeout: 120_000, interval: 20 } },
      reporters: ['default'],
    },
  };
});

/** One in how many cases of the deep tier is tried (test/support/tier.ts). */
function shareOf(text = '1'): number {
  if (!/^[1-9]\d?$/.test(text)) {
    throw new Error(`SHARE is a whole number from 1 to 99, not "${text}".`);
  }
  return Number(text);
}

/** What takes longest, longest first. */
const SLOWEST = [
  'test/docs/addAField',
  'packages/bench/test/fuzz/',
  'packages/legacy-migration/test/walkthrough',
  'test/readme/deploy',
  'test/tools/watch',
  'test/history/guards/',
  'test/damage/',
  'test/history/faults',
  'packages/legacy-migration/test/interrupted',
  'test/lambda/interleaving',
  'test/privilege/',
  'test/history/scenarios',
  'test/history/torture',
  'test/subscription/exactness',
];

/**
 * In a fresh checkout vitest goes by how long files look, which some of the longest do not: begun last, one of them
 * would keep one worker busy while the other has nothing left.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const index = SLOWEST.findIndex((start) => moduleId.includes(`/${start}`));
      return index === -1 ? SLOWEST.length : index;
    };
    const sorted = await super.sort(files);
    return sorted.sort((one, other) => rank(one) - rank(other));
  }
}

/** The test files that ask for the tier, by themselves or in a file that they import. */
function sizedFiles(): string[] {
  const known = new Map<string, boolean>();
  const asksForTier = (file: string): boolean => {
    // An import may stand in a text that a test writes to a file.
    if (!known.has(file) && existsSync(file)) {
      const text = readFileSync(file, 'utf8');
      const imported = [...text.matchAll(/^(?:import|export|}).* from '(\..+\.tsx?)';$/gm)].map(([, path = '']) =>
        join(dirname(file), path),
      );
      known.set(file, text.includes("inject('tier')") || imported.some(asksForTier));
    }
    return known.get(file) === true;
  };
  return ['test', 'packages'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((file) => join(folder, file))
      .filter((file) => file.endsWith('.test.ts') && !file.includes('node_modules'))
      .filter(asksForTier),
  );
}
