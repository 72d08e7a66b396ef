/** What the REST API tells of VNC servers that the host's configuration names. */
import type { FastifyInstance } from 'fastify';
import { errorSchema } from '../api-schemas.ts';
import { bearerToken, sameToken } from '../security.ts';
import { HttpError } from '../server.ts';
import type { Sessions } from '../sessions.ts';
import type { ForeignServer, ForeignServers } from './foreign-servers.ts';

export interface ForeignApiOptions {
  readonly foreign: ForeignServers;
  readonly sessions: Sessions;
  /** The host's own token. */
  readonly token: string;
  readonly urlOf: (server: ForeignServer) => string;
  readonly viewUrlOf: (server: ForeignServer) => string;
}

const serverSchema = {
  type: 'object',
  required: ['name', 'address', 'viewers', 'url', 'viewUrl'],
  properties: {
    name: { type: 'string' },
    address: { type: 'string', description: 'Where the host finds it.' },
    viewers: { type: 'integer', description: 'Pages that show it now.' },
    url: { type: 'string', description: 'The page that shows it; the token is part of it.' },
    viewUrl: { type: 'string', description: 'Where others may look without typing.' },
  },
} as const;

const accessSchema = {
  type: 'object',
  required: ['name', 'viewOnly'],
  properties: {
    name: { type: 'string' },
    viewOnly: { type: 'boolean', description: 'This token lets you look, and no more.' },
  },
} as const;

export function addForeignRoutes(app: FastifyInstance, options: ForeignApiOptions): void {
  const { foreign, sessions, token, urlOf, viewUrlOf } = options;

  app.get(
    '/api/vnc-servers',
    {
      schema: {
        summary: 'VNC servers that the host was told of (serve --vnc-server); none for the token of a session',
        response: { 200: { type: 'array', items: serverSchema }, '4xx': errorSchema },
      },
    },
    (request) => {
      const given = bearerToken(request.raw);
      if (!sameToken(given, token)) {
        // Pages of sessions ask without knowing what their token is good for.
        if (sessions.withToken(given) !== undefined) return [];
        throw new HttpError(401, "the host's token is needed");
      }
      return foreign.list.map((server) => ({
        name: server.name,
        address: `${server.host.includes(':') ? `[${server.host}]` : server.host}:${server.port}`,
        viewers: server.viewers.size,
        url: urlOf(server),
        viewUrl: viewUrlOf(server),
      }));
    },
  );

  app.get<{ Params: { name: string } }>(
    '/api/vnc-servers/:name',
    {
      schema: {
        summary: 'What a token allows at a VNC server: the host’s own, or the one for looking',
        params: {
          type: 'object',
          required: ['name'],
          properties: { name: { type: 'string', maxLength: 40 } },
        },
        response: { 200: accessSchema, '4xx': errorSchema },
      },
    },
    (request) => {
      const { name } = request.params;
      const access = foreign.authorised(name, bearerToken(request.raw));
      if (access === undefined) throw new HttpError(401, 'not its token');
      if (access.server === undefined) throw new HttpError(404, 'no such VNC server');
      return { name, viewOnly: access.viewOnly };
    },
  );
}
