/**
 * The REST API under /api, its OpenAPI description, and /metrics. Every route is guarded by a bearer token: the host's own lets in everywhere, a
 * session's only to that session.
 */
import { deflateSync } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { encodePng } from '../codecs/png.ts';
import { describeSession, type HostedSession } from './hosted-session.ts';
import { sessionMetrics } from './metrics.ts';
import { describeApi } from './openapi.ts';
import { bearerToken, sameToken } from './security.ts';
import { HttpError, requireToken } from './server.ts';
import type { SessionOptions } from './session-messages.ts';
import type { Sessions } from './sessions.ts';

export interface ApiOptions {
  readonly sessions: Sessions;
  /** The host's own token. */
  readonly token: string;
  /** Options of a session that a request doesn't say. */
  readonly defaults: Omit<SessionOptions, 'id'>;
  /** Where the page shows a session. */
  readonly urlOf: (session: HostedSession) => string;
  readonly version: string;
}

/** A year. */
const MAX_LEASE_SECONDS = 365 * 86_400;

const command = {
  type: 'array',
  items: { type: 'string', maxLength: 10_000 },
  minItems: 1,
  maxItems: 1000,
  description: 'A program and its arguments, as they are: no shell takes part.',
} as const;

const sessionSchema = {
  type: 'object',
  required: ['id', 'display', 'pid', 'started'],
  properties: {
    id: { type: 'string' },
    display: { type: 'string', description: 'DISPLAY of its programs.' },
    pid: { type: 'integer', description: "The session's process." },
    started: { type: 'string', format: 'date-time' },
  },
} as const;

const createdSchema = {
  type: 'object',
  required: [...sessionSchema.required, 'url', 'token', 'xauthority'],
  properties: {
    ...sessionSchema.properties,
    url: { type: 'string', description: 'The page that shows it; the token is part of it.' },
    token: { type: 'string' },
    xauthority: { type: 'string', description: 'XAUTHORITY of its programs.' },
  },
} as const;

const errorSchema = {
  type: 'object',
  required: ['error'],
  properties: { error: { type: 'string' } },
} as const;

const programSchema = {
  type: 'object',
  required: ['pid', 'command'],
  properties: { pid: { type: 'integer' }, command: { type: 'array', items: { type: 'string' } } },
} as const;

/** A request that offers text for the clipboard, in bytes. */
const MAX_CLIPBOARD_BYTES = 4 * 1024 * 1024;

const selectionQuery = {
  type: 'object',
  additionalProperties: false,
  properties: {
    selection: {
      type: 'string',
      enum: ['clipboard', 'primary'],
      description: 'What was copied (the default), or what is marked.',
    },
  },
} as const;

const clipboardSchema = {
  type: 'object',
  required: ['text'],
  properties: { text: { type: ['string', 'null'], description: 'null where no program offers any.' } },
} as const;

const idParameter = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'string', pattern: '^[a-z0-9]{1,20}$' } },
} as const;

const createBody = {
  type: 'object',
  additionalProperties: false,
  properties: {
    width: { type: 'integer', minimum: 64, maximum: 16_384 },
    height: { type: 'integer', minimum: 64, maximum: 16_384 },
    display: { type: 'integer', minimum: 0, maximum: 59_535 },
    record: {
      type: 'string',
      pattern: '^/',
      maxLength: 4000,
      description: 'A new file at the host that the session is recorded to.',
    },
    lease: {
      type: 'number',
      minimum: 1,
      maximum: MAX_LEASE_SECONDS,
      description: 'Seconds without terminals after which the session ends. By default as the host was started.',
    },
    command,
  },
} as const;

interface CreateBody {
  readonly width?: number;
  readonly height?: number;
  readonly display?: number;
  readonly record?: string;
  readonly lease?: number;
  readonly command?: readonly string[];
}

export function addApi(app: FastifyInstance, options: ApiOptions): void {
  const { sessions, token } = options;
  const routes: RouteOptions[] = [];
  app.addHook('onRoute', (route) => {
    routes.push(route);
  });

  const requireHostToken = (request: FastifyRequest): void => requireToken(request, token);

  const sessionOf = (request: FastifyRequest): HostedSession => {
    const { id } = request.params as { id: string };
    const given = bearerToken(request.raw);
    const session = sameToken(given, token) ? sessions.get(id) : sessions.authorised(id, given);
    if (session !== undefined) return session;
    // Who has the host's token may know that it isn't there.
    throw sameToken(given, token) ? new HttpError(404, 'no such session') : new HttpError(401, 'not its token');
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
      const { command: program, lease, ...rest } = request.body as CreateBody;
      const session = await sessions.start({
        ...options.defaults,
        // Those of the first session are taken.
        display: undefined,
        record: undefined,
        ...rest,
        ...(lease === undefined ? {} : { lease: lease * 1000 }),
      });
      try {
        if (program !== undefined) await session.handle.ask('launch', { command: program, foreground: false });
      } catch (error) {
        await session.handle.end('its program could not be started', undefined);
        throw error;
      }
      const { xauthority } = session.handle.info;
      const url = options.urlOf(session);
      return reply.status(201).send({ ...describeSession(session), url, token: session.token, xauthority });
    },
  );

  app.get(
    '/api/sessions/:id',
    {
      schema: {
        summary: 'One session',
        params: idParameter,
        response: { 200: sessionSchema, '4xx': errorSchema },
      },
    },
    (request) => describeSession(sessionOf(request)),
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
      const { width, height, pixels } = await sessionOf(request).handle.ask('screenshot', {});
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
