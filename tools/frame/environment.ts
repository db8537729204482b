/** All that tools read of the environment beside AWS's SDK, which finds its own settings there. */

/** Node 20 is supported here for longer than by the AWS SDK, whose warning helps nobody who runs a tool. */
export function silenceSdkWarning(): void {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
}

/** `AWS_REGION`; undefined if it is not set, or empty. */
export function awsRegion(): string | undefined {
  return process.env.AWS_REGION || undefined;
}

/** `AWS_ACCESS_KEY_ID`; undefined if it is not set, or empty. */
export function awsAccessKeyId(): string | undefined {
  return process.env.AWS_ACCESS_KEY_ID || undefined;
}

/** `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`; null without the first two. */
export function awsCredentials(): { accessKeyId: string; secretAccessKey: string; sessionToken?: string } | null {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = process.env;
  return accessKeyId && secretAccessKey
    ? { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) }
    : null;
}

/** How npm runs a script of package.json. */
export interface CallByNpm {
  /** "npm start", "npm run demo". */
  command: string;
  /** The value of an option that npm took for one of its own; undefined if it took none of that name. */
  kept(option: string): string | undefined;
}

/** How npm has called this process, by a script; null if it has not. */
export function callByNpm(): CallByNpm | null {
  const { npm_lifecycle_event: script } = process.env;
  if (script === undefined || script === 'npx') {
    return null;
  }
  return {
    command: script === 'start' ? 'npm start' : `npm run ${script}`,
    kept: (option) => process.env[`npm_config_${option.replaceAll('-', '_')}`],
  };
}

/** The environment for another process, with these variables besides. */
export function environmentWith(variables: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...variables };
}
