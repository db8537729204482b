import { LocalError } from '../error/localError.ts';

/** One resource of a template, as synthesised: properties still hold intrinsics. */
export interface Resource {
  Type: string;
  Properties?: Record<string, unknown>;
  Condition?: string;
}

/** The parts of a CloudFormation template that are read here. */
export interface Template {
  Parameters?: Record<string, { Type: string; Default?: unknown }>;
  Mappings?: Record<string, Record<string, Record<string, unknown>>>;
  Conditions?: Record<string, unknown>;
  Resources: Record<string, Resource>;
  Outputs?: Record<string, { Value: unknown; Export?: { Name: unknown }; Condition?: string }>;
}

/** A synthesised stack with the environment that its pseudo parameters take. */
export interface Stack {
  name: string;
  region: string;
  accountId: string;
  template: Template;
}

/** A cloud assembly: stacks, each after those it depends on, and every asset by its object key ("<hash>.js"). */
export interface Assembly {
  stacks: Stack[];
  /** Absolute path of a file, or of a directory that would be uploaded as a zip. */
  assets: Map<string, string>;
}

/** What a resource is known by once it is resolved: its `Ref` and the `Fn::GetAtt` values. */
export interface Physical {
  ref: string;
  attributes: Record<string, string>;
}

/** A template that cannot be run locally; the message names what is not emulated or is wrong. */
export class AssemblyError extends LocalError {
  override readonly name = 'AssemblyError';
}
