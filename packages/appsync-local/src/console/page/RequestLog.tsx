import type { LoggedError, ResolvedField, ResolverStep } from '../../graphql/fieldLog.ts';

/** What the resolvers of a request did, field by field and step by step; folded until somebody wants to know. */
export function RequestLog({ resolved }: { resolved: readonly ResolvedField[] }) {
  return (
    <details className="console-log">
      <summary>Resolvers: {resolved.length === 0 ? 'none ran' : resolved.length}</summary>
      {resolved.map(({ path, field, steps }) => (
        <section key={path} aria-label={path}>
          <h4>
            {path} <small>{field}</small>
          </h4>
          <ol>
            {steps.map((step, index) => (
              <Step key={index} step={step} />
            ))}
          </ol>
        </section>
      ))}
    </details>
  );
}

function Step({ step: { name, milliseconds, call, earlyReturn, lines, error } }: { step: ResolverStep }) {
  return (
    <li>
      <b>{name}</b> {duration(milliseconds)}
      {call !== undefined && `, ${call.source} ${call.operation} in ${duration(call.milliseconds)}`}
      {earlyReturn !== undefined && `, early return${earlyReturn.skipTo === null ? '' : ` to ${earlyReturn.skipTo}`}`}
      {call?.error !== undefined && <em> answered {words(call.error)}</em>}
      {error !== undefined && <strong> raised {words(error)}</strong>}
      {lines.length > 0 && <pre>{lines.join('\n')}</pre>}
    </li>
  );
}

function duration(milliseconds: number | null): string {
  return milliseconds === null ? '(under way)' : `${milliseconds} ms`;
}

function words({ type, message }: LoggedError): string {
  return type === null ? message : `${type}: ${message}`;
}
