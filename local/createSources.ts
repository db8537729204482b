import type { Blueprint } from './assembly/blueprint.ts';
import { AssemblyError } from './assembly/types.ts';
import type { LocalSecrets } from './auth/localSecrets.ts';
import type { LambdaFunction } from './lambda/lambdaFunction.ts';
import { lambdaSource } from './lambda/lambdaSource.ts';
import { dynamoDbSource } from './source/dynamodb.ts';
import { noneSource } from './source/none.ts';
import type { DataSource } from './source/types.ts';

/** Makes the data sources of a blueprint, by name. `functions` are by ARN. Throws AssemblyError for an unknown function. */
export function createSources(
  { api }: Blueprint,
  functions: Map<string, LambdaFunction>,
  endpoint: string,
  { credentials, tokenSecret }: LocalSecrets,
): Map<string, DataSource> {
  const sources = api.sources.map((source): [string, DataSource] => {
    if (source.type === 'NONE') return [source.name, noneSource()];
    if (source.type === 'AMAZON_DYNAMODB') {
      return [source.name, dynamoDbSource({ endpoint, region: api.region, tableName: source.tableName, credentials, tokenSecret })];
    }
    const lambda = functions.get(source.functionArn);
    if (lambda === undefined) throw new AssemblyError(`the data source ${source.name} calls ${source.functionArn}, which the assembly does not have`);
    return [source.name, lambdaSource(lambda)];
  });
  return new Map(sources);
}
