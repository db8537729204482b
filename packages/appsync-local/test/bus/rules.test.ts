import { expect, it } from 'vitest';
import { readBlueprint } from '../../src/assembly/readBlueprint.ts';
import { writeAssembly } from '../handmadeAssembly.ts';

const ARN = { 'Fn::GetAtt': ['Listener', 'Arn'] };

const read = (rule: object, bus: object = {}) =>
  readBlueprint(
    writeAssembly({
      schema: 'type Query { a: ID }',
      lambdas: { Listener: { code: '' } },
      resources: {
        Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'news', ...bus } },
        Rule: {
          Type: 'AWS::Events::Rule',
          Properties: { EventBusName: { Ref: 'Bus' }, EventPattern: {}, Targets: [{ Id: 'a', Arn: ARN }], ...rule },
        },
      },
    }),
  );

it.each<[string, object, object]>([
  ['AWS::Events::EventBus.LogConfig (Bus)', {}, { LogConfig: { Level: 'INFO' } }],
  ['AWS::Events::EventBus.DeadLetterConfig (Bus)', {}, { DeadLetterConfig: {} }],
  ['the EventBusName of Rule, which is no bus of the assembly', { EventBusName: undefined }, {}],
  ['AWS::Events::Rule.Targets.InputPath (Rule)', { Targets: [{ Id: 'a', Arn: ARN, InputPath: '$.detail' }] }, {}],
  ['a target of Rule, which is no AWS::Lambda::Function', { Targets: [{ Id: 'a', Arn: 'arn:aws:sqs:a:b:c' }] }, {}],
])('%s is not emulated', (what, rule, bus) => {
  expect(() => read(rule, bus)).toThrow(`not emulated: ${what}`);
});

it('leaves out schedules, which never come round', () => {
  expect(read({ EventPattern: undefined, ScheduleExpression: 'rate(1 hour)' }).rules).toEqual([]);
  expect(read({}).rules).toHaveLength(1);
});
