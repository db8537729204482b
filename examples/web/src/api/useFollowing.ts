import { useEffect, useRef, useState } from 'react';
import type { DependencyList } from 'react';
import type { Following, View } from 'event-registration-client';

const NOTHING: View<never> = { state: undefined, isLive: false, error: null };

/**
 * Follows something while the component is there, begins anew when a dependency changes, and hurries when the device is
 * back.
 */
export function useFollowing<State>(
  start: (show: (view: View<State>) => void) => Following<State>,
  dependencies: DependencyList,
): [View<State>, () => Following<State> | undefined] {
  const [view, setView] = useState<View<State>>(NOTHING);
  const following = useRef<Following<State>>(undefined);
  useEffect(() => {
    setView(NOTHING);
    const mine = (following.current = start(setView));
    const hurry = (): void => mine.hurry();
    window.addEventListener('online', hurry);
    document.addEventListener('visibilitychange', hurry);
    return () => {
      window.removeEventListener('online', hurry);
      document.removeEventListener('visibilitychange', hurry);
      mine.stop();
    };
  }, dependencies);
  return [view, () => following.current];
}
