/** The emulated link in a process of its own, so that nothing else of the bench holds it up. A helper of the bench. */
import { linkProfile, type LinkProfile } from '../../session/link.ts';
import { answer } from '../far/rpc.ts';
import { LinkProxy, type Endpoint, type LinkPair, type LinkCounts } from './link-proxy.ts';

export interface LinkEnds {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly link: string;
  /** Who connects is the host, as X programs do, and not the terminal: up and down are the other way round. */
  readonly hostConnects: boolean;
}

let proxy: LinkProxy | undefined;
let reversed = false;

function running(): LinkProxy {
  if (proxy === undefined) throw new Error('no link was opened');
  return proxy;
}

/** As the proxy has it, for which who connects is the terminal. */
function ends(link: string): LinkProfile {
  const profile = linkProfile(link);
  if (profile === undefined) throw new Error(`no such link: ${link}`);
  return reversed ? { ...profile, up: profile.down, down: profile.up } : profile;
}

const methods = {
  /** Gives the port, 0 for a Unix socket. */
  open: async ({ from, to, link, hostConnects }: LinkEnds) => {
    reversed = hostConnects;
    proxy = await LinkProxy.start(from, to, ends(link));
    return proxy.port ?? 0;
  },
  change: (link: string) => running().change(ends(link)),
  counts: (): LinkCounts => {
    const { bytes, messages, turns, peak } = running().counts;
    const turned = (pair: LinkPair): LinkPair => (reversed ? { up: pair.down, down: pair.up } : pair);
    return { bytes: turned(bytes), messages: turned(messages), turns, peak: turned(peak) };
  },
  resetPeak: () => running().resetPeak(),
};

export type LinkMethods = typeof methods;

answer(methods);
