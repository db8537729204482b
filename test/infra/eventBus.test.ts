import { expect, it } from 'vitest';
import { templatesOf } from './synthesise.ts';

const { api } = templatesOf('prod');

it('has a bus of its own, whose name is an output, onto which publishChanges alone puts events', () => {
  api.hasResourceProperties('AWS::Events::EventBus', { Name: 'EventRegistration-prod-Api-events' });
  api.hasOutput('EventBusName', {});
  const putting = Object.entries(api.findResources('AWS::IAM::Role')).filter(([, role]) =>
    JSON.stringify(role).includes('events:PutEvents'),
  );
  expect(putting.map(([id]) => id)).toEqual([expect.stringMatching(/^PublishChangesRole/)]);
});
