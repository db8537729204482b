import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { Backstage } from './backstage.ts';
import { ExamplePage, type Look } from './examplePage.ts';
import { npmRunExample, type Example } from './npmRunExample.ts';

/** The example app for the tests of a file, and what they do with it. */
export interface ExampleStage {
  readonly example: Example;
  readonly backstage: Backstage;
  /** Where its API keeps its state. */
  readonly stateDir: string;
  /** Opens a page of the app, until the end of the test. */
  open(hash: string, look?: Look, app?: string): Promise<ExamplePage>;
  /** Opens the page of an event, as somebody. */
  see(eventId: string, as?: string): Promise<ExamplePage>;
}

/**
 * Starts `npm run example` before the tests of a file and ends it after them; a test fails if a page of it has had
 * trouble that it does not know of.
 */
export function stageExample(): ExampleStage {
  let stateDir: string;
  let example: Example;
  let backstage: Backstage;
  const opened: ExamplePage[] = [];

  beforeAll(async () => {
    stateDir = await mkdtemp(join(tmpdir(), 'event-registration-example-'));
    example = await npmRunExample(
      '--port',
      '0',
      '--api-port',
      '0',
      '--in-memory',
      '--assembly',
      inject('assemblyDir'),
      '--state-dir',
      stateDir,
    );
    backstage = new Backstage(example.api, stateDir);
  });
  afterEach(async () => {
    const pages = opened.splice(0);
    await Promise.all(pages.map((page) => page.close()));
    expect(pages.flatMap(({ incidents }) => incidents)).toEqual([]);
  });
  afterAll(async () => {
    await example?.destroy();
    await rm(stateDir, { recursive: true, force: true });
  });

  return {
    get example() {
      return example;
    },
    get backstage() {
      return backstage;
    },
    get stateDir() {
      return stateDir;
    },
    async open(hash, look, app = example.app) {
      const page = await ExamplePage.open(app, hash, look);
      opened.push(page);
      return page;
    },
    see(eventId, as) {
      return this.open(`#/event/${eventId}`, { as });
    },
  };
}
