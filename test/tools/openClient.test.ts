import { afterEach, describe, expect, it, vi } from 'vitest';
import { UsageError } from '../../tools/frame/usageError.ts';
import { openClient } from '../../tools/running/openClient.ts';

/** An environment in which nothing says where, and as whom. */
function stubNowhere(): void {
  for (const name of Object.keys(process.env).filter((one) => one.startsWith('AWS_'))) {
    vi.stubEnv(name, undefined);
  }
  vi.stubEnv('AWS_CONFIG_FILE', '/nowhere');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
}

describe('openClient', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('says that no region is named, before anything is asked for', async () => {
    stubNowhere();
    await expect(openClient({})).rejects.toThrow(
      new UsageError('no AWS region is named: name it with --region, or by AWS_REGION'),
    );
  });

  it('says that there are no credentials', async () => {
    stubNowhere();
    await expect(openClient({ region: 'eu-west-1' })).rejects.toThrow(/^there are no AWS credentials: /);
  });

  it('needs neither for a DynamoDB Local', async () => {
    stubNowhere();
    const client = await openClient({ endpoint: 'http://localhost:8000' });
    expect(await client.config.region()).toBe('us-east-1');
    expect(await client.config.credentials()).toMatchObject({ accessKeyId: 'local' });
    client.destroy();
  });
});
