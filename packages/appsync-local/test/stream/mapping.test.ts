import { describe, expect, it } from 'vitest';
import { StreamWorld } from './streamApi.ts';

describe('an event source mapping is refused at the start', () => {
  it.each([
    [{ ParallelizationFactor: 2 }, 'not emulated: AWS::Lambda::EventSourceMapping.ParallelizationFactor 2'],
    [{ TumblingWindowInSeconds: 5 }, 'TumblingWindowInSeconds'],
    [{ StartingPosition: 'AT_TIMESTAMP' }, 'StartingPosition'],
    [{ SelfManagedEventSource: {} }, 'SelfManagedEventSource'],
    [{ EventSourceArn: 'arn:aws:kinesis:x' }, 'the EventSourceArn of Mapping'],
    [{ FunctionName: 'other' }, 'the FunctionName of Mapping'],
    [{ DestinationConfig: { OnFailure: { Destination: 'arn:aws:sns:x' } } }, 'the on-failure destination of Mapping'],
    [{ DestinationConfig: { OnSuccess: { Destination: 'x' } } }, 'DestinationConfig'],
    [{ FilterCriteria: { Filters: [{ Pattern: '{' }] } }, 'a filter pattern of Mapping is not JSON'],
  ])('for %j', async (mapping, message) => {
    await expect(new StreamWorld().serve(mapping)).rejects.toThrow(message);
  });
});
