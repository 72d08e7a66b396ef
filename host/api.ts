/**
 * The REST API under /api, its OpenAPI description, and /metrics. Every route is guarded by a bearer token: the host's own lets in everywhere, a
 * session's only to that session, and the one that lets others look shows only what they see.
 */
import { deflateSync } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { SHOWS, type Show } from '../apps/demos/shows.ts';
import { encodePng } from '../codecs/png.ts';
import {
  clipboardSchema,
  command,
  createBody,
  createdSchema,
  errorSchema,
  idParameter,
  MAX_CLIPBOARD_BYTES,
  oneSessionSchema,
  programSchema,
  selectionQuery,
  sessionSchema,
  type CreateBody,
} from './api-schemas.ts';
import { addTerminalRoutes } from './api-terminals.ts';
import { addForeignRoutes } from './foreign/api-foreign.ts';
import type { ForeignServer, ForeignServers } from './foreign/foreign-servers.ts';
import { describeSession, type HostedSession } from './hosted-session.ts';
import { sessionMetrics } from './metrics.ts';
import { describeApi } from './openapi.ts';
import { bearerToken, sameToken } from './security.ts';
import { HttpError, requireToken } from './server.ts';
import type { RfbPortOptions, SessionOptions } from './session-messages.ts';
import { Shows } from './shows.ts';
import type { Access, Sessions } from './sessions.ts';

export interface ApiOptions {
  readonly sessions: Sessions;
  readonly foreign: ForeignServers;
  /** The host's own token. */
  readonly token: string;
  /** Options of a session that a request doesn't say. */
  readonly defaults: Omit<SessionOptions, 'id'>;
  /** Where sessions that are asked to listen for VNC viewers. */
  readonly rfb: Omit<RfbPortOptions, 'port'>;
  readonly front: {
    /** Where the page shows a session. */
    urlOf(session: HostedSession): string;
    viewUrlOf(session: HostedSession): string;
    foreignUrlOf(server: ForeignServer): string;
    foreignViewUrlOf(server: ForeignServer): string;
  };
  readonly version: string;
}

export function addApi(app: FastifyInstance, options: ApiOptions): void {
  const { sessions, token, front } = options;
  const routes: RouteOptions[] = [];
  app.addHook('onRoute', (route) => {
    routes.push(route);
  });

  const requireHostToken = (request: FastifyRequest): void => requireToken(request, token);

  const accessOf = (request: FastifyRequest): Access => {
    const { id } = request.params as { id: string };
    const given = bearerToken(request.raw);
    if (!sameToken(given, token)) {
      const access = sessions.authorised(id, given);
      if (access === undefined) throw new HttpError(401, 'not its token');
      return access;
    }
    const session = sessions.get(id);
    // Who has the host's token may know that it isn't there.
    if (session === undefined) throw new HttpError(404, 'no such session');
    return { session, viewOnly: false };
  };

  /** For those who may do more than look. */
  const sessionOf = (request: FastifyRequest): HostedSession => {
    const { session, viewOnly } = accessOf(request);
    if (viewOnly) throw new HttpError(403, 'this token lets you look, and no more');
    return session;
  };

  app.get(
    '/api/sessions',
    {
      preHandler: async (request) => requireHostToken(request),
      schema: {
        summary: 'All sessions',
        response: { 200: { type: 'array', items: sessionSchema }, '4xx': errorSchema },
      },
    },
    () => sessions.list.map(describeSession),
  );

  app.post(
    '/api/sessions',
    {
      preValidation: async (request) => {
        request.body ??= {};
      },
      preHandler: async (request) => requireHostToken(request),
      schema: {
        summary: 'Starts a session, with a program in it or none',
        body: createBody,
        response: { 201: createdSchema, '4xx': errorSchema },
      },
    },
    async (request, reply) => {
      const { command: program, lease, rfbPort, ...rest } = request.body as CreateBody;
      const session = await sessions.start({
        ...options.defaults,
        // Those of the first session are taken.
        display: undefined,
        record: undefined,
        rfb: rfbPort === undefined ? undefined : { port: rfbPort, ...options.rfb },
        ...rest,
        ...(lease === undefined ? {} : { lease: lease * 1000 }),
      });
      try {
        if (program !== undefined) await session.handle.ask('launch', { command: program, foreground: false });
      } catch (error) {
        await session.handle.end('its program could not be started', undefined);
        throw error;
      }
      const { xauthority, rfb } = session.handle.info;
      const viewers = rfb && { rfbPort: rfb.port, rfbPassword: rfb.password };
      const [url, viewUrl] = [front.urlOf(session), front.viewUrlOf(session)];
      return reply
        .status(201)
        .send({ ...describeSession(session), url, viewUrl, token: session.token, xauthority, ...viewers });
    },
  );

  app.get(
    '/api/sessions/:id',
    {
      schema: {
        summary: 'One session',
        params: idParameter,
        response: { 200: oneSessionSchema, '4xx': errorSchema },
      },
    },
    async (request, reply) => {
      const { session, viewOnly } = accessOf(request);
      const { windows } = await session.handle.ask('stats', {});
      const { xauthority } = session.handle.info;
      const forOthers = viewOnly ? {} : { viewUrl: front.viewUrlOf(session), xauthority };
      return reply.send({ ...describeSession(session), windows, ...forOthers });
    },
  );

  app.delete(
    '/api/sessions/:id',
    {
      schema: {
        summary: 'Ends a session and what was started in it',
        params: idParameter,
        response: { 204: { type: 'null' }, '4xx': errorSchema },
      },
    },
    async (request, reply) => {
      await sessionOf(request).handle.end('it was ended by request', undefined);
      return reply.status(204).send();
    },
  );

  app.post(
    '/api/sessions/:id/programs',
    {
      schema: {
        summary: 'Starts a program in a session',
        params: idParameter,
        body: { type: 'object', required: ['command'], additionalProperties: false, properties: { command } },
        response: { 201: programSchema, '4xx': errorSchema },
      },
    },
    async (request, reply) => {
      const session = sessionOf(request);
      const { command: program } = request.body as { command: readonly string[] };
      return reply.status(201).send(await session.handle.ask('launch', { command: program, foreground: false }));
    },
  );

  const shows = new Shows();
  app.post(
    '/api/sessions/:id/shows',
    {
      schema: {
        summary: 'Starts a show of some seconds in a session: something to look at while wires are compared',
        params: idParameter,
        body: {
          type: 'object',
          required: ['show'],
          additionalProperties: false,
          properties: { show: { type: 'string', enum: SHOWS } },
        },
        response: { 201: programSchema, '4xx': errorSchema },
      },
    },
    async (request, reply) => {
      const { show } = request.body as { show: Show };
      return reply.status(201).send(await shows.launch(sessionOf(request).handle, show));
    },
  );

  app.get(
    '/api/sessions/:id/stats',
    {
      schema: {
        summary: 'Counts of a session and its terminals',
        params: idParameter,
        response: { 200: { type: 'object', additionalProperties: true }, '4xx': errorSchema },
      },
    },
    (request) => sessionOf(request).handle.ask('stats', {}),
  );

  app.get(
    '/api/sessions/:id/screenshot',
    {
      schema: {
        summary: "The session's screen as a PNG",
        params: idParameter,
        produces: ['image/png'],
        response: { '4xx': errorSchema },
      },
    },
    async (request, reply: FastifyReply) => {
      const { width, height, pixels } = await accessOf(request).session.handle.ask('screenshot', {});
      return reply.type('image/png').send(Buffer.from(encodePng(width, height, pixels, deflateSync)));
    },
  );

  app.get(
    '/api/sessions/:id/clipboard',
    {
      schema: {
        summary: "The text that the session's programs have copied or marked",
        params: idParameter,
        querystring: selectionQuery,
        response: { 200: clipboardSchema, '4xx': errorSchema },
      },
    },
    async (request, reply) => {
      const { selection = 'clipboard' } = request.query as { selection?: 'clipboard' | 'primary' };
      const text = await sessionOf(request).handle.ask('read-clipboard', { selection });
      return reply.send({ text: text ?? null });
    },
  );

  app.put(
    '/api/sessions/:id/clipboard',
    {
      bodyLimit: MAX_CLIPBOARD_BYTES,
      schema: {
        summary: "Offers text to the session's programs, to be pasted",
        params: idParameter,
        body: {
          type: 'object',
          required: ['text'],
          additionalProperties: false,
          properties: { text: { type: 'string' } },
        },
        response: { 204: { type: 'null' }, '4xx': errorSchema },
      },
    },
    async (request, reply) => {
      await sessionOf(request).handle.ask('write-clipboard', request.body as { text: string });
      return reply.status(204).send();
    },
  );

  addTerminalRoutes(app, sessionOf);
  addForeignRoutes(app, {
    foreign: options.foreign,
    sessions,
    token,
    urlOf: (server) => front.foreignUrlOf(server),
    viewUrlOf: (server) => front.foreignViewUrlOf(server),
  });

  app.get(
    '/metrics',
    {
      preHandler: async (request) => requireHostToken(request),
      schema: { summary: 'Metrics for Prometheus', produces: ['text/plain'], response: { '4xx': errorSchema } },
    },
    async (_request, reply) => {
      const measured = await Promise.all(
        sessions.list.map(async (session) => {
          const stats = await session.handle.ask('stats', {}).catch(() => undefined);
          return stats === undefined ? [] : [{ session, stats }];
        }),
      );
      return reply.type('text/plain; version=0.0.4; charset=utf-8').send(sessionMetrics(measured.flat()));
    },
  );

  app.get('/api/openapi.json', { schema: { summary: 'This description' } }, () => describeApi(routes, options.version));
}
