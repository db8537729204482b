import { createServer } from 'node:net';
import { noteServer } from 'appsync-local/testing';
import getPort from 'get-port';
import { describe, expect, it } from 'vitest';
import type { Outputs } from '../../examples/web/src/api/outputs.ts';
import { processesOfGroup } from '../../tools/running/processGroup.ts';
import { stageExample } from './exampleStage.ts';
import { npmRunExample } from './npmRunExample.ts';

const stage = stageExample();

describe('npm run example', () => {
  it('says which port is taken', async () => {
    const { port } = new URL(stage.example.app);
    await expect(npmRunExample('--port', port)).rejects.toThrow(
      `port ${port} is taken: choose another for the app with --port`,
    );
    const { port: apiPort } = new URL(stage.example.api);
    await expect(npmRunExample('--port', '0', '--api-port', apiPort)).rejects.toThrow(
      `port ${apiPort} is taken: if by npm start, use it with --api`,
    );
  });

  it('goes on to the next free port where the usual one is taken, and people are signed in there', async () => {
    const holder = createServer();
    // Where it cannot be held, somebody else has it.
    await new Promise((resolve) => holder.on('error', resolve).listen(5173, 'localhost', () => resolve(null)));
    const second = await npmRunExample('--state-dir', stage.stateDir);
    try {
      expect(second.output).toContain('Port     5173 is taken, so the app has the next one that is free\n');
      expect(Number(new URL(second.app).port)).toBeGreaterThan(5173);
      const ada = await stage.open('#/', { as: 'ada' }, second.app);
      await ada.go('#/mine');
      await ada.page.locator('[aria-busy=false] .card').first().waitFor();
      await ada.close();
    } finally {
      await second.destroy();
      holder.close();
    }
  });

  it('says when there is no API, and when a file is no amplify_outputs.json', async () => {
    await expect(npmRunExample('--port', '0', '--api', 'http://localhost:9/graphql')).rejects.toThrow(
      'No local server answers at http://localhost:9/graphql',
    );
    await expect(npmRunExample('--port', '0', '--api', 'http://localhost:9/x')).rejects.toThrow(
      'A local server has its API at http://localhost:9/graphql, not at http://localhost:9/x.',
    );
    await expect(npmRunExample('--port', '0', '--outputs', 'package.json')).rejects.toThrow(
      'package.json is no amplify_outputs.json',
    );
  });

  it('finds the API that runs with the state directory, and leaves it running at its end', async () => {
    const second = await npmRunExample('--port', '0', '--state-dir', stage.stateDir);
    try {
      expect(second.output).toContain('npm run demo fills it');
      const outputs = (await (await fetch(new URL('/amplify_outputs.json', second.app))).json()) as Outputs;
      expect(outputs.data.url).toBe(stage.example.api);
      await second.pressCtrlC();
    } finally {
      await second.destroy();
    }
    expect((await fetch(new URL('/healthz', stage.example.api))).status).toBe(200);
  });

  it('asks which of several that run', async () => {
    const note = noteServer(stage.stateDir, { url: 'http://localhost:4720/graphql', dynamodb: 'http://127.0.0.1:9' });
    await expect(npmRunExample('--port', '0', '--state-dir', stage.stateDir)).rejects.toThrow(
      '2 servers are running here: say which with --api, of ',
    );
    await note.close();
  });

  it('tells the app where the API gives tokens to it, and to no page from elsewhere', async () => {
    const outputs = (await (await fetch(new URL('/amplify_outputs.json', stage.example.app))).json()) as Outputs;
    const url = outputs.custom?.local_tokens ?? '';
    const body = JSON.stringify({ username: 'ada', groups: [] });
    const ask = (origin: string) => fetch(url, { method: 'POST', headers: { origin }, body });
    expect((await ask('https://elsewhere.example')).status).toBe(403);
    expect(await (await ask(new URL(stage.example.app).origin)).text()).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  it('ends all of it with Ctrl-C', async () => {
    const ports = [stage.example.app, stage.example.api].map((url) => Number(new URL(url).port));
    await stage.example.pressCtrlC();
    expect(await Promise.all(ports.map((port) => getPort({ port, host: 'localhost' })))).toEqual(ports);
    expect(processesOfGroup(stage.example.group)).toEqual([]);
  });
});
