const NO_RDS = 'there is no relational data source here';
const NO_XML = 'how elements and attributes become keys is not documented';

/** What AppSync documents and is refused by name here, because it could not be exact, with the reason. */
export const notEmulated: Record<string, string> = {
  'util.escapeJavaScript': 'which characters it escapes is not documented',
  'util.dynamodb.fromS3ObjectJson': 'the form of its answer is not documented',
  'util.transform.toElasticsearchQueryDSL':
    'there is no OpenSearch data source here, and most of its output is not documented',
  'util.xml.toMap': NO_XML,
  'util.xml.toJsonString': NO_XML,
  'util.rds.toJsonObject': NO_RDS,
  'extensions.evictFromApiCache': 'there is no API cache here',
  '@aws-appsync/utils/dynamodb.sync':
    'AppSync did not have it either when that was recorded; it needs a versioned data source',
  '@aws-appsync/utils/rds': NO_RDS,
  '@aws-appsync/utils/ai': 'there is no Bedrock data source here',
};

/** Why a member cannot be used: it is documented but not emulated, or AppSync does not have it either. */
export function whyMissing(path: string): string {
  const reason = notEmulated[path] ?? Object.entries(notEmulated).find(([known]) => known.startsWith(`${path}.`))?.[1];
  return reason === undefined ? `${path} does not exist in APPSYNC_JS` : `not emulated: ${path}, because ${reason}`;
}
