import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LOCAL } from './local.ts';
import { AssemblyError, type Assembly, type Stack, type Template } from './types.ts';

interface Artifact {
  type: string;
  environment?: string;
  displayName?: string;
  dependencies?: string[];
  properties?: { templateFile?: string; stackName?: string; file?: string; directoryName?: string };
}

interface AssetManifest {
  files?: Record<string, { source: { path?: string }; destinations: Record<string, { objectKey: string }> }>;
}

/**
 * Reads a cloud assembly directory (what `cdk synth` writes), nested assemblies of stages included.
 * Stacks come after those they depend on. Throws AssemblyError when the directory holds no manifest or no stack.
 */
export function loadAssembly(directory: string): Assembly {
  const assembly: Assembly = { stacks: [], assets: new Map() };
  readDirectory(resolve(directory), assembly);
  if (assembly.stacks.length === 0) {
    throw new AssemblyError(`no stack in the cloud assembly ${directory}`);
  }
  return assembly;
}

function readDirectory(directory: string, assembly: Assembly): void {
  const manifestFile = join(directory, 'manifest.json');
  if (!existsSync(manifestFile)) {
    throw new AssemblyError(`no cloud assembly in ${directory}: manifest.json is missing`);
  }
  const artifacts = readJson<{ artifacts?: Record<string, Artifact> }>(manifestFile).artifacts ?? {};
  const visited = new Set<string>();
  const visit = (id: string): void => {
    const artifact = artifacts[id];
    if (artifact === undefined || visited.has(id)) {
      return;
    }
    visited.add(id);
    artifact.dependencies?.forEach(visit);
    readArtifact(directory, id, artifact, assembly);
  };
  Object.keys(artifacts).forEach(visit);
}

function readArtifact(directory: string, id: string, artifact: Artifact, assembly: Assembly): void {
  const { templateFile, stackName, file, directoryName } = artifact.properties ?? {};
  if (artifact.type === 'cdk:cloud-assembly' && directoryName !== undefined) {
    readDirectory(join(directory, directoryName), assembly);
  } else if (artifact.type === 'cdk:asset-manifest' && file !== undefined) {
    readAssets(directory, file, assembly);
  } else if (artifact.type === 'aws:cloudformation:stack' && templateFile !== undefined) {
    assembly.stacks.push(readStack(directory, stackName ?? id, artifact.environment, templateFile));
  }
}

function readStack(directory: string, name: string, environment: string | undefined, templateFile: string): Stack {
  const [accountId = '', region = ''] = (environment ?? '').replace('aws://', '').split('/');
  return {
    name,
    accountId: /^\d{12}$/.test(accountId) ? accountId : LOCAL.accountId,
    region: region === '' || region === 'unknown-region' ? LOCAL.region : region,
    template: readJson<Template>(join(directory, templateFile)),
  };
}

function readAssets(directory: string, file: string, assembly: Assembly): void {
  const manifest = readJson<AssetManifest>(join(directory, file));
  for (const { source, destinations } of Object.values(manifest.files ?? {})) {
    if (source.path === undefined) {
      continue;
    }
    for (const { objectKey } of Object.values(destinations)) {
      assembly.assets.set(objectKey, resolve(directory, source.path));
    }
  }
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}
