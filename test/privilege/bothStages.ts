import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Template {
  Resources: Record<string, { Type: string }>;
}

/**
 * What acts, and what it needs to act; the rest of production (alarms, schedules, firewall) nobody acts under a role
 * for.
 */
const ACTING = [
  'AWS::IAM::Role',
  'AWS::IAM::Policy',
  'AWS::IAM::ManagedPolicy',
  'AWS::Lambda::Function',
  'AWS::Logs::LogGroup',
];

/**
 * Writes an assembly of the development stage that has the functions and roles of production as well, so that all of
 * them can be tried out.
 * @returns its directory, a new one
 */
export function joinStages(dev: string, prod: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'privilege-'));
  cpSync(dev, directory, { recursive: true });
  for (const name of readdirSync(prod)) {
    if (name.startsWith('asset.') && !existsSync(join(directory, name))) {
      cpSync(join(prod, name), join(directory, name), { recursive: true });
    }
  }
  for (const name of readdirSync(dev).filter((file) => file.endsWith('.template.json'))) {
    const [own, other] = [read<Template>(dev, name), read<Template>(prod, name.replace('-dev-', '-prod-'))];
    const added = Object.entries(other.Resources).filter(
      ([id, { Type }]) => own.Resources[id] === undefined && ACTING.includes(Type),
    );
    write(directory, name, { ...own, Resources: { ...own.Resources, ...Object.fromEntries(added) } });
  }
  for (const name of readdirSync(dev).filter((file) => file.endsWith('.assets.json'))) {
    const [own, other] = [
      read<{ files: object }>(dev, name),
      read<{ files: object }>(prod, name.replace('-dev-', '-prod-')),
    ];
    write(directory, name, { ...own, files: { ...other.files, ...own.files } });
  }
  return directory;
}

/** Names of production's stacks, in references between them, become those of development. */
function read<T>(directory: string, name: string): T {
  return JSON.parse(
    readFileSync(join(directory, name), 'utf8').replaceAll('EventRegistration-prod', 'EventRegistration-dev'),
  ) as T;
}

function write(directory: string, name: string, content: object): void {
  writeFileSync(join(directory, name), JSON.stringify(content));
}
