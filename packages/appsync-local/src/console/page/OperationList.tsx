import { useEditorContext } from '@graphiql/react';
import { Fragment, useEffect, useState } from 'react';
import type { ConsoleSettings, Operation } from '../settings.ts';
import { nameWords } from './nameWords.ts';

const MARKS = { query: 'Q', mutation: 'M', subscription: 'S' };

interface ListProps {
  settings: Pick<ConsoleSettings, 'operations' | 'problems'>;
  /** Who stands for `{username}` in the operations' variables. */
  username: string;
}

/** The list of operations beside the editor; one click opens one, ready to run. Needs GraphiQL's provider around it. */
export function OperationList({ settings: { operations, problems }, username }: ListProps) {
  const open = useOpenInTab();
  const groups = [...new Set(operations.map(({ group }) => group))];
  const openWith = ({ name, query, variables }: Operation): void => {
    const filled = JSON.stringify(variables, null, 2).replaceAll('{username}', JSON.stringify(username).slice(1, -1));
    open({ name, query: `${query}\n`, variables: filled });
  };
  return (
    <nav className="console-operations" aria-label="Operations">
      {problems.map((problem) => (
        <p key={problem} className="console-problem">
          {problem}
        </p>
      ))}
      {groups.length === 0 && problems.length === 0 && (
        <p>There are none. A directory of .graphql files is named with --operations.</p>
      )}
      {groups.map((group) => (
        <section key={group}>
          <h3>{group}</h3>
          <ul>
            {operations
              .filter((operation) => operation.group === group)
              .map((operation) => (
                <li key={operation.name}>
                  <button
                    type="button"
                    title={operation.kind}
                    aria-label={operation.name}
                    onClick={() => openWith(operation)}
                  >
                    <span aria-hidden="true" className={`console-mark console-${operation.kind}`}>
                      {MARKS[operation.kind]}
                    </span>
                    <span>
                      {nameWords(operation.name).map((word, nth) => (
                        <Fragment key={nth}>
                          <wbr />
                          {word}
                        </Fragment>
                      ))}
                    </span>
                  </button>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

interface TabContents {
  name: string;
  query: string;
  variables: string;
}

/** Opens an operation in a new tab, or in its own if it is open already; its contents are set once the tab is there. */
function useOpenInTab(): (contents: TabContents) => void {
  const { tabs, activeTabIndex, addTab, changeTab, queryEditor, variableEditor } = useEditorContext({ nonNull: true });
  const [pending, setPending] = useState<TabContents>();
  useEffect(() => {
    if (pending === undefined) {
      return;
    }
    queryEditor?.setValue(pending.query);
    variableEditor?.setValue(pending.variables);
    // Where many are open, the tab in front may be out of sight.
    document.querySelector('.graphiql-tab-active')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    setPending(undefined);
  }, [pending, queryEditor, variableEditor]);
  return (contents) => {
    const index = tabs.findIndex(({ operationName }) => operationName === contents.name);
    if (index === -1) {
      addTab();
    } else if (index !== activeTabIndex) {
      changeTab(index);
    }
    setPending(contents);
  };
}
