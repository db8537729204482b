import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppSyncClient } from '@aws-sdk/client-appsync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateCode, type EvaluateCodeInput, type EvaluateCodeOutput } from '../../src/resolver/evaluateCode.ts';
import { moduleOf } from './evaluate.ts';
import { DiffersFromAws, recordingEvaluator, replayingEvaluator } from './replay.ts';

const folder = mkdtempSync(join(tmpdir(), 'recordings-'));
const inputOf = (body: string): EvaluateCodeInput => ({
  code: moduleOf(body),
  context: '{}',
  function: 'request',
  runtime: { name: 'APPSYNC_JS', runtimeVersion: '1.0.0' },
});
/** What the AppSync in this process makes of an answer before it sends it. */
let falsify = (output: EvaluateCodeOutput) => output;
let server: Server;
let client: AppSyncClient;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        const isCall = request.method === 'POST' && request.url === '/v1/dataplane-evaluatecode';
        const output = isCall
          ? falsify(evaluateCode(JSON.parse(Buffer.concat(chunks).toString()) as EvaluateCodeInput))
          : { message: 'unknown' };
        response.writeHead(isCall ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(output));
      });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = new AppSyncClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
});
afterAll(() => {
  server.close();
  client.destroy();
  rmSync(folder, { recursive: true });
});

describe('EVALUATE=aws', () => {
  it('records what AppSync answers, and the replay compares it', async () => {
    const input = inputOf(`ctx.stash.a = 1; console.log('seen'); return { b: 2, a: 1 }`);
    const output = await recordingEvaluator(client, folder)(input);
    expect(output).toEqual(evaluateCode(input));
    expect(readdirSync(folder)).toHaveLength(1);
    expect(await replayingEvaluator(folder)(input)).toEqual(output);
  });

  it.each([
    ['another result', 'return 1', (output: EvaluateCodeOutput) => ({ ...output, evaluationResult: '2' })],
    [
      'an error',
      'return 3',
      (output: EvaluateCodeOutput) => ({ ...output, evaluationResult: undefined, error: { message: 'refused' } }),
    ],
    [
      'another place',
      'throw 1',
      ({ error, ...output }: EvaluateCodeOutput) => ({
        ...output,
        error: {
          message: 'other words',
          codeErrors: error!.codeErrors!.map((one) => ({ ...one, location: { ...one.location, line: 9 } })),
        },
      }),
    ],
    ['another stash', 'return 4', (output: EvaluateCodeOutput) => ({ ...output, stash: '{"a":1}' })],
  ])('makes the replay fail where AppSync answered %s', async (_what, body, change) => {
    falsify = change;
    await recordingEvaluator(client, folder)(inputOf(body));
    await expect(replayingEvaluator(folder)(inputOf(body))).rejects.toThrow(DiffersFromAws);
  });

  it('compares the shape only where code takes times or makes ids, and keys in any order', async () => {
    falsify = (output) => output;
    const input = inputOf('return { id: util.autoId(), b: 1 }');
    await recordingEvaluator(client, folder)(input);
    await expect(replayingEvaluator(folder)(input)).resolves.toMatchObject({ logs: [] });
    falsify = (output) => ({ ...output, evaluationResult: '{"b":1,"a":{"d":1,"c":2}}' });
    await recordingEvaluator(client, folder)(inputOf('return { a: { c: 2, d: 1 }, b: 1 }'));
    await expect(replayingEvaluator(folder)(inputOf('return { a: { c: 2, d: 1 }, b: 1 }'))).resolves.toMatchObject({
      logs: [],
    });
  });
});

describe('npm run record:aws', () => {
  it('says what it needs where there are no credentials', () => {
    const env = { PATH: process.env.PATH, HOME: folder, AWS_REGION: 'us-east-1', AWS_EC2_METADATA_DISABLED: 'true' };
    const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'tools/recordAws.ts'], {
      env,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringMatching(/^Recording needs an AWS account: .*credentials.*\nSet AWS_REGION/) as string,
    });
  });
});
