import { describe, expect, it } from 'vitest';
import { templatesOf } from './synthesise.ts';

interface Role {
  Policies: { PolicyName: string; PolicyDocument: { Statement: { Action: string | string[]; Resource: unknown }[] } }[];
}

const FUNCTIONS = [
  ['Cascade', 'cascade', 'CASCADE_FUNCTION_NAME', '/index/GSI1'],
  ['EraseUsers', 'eraseUsers', 'ERASE_USERS_FUNCTION_NAME', '/index/GSI3'],
] as const;

describe.each(['dev', 'prod'] as const)('of %s', (stage) => {
  const { api } = templatesOf(stage);

  describe.each(FUNCTIONS)('%s', (construct, service, variable, index) => {
    const named = { Environment: { Variables: { POWERTOOLS_SERVICE_NAME: service } } };
    const [[id = '', { Properties } = { Properties: {} }] = []] = Object.entries(
      api.findResources('AWS::Lambda::Function', { Properties: named }),
    );
    const role = (): Role => {
      const [roleId = ''] = (Properties.Role as { 'Fn::GetAtt': string[] })['Fn::GetAtt'];
      return api.findResources('AWS::IAM::Role')[roleId]?.Properties as Role;
    };

    it('may invoke itself as often as it takes, and leaves what has failed three times in an encrypted queue', () => {
      const queues = Object.entries(api.findResources('AWS::SQS::Queue')).filter(([name]) =>
        name.startsWith(construct),
      );
      expect(queues).toHaveLength(1);
      const [[queue, { Properties: kept }] = ['', { Properties: {} }]] = queues;
      expect(Properties).toMatchObject({
        Timeout: 300,
        RecursiveLoop: 'Allow',
        DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': [queue, 'Arn'] } },
      });
      expect(kept).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 });
      const policies = Object.values(api.findResources('AWS::IAM::Policy'));
      expect(policies.map((policy) => policy.Properties.PolicyDocument.Statement)).toContainEqual([
        { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: { 'Fn::GetAtt': [id, 'Arn'] } },
      ]);
    });

    it('is begun by what reads the stream', () => {
      api.hasResourceProperties('AWS::Lambda::Function', {
        Environment: { Variables: { POWERTOOLS_SERVICE_NAME: 'publishChanges', [variable]: { Ref: id } } },
      });
    });

    it('can read and write the table of events, by one index alone, and never scans', () => {
      const text = JSON.stringify(role());
      expect(text.match(/\/index\/\w+/g)).toEqual([index]);
      expect(text).not.toContain('dynamodb:Scan');
    });

    it('works in the lanes only where registrations are given up', () => {
      const isEraser = service === 'eraseUsers';
      expect(JSON.stringify(role()).includes('LaneTable')).toBe(isEraser);
      expect('LANE_TABLE_NAME' in Properties.Environment.Variables).toBe(isEraser);
    });

    it('has the code of lambda/cascade', () => {
      const codes = FUNCTIONS.map(([, name]) => {
        const ofName = { Properties: { Environment: { Variables: { POWERTOOLS_SERVICE_NAME: name } } } };
        return Object.values(api.findResources('AWS::Lambda::Function', ofName))[0]?.Properties.Code as object;
      });
      expect(Properties.Code).toEqual(codes[0]);
    });
  });
});
