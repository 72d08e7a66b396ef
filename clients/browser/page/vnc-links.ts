/** Links in the bar to the VNC servers that the host was told of, for those who have the host's token. */
import { element } from './elements.ts';

interface Listed {
  readonly name: string;
  readonly url: string;
}

/** Asks the host when the bar is wanted for the first time. */
export function showVncLinks(token: string): void {
  const bar = element('bar', HTMLElement);
  const wanted = new AbortController();
  const ask = (): void => {
    wanted.abort();
    void list(token);
  };
  bar.addEventListener('pointerenter', ask, { signal: wanted.signal });
  bar.addEventListener('focusin', ask, { signal: wanted.signal });
}

async function list(token: string): Promise<void> {
  // The API is where the page's files are: two levels above it, whatever stands before /session/.
  const api = new URL('../../api/vnc-servers', location.href);
  try {
    const answer = await fetch(api, { headers: { authorization: `Bearer ${token}` }, cache: 'no-store' });
    if (!answer.ok) return;
    const servers = (await answer.json()) as readonly Listed[];
    const links = element('vnc-links', HTMLElement);
    links.hidden = servers.length === 0;
    links.replaceChildren(
      ...servers.map(({ name, url }) => {
        const link = document.createElement('a');
        link.className = 'button';
        link.textContent = name;
        link.title = 'A VNC server, in a page of its own';
        link.target = '_blank';
        link.rel = 'noopener';
        // As this page is reached, which the host need not know.
        const { hash } = new URL(url);
        link.href = new URL(`../../vnc/${name}/${hash}`, location.href).href;
        return link;
      }),
    );
  } catch {
    // The host cannot be reached: the notice tells.
  }
}
