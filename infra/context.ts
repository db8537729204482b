/** A setting of the CDK context is not what it must be. */
export class ContextError extends Error {
  override readonly name = 'ContextError';

  constructor(setting: string, form: string) {
    super(`The context's ${setting} must be ${form}.`);
  }
}

/**
 * A setting as it stands in cdk.json, or as the command line gives it, which is JSON.
 * @returns null where it is no object
 */
export function objectOf(context: unknown): Record<string, unknown> | null {
  const value = typeof context === 'string' ? parse(context) : context;
  return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown> | null) : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
