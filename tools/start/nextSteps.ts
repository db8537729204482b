import { isLoopback } from 'appsync-local/serve';

/** A line of the greeting: a name of at most eight characters, and a text. */
type Line = [name: string, text: string];

const USUAL = { url: 'http://localhost:4000/graphql', stateDir: '.local' };

/** The command that prints a token for the server with this state directory. */
export function tokenCommand(stateDir: string): string {
  return ['npm run -s token -- alice --group organizers', ...stateOption(stateDir)].join(' ');
}

/**
 * What to do with a server that has just started, in commands that work for this one wherever it is.
 * @param running all that run with this state directory
 */
export function nextSteps(url: string, stateDir: string, running: readonly string[]): Line[] {
  const isAlone = running.every((other) => other === url);
  const commandFor = (script: string, urlOption: string): string => {
    const isFound = isAlone && url === USUAL.url;
    const options = [...(isFound ? [] : [`${urlOption} ${url}`]), ...stateOption(stateDir)];
    return [`npm run ${script}`, ...(options.length === 0 ? [] : ['--', ...options])].join(' ');
  };
  // The local sign-in takes everybody's word, so a server that others can reach has none.
  const app = isLoopback(new URL(url).hostname) ? `, or an app: ${commandFor('example', '--api')}` : '';
  return [
    ['Next', `in a second terminal, users and events: ${commandFor('demo', '--url')}`],
    ['Look at', `the console, ${consoleOf(url)}${app}`],
  ];
}

/** An address that a browser here can open: 0.0.0.0 and [::] are none. */
function consoleOf(url: string): string {
  const page = new URL('/', url);
  page.hostname = ['0.0.0.0', '[::]'].includes(page.hostname) ? 'localhost' : page.hostname;
  return page.href;
}

function stateOption(stateDir: string): string[] {
  const word = /^[\w./-]+$/.test(stateDir) ? stateDir : `'${stateDir.replaceAll("'", "'\\''")}'`;
  return stateDir === USUAL.stateDir ? [] : [`--state-dir ${word}`];
}
