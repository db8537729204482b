import type { Blueprint } from '../assembly/blueprint.ts';
import { AssemblyError } from '../assembly/types.ts';
import type { LocalSecrets } from '../auth/localSecrets.ts';
import type { AssumeRole } from '../iam/session.ts';
import type { LambdaFunction } from '../lambda/lambdaFunction.ts';
import { lambdaSource } from '../lambda/lambdaSource.ts';
import { dynamoDbSource } from '../source/dynamodb.ts';
import { noneSource } from '../source/none.ts';
import type { DataSource } from '../source/types.ts';

/** How AppSync names its sessions (recorded in terraform-aws-appsync 7). */
const SESSION_NAME = 'APPSYNC_ASSUME_ROLE';

/**
 * Makes the data sources of a blueprint, by name, each acting under its role. `functions` are by ARN. Throws
 * AssemblyError for an unknown function or role.
 */
export function createSources(
  { api }: Blueprint,
  functions: Map<string, LambdaFunction>,
  assumeRole: AssumeRole,
  endpoint: string,
  { credentials, tokenSecret }: LocalSecrets,
): Map<string, DataSource> {
  const sources = api.sources.map((source): [string, DataSource] => {
    if (source.type === 'NONE') {
      return [source.name, noneSource()];
    }
    const session = assumeRole(source.roleArn, 'appsync.amazonaws.com', SESSION_NAME, `the data source ${source.name}`);
    if (source.type === 'AMAZON_DYNAMODB') {
      const { region, accountId } = api;
      return [
        source.name,
        dynamoDbSource({ endpoint, region, accountId, tableName: source.tableName, session, credentials, tokenSecret }),
      ];
    }
    const lambda = functions.get(source.functionArn);
    if (lambda === undefined) {
      throw new AssemblyError(
        `the data source ${source.name} calls ${source.functionArn}, which the assembly does not have`,
      );
    }
    return [source.name, lambdaSource(lambda, session)];
  });
  return new Map(sources);
}
