import { Command } from 'commander';
import { deployedCast, localCast, signedByAws, type Cast } from './cast.ts';

const LOCAL_URL = 'http://localhost:4000/graphql';

/** Wrongly called. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

interface Given {
  url?: string;
  key?: string;
  token?: string;
  iam: boolean;
  region?: string;
  local: boolean;
}

/** Reads the command line; `--help` and mistakes of spelling end the process, the latter with exit code 2. */
export function readOptions(argv: readonly string[]): Given {
  return new Command('smoke')
    .description('play a short story on an API, from the first user to a promotion, and remove what it made')
    .option('--url <url>', 'the GraphQL endpoint')
    .option('--key <key>', 'the public API key, to look at what it may do as well')
    .option('--token <token>', 'a token of a user in the group admins')
    .option('--iam', 'sign with AWS credentials, as the AWS CLI finds them', false)
    .option('--region <region>', 'the region of the API, where the URL does not name it')
    .option('--local', `the local server, at ${LOCAL_URL} unless --url says otherwise`, false)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .parse([...argv])
    .opts<Given>();
}

/** Who plays, as the command line says. @throws UsageError */
export function castOf({ url, key, token, iam, region, local }: Given): Cast {
  if ([token !== undefined, iam, local].filter(Boolean).length !== 1) {
    throw new UsageError('Say who may do everything there, by one of --local, --token and --iam.');
  }
  const endpoint = url ?? (local ? LOCAL_URL : '');
  if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol)) {
    throw new UsageError('--url must be the URL of the GraphQL endpoint, such as the output ApiUrl.');
  }
  if (local) {
    return localCast(endpoint);
  }
  const place = region ?? /\.appsync-api\.([\w-]+)\.amazonaws\./.exec(endpoint)?.[1] ?? process.env.AWS_REGION;
  if (token !== undefined) {
    return deployedCast(endpoint, async () => ({ authorization: token }), key);
  }
  if (!place) {
    throw new UsageError('The URL does not name the region of the API: say it with --region.');
  }
  return deployedCast(endpoint, signedByAws(endpoint, place), key);
}
