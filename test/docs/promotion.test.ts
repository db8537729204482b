import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import getPort from 'get-port';
import { describe, expect, it } from 'vitest';

const GUIDE = readFileSync('docs/guide.md', 'utf8');
const COMMAND = /^TOKEN=.* node examples\/promotion\.mjs .*$/m.exec(GUIDE)?.[0] ?? '';

/** Nobody answers there. */
const ENDPOINT = `http://localhost:${await getPort()}/graphql`;

/** Runs examples/promotion.mjs. */
function run(token: string | undefined, ...args: string[]) {
  const { TOKEN, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['examples/promotion.mjs', ...args], {
    encoding: 'utf8',
    env: { ...env, ENDPOINT, ...(token === undefined ? {} : { TOKEN: token }) },
  });
  return { status, stdout, stderr };
}

describe('examples/promotion.mjs', () => {
  it.each<[string, string | undefined, string[]]>([
    ['nothing', undefined, []],
    ['no token', undefined, ['alice', 'demo-concert']],
    ['a token that could not be made', '', ['alice', 'demo-concert']],
    ['no event', 'a.b.c', ['alice']],
  ])('says in one line how it is used when it is given %s', (_, token, args) => {
    expect(run(token, ...args)).toEqual({ status: 1, stdout: '', stderr: `usage: ${COMMAND}\n` });
  });

  it('says in a line where nobody answers when it has all', () => {
    const { status, stdout, stderr } = run('a.b.c', 'alice', 'demo-concert');
    expect(status).toBe(1);
    expect(stderr).not.toContain('usage');
    expect(stdout).toBe(`${ENDPOINT}: fetch failed\n`);
  });

  it('stands in the guide as it is, in 45 lines', () => {
    const script = readFileSync('examples/promotion.mjs', 'utf8');
    expect(GUIDE).toContain(`\`\`\`js\n${script}\`\`\``);
    expect(script.trimEnd().split('\n').length).toBeLessThanOrEqual(45);
  });
});
