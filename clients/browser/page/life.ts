/**
 * Whether anybody can see the page. A hidden page gets little time from the browser, a frozen one none: it hands its part in the session back
 * before, and takes it up again when it is seen.
 */

export interface Life {
  /** Called with false before the page is held up, with true when it is seen again. */
  readonly visible: (visible: boolean) => void;
  /** The page, or its network, is back after a while: what was given up may work now. */
  readonly back: () => void;
}

export function followLife({ visible, back }: Life): void {
  const tell = () => visible(!document.hidden);
  document.addEventListener('visibilitychange', () => {
    tell();
    if (!document.hidden) back();
  });
  // Chromium freezes hidden pages; some are frozen without having been hidden.
  document.addEventListener('freeze', () => visible(false));
  document.addEventListener('resume', () => {
    tell();
    back();
  });
  window.addEventListener('pagehide', () => visible(false));
  window.addEventListener('pageshow', ({ persisted }) => {
    tell();
    // From the cache of pages: whatever connection there was, the browser has closed it.
    if (persisted) back();
  });
  window.addEventListener('online', back);
}
