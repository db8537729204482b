import type { LambdaBlueprint } from '../assembly/blueprint.ts';
import type { Credentials } from '../auth/localSecrets.ts';

/** What every function's environment needs to reach the local services. */
export interface LambdaPlatform {
  region: string;
  /** The temporary ones of a function's role, by the function's ARN. */
  credentialsOf(functionArn: string): Credentials & { sessionToken: string };
  /** Where requests to DynamoDB are judged by the function's role. */
  dynamoDbEndpoint: string;
  /** Where this server offers Lambda's Invoke. */
  lambdaEndpoint: string;
  /** Where this server offers SQS's SendMessage. */
  queueEndpoint: string;
  /** Where this server offers EventBridge's PutEvents. */
  busEndpoint: string;
  /** The authority that a server with HTTPS has its certificate from. */
  caFile?: string;
}

/**
 * The environment variables of a function: the template's, and those that Lambda defines (Lambda Developer Guide,
 * "Defined runtime environment variables"). Of this process only PATH is passed on. AWS_EXECUTION_ENV is left out:
 * libraries that find it take the process for one of Lambda's, with an X-Ray daemon beside it.
 */
export function functionEnvironment(
  lambda: LambdaBlueprint,
  directory: string,
  platform: LambdaPlatform,
): Record<string, string> {
  const { accessKeyId, secretAccessKey, sessionToken } = platform.credentialsOf(lambda.arn);
  return {
    PATH: process.env.PATH ?? '',
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    ...lambda.environment,
    _HANDLER: lambda.handler,
    LAMBDA_TASK_ROOT: directory,
    AWS_REGION: platform.region,
    AWS_DEFAULT_REGION: platform.region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_LAMBDA_FUNCTION_NAME: lambda.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(lambda.memoryMegabytes),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${lambda.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: platform.dynamoDbEndpoint,
    AWS_ENDPOINT_URL_LAMBDA: platform.lambdaEndpoint,
    AWS_ENDPOINT_URL_SQS: platform.queueEndpoint,
    AWS_ENDPOINT_URL_EVENTBRIDGE: platform.busEndpoint,
    ...(platform.caFile === undefined ? {} : { NODE_EXTRA_CA_CERTS: platform.caFile }),
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
