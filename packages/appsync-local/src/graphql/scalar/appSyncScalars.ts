import { awsDate, awsDateTime, awsTime } from './dateScalars.ts';
import type { ScalarBehaviour } from './defineScalar.ts';
import { awsEmail, awsIpAddress, awsJson, awsPhone, awsTimestamp, awsUrl } from './textScalars.ts';

/** AppSync's scalars by name (docs/reference/appsync.md#scalars). */
export const APPSYNC_SCALARS: Record<string, ScalarBehaviour> = {
  AWSDate: awsDate,
  AWSTime: awsTime,
  AWSDateTime: awsDateTime,
  AWSTimestamp: awsTimestamp,
  AWSEmail: awsEmail,
  AWSJSON: awsJson,
  AWSURL: awsUrl,
  AWSPhone: awsPhone,
  AWSIPAddress: awsIpAddress,
};
