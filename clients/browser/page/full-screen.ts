/** The button for the full screen. */
export function wireFullScreen(button: HTMLButtonElement, pressed: () => void): void {
  button.hidden = !document.fullscreenEnabled;
  button.addEventListener('click', () => {
    const change =
      document.fullscreenElement === null
        ? document.documentElement.requestFullscreen({ navigationUI: 'hide' })
        : document.exitFullscreen();
    // The browser may refuse; then everything stays as it is.
    change.catch(() => {});
    pressed();
  });
  document.addEventListener('fullscreenchange', () => {
    button.textContent = document.fullscreenElement === null ? 'Full screen' : 'Leave full screen';
  });
}
