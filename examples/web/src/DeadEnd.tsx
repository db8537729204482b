import { usePageTitle } from './usePageTitle.ts';

/** In place of a page that cannot be shown: why, and where to go from here. */
export function DeadEnd({ title }: { title: string }) {
  usePageTitle(title);
  return (
    <div className="dead-end">
      <h1>{title}</h1>
      <p>
        <a href="#/">See what’s on</a>
      </p>
    </div>
  );
}
