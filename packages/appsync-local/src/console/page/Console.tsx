import { DOC_EXPLORER_PLUGIN, DocExplorerContextProvider } from '@graphiql/plugin-doc-explorer';
import { HISTORY_PLUGIN, HistoryContextProvider } from '@graphiql/plugin-history';
import { GraphiQL, GraphiQLInterface, GraphiQLProvider } from 'graphiql';
import { useMemo, useRef, useState } from 'react';
import type { ConsoleSettings } from '../settings.ts';
import { ActivityPanel } from './ActivityPanel.tsx';
import { IdentitySwitch } from './IdentitySwitch.tsx';
import { OperationList } from './OperationList.tsx';
import { ActivityLog } from './activity.ts';
import { createFetcher } from './createFetcher.ts';
import { identityOf, loadChoice, rolesFor, saveChoice, type Choice } from './roles.ts';

const PLUGINS = [DOC_EXPLORER_PLUGIN, HISTORY_PLUGIN];
const WELCOME = `# Choose who you are above
# and an operation on the left,
# or type one. Ctrl+Enter runs it.
{
  __typename
}
`;

/** The whole page: who we are on top, the operations on the left, and GraphiQL. */
export function Console({ settings }: { settings: ConsoleSettings }) {
  const roles = useMemo(() => rolesFor(settings), [settings]);
  const [choice, setChoice] = useState(() => loadChoice(roles));
  // GraphiQL keeps its fetcher for good, so that one asks here who we are by now.
  const current = useRef(choice);
  const choose = (next: Choice): void => {
    current.current = next;
    saveChoice(next);
    setChoice(next);
  };
  const log = useMemo(() => new ActivityLog(), []);
  const fetcher = useMemo(() => createFetcher(() => identityOf(roles, current.current), log), [roles, log]);
  return (
    <>
      <IdentitySwitch name={settings.name} roles={roles} choice={choice} onChange={choose} />
      <main className="console-body">
        <GraphiQLProvider
          fetcher={fetcher}
          plugins={PLUGINS}
          referencePlugin={DOC_EXPLORER_PLUGIN}
          defaultQuery={WELCOME}
        >
          <HistoryContextProvider>
            <DocExplorerContextProvider>
              <OperationList settings={settings} username={usernameOf(choice)} />
              <GraphiQLInterface defaultEditorToolsVisibility="variables">
                <GraphiQL.Logo>
                  <span />
                </GraphiQL.Logo>
              </GraphiQLInterface>
            </DocExplorerContextProvider>
          </HistoryContextProvider>
        </GraphiQLProvider>
      </main>
      <ActivityPanel log={log} caFile={settings.caFile} />
    </>
  );
}

/** The name typed in for the role; without one, a user's. */
function usernameOf({ role, usernames }: Choice): string {
  return usernames[role] ?? usernames.user ?? '';
}
