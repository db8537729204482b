import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/**
 * Where alarms are published; who is to be told subscribes to it. Encrypted under a key of its own, because CloudWatch
 * may not use AWS's key for SNS (SNS Developer Guide, "Enable compatibility between event sources from AWS services and
 * encrypted topics").
 */
export class AlarmTopic extends Topic {
  constructor(scope: Construct, id: string) {
    const key = new Key(scope, `${id}Key`, {
      description: 'Encrypts what alarms say on their way to those who are told.',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
      pendingWindow: Duration.days(7),
    });
    super(scope, id, { displayName: 'Alarms of event registration', masterKey: key, enforceSSL: true });
    const alarms = {
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    };
    key.addToResourcePolicy(
      new PolicyStatement({ ...alarms, actions: ['kms:Decrypt', 'kms:GenerateDataKey*'], resources: ['*'] }),
    );
    // Demanding TLS gives the topic a policy, which takes the place of the one that would let alarms in.
    this.addToResourcePolicy(new PolicyStatement({ ...alarms, actions: ['sns:Publish'], resources: [this.topicArn] }));
  }
}
