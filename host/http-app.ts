/** The Fastify application on a server's connections: headers, errors as JSON, and the routes that are added to it. Loaded with the first request. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import Fastify, { type FastifyInstance } from 'fastify';
import { setSecurityHeaders } from './page-routes.ts';
import type { AddRoutes, HttpServer } from './server.ts';
import { SessionError } from './session-handle.ts';

/** JSON of a request. */
const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Gives what answers requests of this server.
 * @param embedders other origins whose pages may show ours in a frame.
 */
export async function makeApp(
  server: HttpServer,
  embedders: readonly string[],
  addRoutes: AddRoutes,
): Promise<(request: IncomingMessage, response: ServerResponse) => void> {
  const app = Fastify({
    serverFactory: () => server,
    bodyLimit: MAX_BODY_BYTES,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
  } as { bodyLimit: number }) as FastifyInstance;
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) => {
    // Nothing is said where everything may be left out.
    if (body === '') done(null, undefined);
    else void parseJson(request, body, done);
  });
  app.addHook('onRequest', async (_request, reply) => setSecurityHeaders(reply, embedders));
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error instanceof SessionError ? error.statusCode : (error.statusCode ?? 500);
    return reply.status(status).send({ error: status >= 500 ? 'internal error' : error.message });
  });
  app.setNotFoundHandler((request, reply) => {
    return reply.status(404).send({ error: `nothing here: ${request.method} ${request.url.split('?', 1)[0]}` });
  });
  await addRoutes(app);
  await app.ready();
  return (request, response) => app.routing(request, response);
}
