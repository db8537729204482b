import { useEffect, useRef, type RefObject } from 'react';

/**
 * Keeps the focus in a section whose buttons give way to others by what they do: it is on the section while that takes,
 * and then on its first button. Not if the reader has gone elsewhere meanwhile.
 * @param isBusy whether something is being done
 */
export function useKeptFocus(section: RefObject<HTMLElement | null>, isBusy: boolean): void {
  const isKeeping = useRef(false);
  useEffect(() => {
    isKeeping.current ||= isBusy;
    const { activeElement } = document;
    if (!isKeeping.current || section.current === null) {
      return;
    }
    if (activeElement !== document.body && activeElement !== section.current) {
      isKeeping.current = isBusy;
      return;
    }
    const button = isBusy ? null : section.current.querySelector<HTMLElement>('button:enabled');
    (button ?? section.current).focus({ preventScroll: true });
    isKeeping.current = button === null;
  });
}
