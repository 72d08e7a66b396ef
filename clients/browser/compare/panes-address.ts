/** The panes in the page's address: `?panes=x11@dsl,nx@3g`. The token is behind the #, as everywhere: it is no part of this. */
import { OFFERED_WIRES, type WireName } from '../../../session/carrier/control.ts';
import { LINK_NAMES } from '../../../session/link.ts';

export const MIN_PANES = 2;
export const MAX_PANES = 4;
const FIRST_LINK = 'dsl';

export interface PaneChoice {
  readonly wire: WireName;
  /** session/link.ts */
  readonly link: string;
}

function parsePane(text: string): PaneChoice | undefined {
  const [wireName, link = FIRST_LINK] = text.split('@');
  const wire = OFFERED_WIRES.find((name) => name === wireName);
  return wire !== undefined && LINK_NAMES.includes(link) ? { wire, link } : undefined;
}

/** What is not understood is left out; what is missing is filled up with wires that are not there yet. */
export function panesOf(query: URLSearchParams): PaneChoice[] {
  const asked = query.get('panes');
  const panes = (asked ?? '')
    .split(',')
    .map(parsePane)
    .filter((pane) => pane !== undefined)
    .slice(0, MAX_PANES);
  const least = asked === null ? Math.min(MAX_PANES, OFFERED_WIRES.length) : MIN_PANES;
  while (panes.length < least) panes.push(anotherPane(panes));
  return panes;
}

/** A pane to put beside these: a wire that is not there yet, over the link of the last. */
export function anotherPane(panes: readonly PaneChoice[]): PaneChoice {
  const wire = OFFERED_WIRES.find((name) => !panes.some((pane) => pane.wire === name)) ?? OFFERED_WIRES[0]!;
  return { wire, link: panes.at(-1)?.link ?? FIRST_LINK };
}

/** The address with these panes. */
export function withPanes(page: URL, panes: readonly PaneChoice[]): URL {
  const url = new URL(page);
  url.searchParams.delete('panes');
  const text = panes.map(({ wire, link }) => `${wire}@${link}`).join(',');
  // Readable: nothing in it needs to be escaped.
  url.search = [...(url.search === '' ? [] : [url.search.slice(1)]), `panes=${text}`].join('&');
  return url;
}
