import { Kind, parse, visit } from 'graphql';
import type { ApiBlueprint } from '../assembly/blueprint.ts';
import type { ConsoleSettings } from './settings.ts';

type OfTheApi = Pick<ConsoleSettings, 'name' | 'hasApiKey' | 'hasUserPool' | 'hasIam' | 'groups'>;

/** What the template says about the identities that the API knows. */
export function describeApi({
  name,
  providers,
  apiKeys,
  sdl,
}: Pick<ApiBlueprint, 'name' | 'providers' | 'apiKeys' | 'sdl'>): OfTheApi {
  const modes = providers.map(({ mode }) => mode);
  return {
    name,
    hasApiKey: modes.includes('API_KEY') && apiKeys.length > 0,
    hasUserPool: modes.includes('AMAZON_COGNITO_USER_POOLS'),
    hasIam: modes.includes('AWS_IAM'),
    groups: groupsIn(sdl),
  };
}

/** The groups in all `cognito_groups: [...]` of a schema, in order of appearance. */
function groupsIn(sdl: string): string[] {
  const groups = new Set<string>();
  visit(parse(sdl, { noLocation: true }), {
    Argument({ name, value }) {
      if (name.value !== 'cognito_groups' || value.kind !== Kind.LIST) {
        return;
      }
      for (const item of value.values) {
        if (item.kind === Kind.STRING) {
          groups.add(item.value);
        }
      }
    },
  });
  return [...groups];
}
