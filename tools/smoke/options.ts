import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { withSignature, withToken } from '../frame/api/prove.ts';
import { trustLocalServers } from '../frame/api/trust.ts';
import { parseEndpoint } from '../frame/argument.ts';
import { awsRegion } from '../frame/environment.ts';
import { defineTool } from '../frame/tool.ts';
import { UsageError } from '../frame/usageError.ts';
import { locateApi } from '../running/locateApi.ts';
import { deployedCast, localCast, type Cast } from './cast.ts';

export const command = defineTool(
  'smoke',
  'play a short story on an API, from the first user to a promotion, and remove what it made',
)
  .option('--url <url>', 'the GraphQL endpoint, such as the output ApiUrl', parseEndpoint)
  .option('--key <key>', 'the public API key, to look at what it may do as well')
  .option('--token <token>', 'a token of a user in the group admins')
  .option('--iam', 'sign with AWS credentials, as the AWS CLI finds them', false)
  .option('--region <region>', 'the region of the API, where the URL does not name it')
  .option('--local', 'the running npm start, which is found by itself; --url says which of several', false)
  .option('--state-dir <directory>', 'where the local server keeps its state', '.local');

/**
 * Who plays, as the command line says.
 * @throws UsageError, NoLocalServer
 */
export function castOf({ key, token, iam, region, local, ...where }: ReturnType<typeof command.opts>): Cast {
  if ([token !== undefined, iam, local].filter(Boolean).length !== 1) {
    throw new UsageError('Say who may do everything there, by one of --local, --token and --iam.');
  }
  trustLocalServers(where.stateDir);
  if (local) {
    return localCast(locateApi(where));
  }
  const { url: endpoint } = where;
  if (endpoint === undefined) {
    throw new UsageError('--url must be the URL of the GraphQL endpoint, such as the output ApiUrl.');
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
