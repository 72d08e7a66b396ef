/** Where a plain request tells whether a token lets in: a WebSocket that never opened does not say why. */
export interface Access {
  readonly url: string;
  readonly token: string;
}

/** A host that takes longer gives no answer. */
const ANSWER_MS = 10_000;

/** The host's answer; undefined where there is none. */
export async function askAccess({ url, token }: Access): Promise<Response | undefined> {
  try {
    const signal = AbortSignal.timeout(ANSWER_MS);
    return await fetch(url, { headers: { authorization: `Bearer ${token}` }, cache: 'no-store', signal });
  } catch {
    return undefined;
  }
}

/** Whether the host answers, and lets nobody in. */
export async function isRefused(access: Access): Promise<boolean> {
  const status = (await askAccess(access))?.status;
  return status === 401 || status === 403 || status === 404;
}
