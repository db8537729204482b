import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { withSignature, withToken } from '../frame/api/prove.ts';
import { awsRegion } from '../frame/environment.ts';
import { defineTool } from '../frame/tool.ts';
import { UsageError } from '../frame/usageError.ts';
import { deployedCast, localCast, type Cast } from './cast.ts';

const LOCAL_URL = 'http://localhost:4000/graphql';

export const command = defineTool(
  'smoke',
  'play a short story on an API, from the first user to a promotion, and remove what it made',
)
  .option('--url <url>', 'the GraphQL endpoint')
  .option('--key <key>', 'the public API key, to look at what it may do as well')
  .option('--token <token>', 'a token of a user in the group admins')
  .option('--iam', 'sign with AWS credentials, as the AWS CLI finds them', false)
  .option('--region <region>', 'the region of the API, where the URL does not name it')
  .option('--local', `the local server, at ${LOCAL_URL} unless --url says otherwise`, false);

/**
 * Who plays, as the command line says.
 * @throws UsageError
 */
export function castOf({ url, key, token, iam, region, local }: ReturnType<typeof command.opts>): Cast {
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
  if (token !== undefined) {
    return deployedCast(endpoint, withToken(token), key);
  }
  const place = region ?? /\.appsync-api\.([\w-]+)\.amazonaws\./.exec(endpoint)?.[1] ?? awsRegion();
  if (place === undefined) {
    throw new UsageError('The URL does not name the region of the API: say it with --region.');
  }
  return deployedCast(endpoint, withSignature(endpoint, place, defaultProvider()), key);
}
