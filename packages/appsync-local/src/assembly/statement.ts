import { AssemblyError } from './types.ts';

/** One statement of an identity-based policy. */
export interface Statement {
  effect: 'Allow' | 'Deny';
  /** Patterns, of which one must match. */
  actions: RegExp[];
  resources: RegExp[];
}

const READ_KEYS = ['Sid', 'Effect', 'Action', 'Resource'];

/**
 * Reads a policy document, free of intrinsics (IAM User Guide, "IAM JSON policy elements reference"). What is not
 * judged here (conditions, NotAction, NotResource, policy variables) is refused by name with an AssemblyError, because
 * passing over it would allow or forbid something else than IAM. `owner` names whose policy it is.
 */
export function readStatements(document: unknown, owner: string): Statement[] {
  const { Statement: statements = [] } = (document ?? {}) as { Statement?: unknown };
  return [statements].flat().map((statement) => readStatement(statement as Record<string, unknown>, owner));
}

function readStatement(statement: Record<string, unknown>, owner: string): Statement {
  for (const [key, value] of Object.entries(statement)) {
    if (READ_KEYS.includes(key)) {
      continue;
    }
    const operators = key === 'Condition' ? ` ${Object.keys(value as object).join(', ')}` : '';
    throw new AssemblyError(`not emulated: ${key}${operators} in a policy of ${owner}`);
  }
  const effect = statement.Effect;
  if (effect !== 'Allow' && effect !== 'Deny') {
    throw new AssemblyError(`a policy of ${owner} has the effect ${JSON.stringify(effect)}`);
  }
  return {
    effect,
    actions: patternsOf(statement, 'Action', owner, 'i'),
    resources: patternsOf(statement, 'Resource', owner, ''),
  };
}

function patternsOf(
  statement: Record<string, unknown>,
  key: 'Action' | 'Resource',
  owner: string,
  flags: string,
): RegExp[] {
  const texts = [statement[key] ?? []].flat();
  if (texts.length === 0) {
    throw new AssemblyError(`a statement in a policy of ${owner} has no ${key}`);
  }
  return texts.map((text) => {
    if (typeof text !== 'string') {
      throw new AssemblyError(`a policy of ${owner} has the ${key} ${JSON.stringify(text)}`);
    }
    if (text.includes('${')) {
      throw new AssemblyError(`not emulated: the policy variable ${text} in a policy of ${owner}`);
    }
    // `*` is any text, also across colons and slashes; `?` any one character.
    const source = text
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    return new RegExp(`^${source}$`, `s${flags}`);
  });
}

/** Whether a statement is about this action on this resource. */
export function isAbout({ actions, resources }: Statement, action: string, resource: string): boolean {
  return actions.some((pattern) => pattern.test(action)) && resources.some((pattern) => pattern.test(resource));
}
