import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One permission that a template gives: an action on a resource, by a statement of a policy. */
export interface Grant {
  /** The template's file name. */
  template: string;
  /** Logical id and type of the resource that holds the policy: a role, a policy, a key, a queue. */
  owner: string;
  ownerType: string;
  /** Where the statement is, from the resource's properties on. */
  path: (string | number)[];
  action: string;
  /** The resource as the template has it; JSON text of an intrinsic. */
  resource: string;
}

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
}

interface TemplateText {
  Resources: Record<string, { Type: string; Properties?: unknown }>;
}

const IDENTITY_TYPES = ['AWS::IAM::Role', 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'];

/** Every permission that the templates of an assembly give, to whomever. */
export function grantsOf(assemblyDir: string): Grant[] {
  return readdirSync(assemblyDir)
    .filter((file) => file.endsWith('.template.json'))
    .flatMap((file) => grantsIn(file, readTemplate(join(assemblyDir, file))));
}

/** Every permission that a template gives. */
function grantsIn(template: string, { Resources }: TemplateText): Grant[] {
  return Object.entries(Resources).flatMap(([owner, { Type: ownerType, Properties: properties }]) =>
    statementsIn(properties).flatMap(({ path, statement }) => {
      const resources = listOf(statement.Resource);
      return listOf(statement.Action).flatMap((action) =>
        resources.map((resource) => ({
          template,
          owner,
          ownerType,
          path,
          action: String(action),
          resource: textOf(resource),
        })),
      );
    }),
  );
}

/** Whether a grant is one of a role's, and not of who may reach a resource. */
export function isOfRole({ ownerType, path }: Grant): boolean {
  return IDENTITY_TYPES.includes(ownerType) && path[0] !== 'AssumeRolePolicyDocument';
}

/** A copy of an assembly in which exactly this permission is not given; to be disposed of with the second function. */
export function withoutGrant(assemblyDir: string, grant: Grant): { directory: string; dispose(): void } {
  const directory = mkdtempSync(join(tmpdir(), 'privilege-'));
  cpSync(assemblyDir, directory, { recursive: true });
  const template = readTemplate(join(assemblyDir, grant.template));
  const at = grant.path.at(-1) as number;
  const statements = grant.path
    .slice(0, -1)
    .reduce<unknown>((value, key) => (value as never)[key], template.Resources[grant.owner]?.Properties) as Statement[];
  statements.splice(at, 1, ...split(statements[at]!, grant));
  writeFileSync(join(directory, grant.template), JSON.stringify(template));
  return { directory, dispose: () => rmSync(directory, { recursive: true }) };
}

/** What a statement says besides one action on one resource: all other actions, and this one on all other resources. */
function split(statement: Statement, { action, resource }: Grant): Statement[] {
  const others = listOf(statement.Action).filter((one) => one !== action);
  const elsewhere = listOf(statement.Resource).filter((one) => textOf(one) !== resource);
  return [
    ...(others.length === 0 ? [] : [{ ...statement, Action: others as string[] }]),
    ...(elsewhere.length === 0 ? [] : [{ ...statement, Action: action, Resource: elsewhere }]),
  ];
}

/** All allowing statements within a resource's properties, wherever they are. */
function statementsIn(
  value: unknown,
  path: (string | number)[] = [],
): { path: (string | number)[]; statement: Statement }[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, item]) => {
    if (key !== 'Statement' || !Array.isArray(item)) {
      return statementsIn(item, [...path, Array.isArray(value) ? Number(key) : key]);
    }
    const statements = item as Statement[];
    return statements.flatMap((statement, index) =>
      statement.Effect === 'Allow' ? [{ path: [...path, key, index], statement }] : [],
    );
  });
}

function listOf(value: unknown): unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function textOf(resource: unknown): string {
  return typeof resource === 'string' ? resource : JSON.stringify(resource);
}

function readTemplate(file: string): TemplateText {
  return JSON.parse(readFileSync(file, 'utf8')) as TemplateText;
}
