import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, runCli, serveByCli } from '../cli/runCli.ts';
import { temporaryDirectory } from '../handmadeAssembly.ts';
import { synthesiseNotes } from './notes.ts';

let assembly: string;
let api: Awaited<ReturnType<typeof serveByCli>>;
beforeAll(async () => {
  assembly = synthesiseNotes(temporaryDirectory());
  api = await serveByCli(assembly, temporaryDirectory());
});
afterAll(() => void api.child.kill('SIGKILL'));

describe('appsync-local with an app of somebody else’s', () => {
  it('answers its pipeline and its unit resolver, over HTTP with its API key', async () => {
    const added = await call(api, 'mutation { addNote(text: " milk ") { id text addedAt } }');
    expect(added).toEqual({
      data: { addNote: { id: expect.any(String), text: 'milk', addedAt: expect.stringMatching(/^\d{4}-.*Z$/) } },
    });
    const { id } = (added as { data: { addNote: { id: string } } }).data.addNote;
    expect(await call(api, `{ getNote(id: "${id}") { text } other: getNote(id: "nowhere") { text } }`)).toEqual({
      data: { getNote: { text: 'milk' }, other: null },
    });
  });

  it('raises the errors of its code, and refuses who has no key', async () => {
    expect(await call(api, 'mutation { addNote(text: " ") { id } }')).toMatchObject({
      data: null,
      errors: [{ errorType: 'EmptyNote', message: 'A note has a text.' }],
    });
    expect(await call({ ...api, key: 'da2-unknown' }, '{ getNote(id: "a") { id } }')).toMatchObject({
      errors: [{ errorType: 'UnauthorizedException' }],
    });
  });

  it('ends with 0 when it is told to stop', async () => {
    api.child.kill('SIGTERM');
    expect(await api.ended).toBe(0);
    await expect(fetch(api.url)).rejects.toThrow();
  });
});

describe('appsync-local without an assembly', () => {
  it('says what it needs', async () => {
    const run = runCli([]);
    expect(await run.ended).toBe(1);
    expect(run.output()).toContain("missing required argument 'assembly'");
  });
});
