/** The routes of the pages' files. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** Nothing but the page's own files runs or loads; the session's WebSocket is on the same origin. Who may show the page in a frame follows. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self' ws: wss:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

/** @param embedders other origins whose pages may show ours in a frame. */
export function setSecurityHeaders(reply: FastifyReply, embedders: readonly string[]): void {
  void reply.headers({
    'content-security-policy': [CONTENT_SECURITY_POLICY, ...embedders].join(' '),
    'x-content-type-options': 'nosniff',
    // The token is in the page's address.
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  });
}

/** Serves the folder at `/`. */
export async function addFiles(app: FastifyInstance, folder: string): Promise<void> {
  await stat(join(folder, 'index.html'));
  await app.register(fastifyStatic, { root: folder, cacheControl: false, serveDotFiles: false });
  app.addHook('onSend', async (_request, reply) => {
    // Files keep their names from build to build.
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-cache');
  });
}

/**
 * Serves the folder at `/`, its pages of a session at `/session/<id>/` and `/compare/<id>/`, and that of a foreign VNC server at `/vnc/<name>/`.
 * @param hasServer whether the host was told of a VNC server of this name.
 */
export async function addPage(
  app: FastifyInstance,
  folder: string,
  hasServer: (name: string) => boolean,
): Promise<void> {
  await addFiles(app, folder);
  for (const [place, page] of [
    ['session', 'index.html'],
    ['compare', 'compare.html'],
  ] as const) {
    app.get<{ Params: { id: string; '*': string } }>(`/${place}/:id/*`, async (request, reply) => {
      const name = request.params['*'];
      return reply.sendFile(name === '' ? page : name);
    });
  }
  app.get<{ Params: { name: string; '*': string } }>('/vnc/:name/*', async (request, reply) => {
    const { name, '*': file } = request.params;
    if (!hasServer(name)) return reply.callNotFound();
    return reply.sendFile(file === '' ? 'vnc.html' : file);
  });
}
