/** The part of the REST API that is about a session's terminals: who is there, on which wire, and who has the keyboard. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { OFFERED_WIRES, type WireName } from '../session/carrier/control.ts';
import { LINK_NAMES } from '../session/link.ts';
import { errorSchema, idParameter, terminalParameter, terminalSchema } from './api-schemas.ts';
import type { HostedSession } from './hosted-session.ts';

function terminalOf(request: FastifyRequest): number {
  return Number((request.params as { terminal: string }).terminal);
}

export function addTerminalRoutes(app: FastifyInstance, sessionOf: (request: FastifyRequest) => HostedSession): void {
  app.get(
    '/api/sessions/:id/terminals',
    {
      schema: {
        summary: 'Terminals that are attached, and what they are',
        params: idParameter,
        response: { 200: { type: 'array', items: terminalSchema }, '4xx': errorSchema },
      },
    },
    async (request, reply) => {
      const { terminals } = await sessionOf(request).handle.ask('stats', {});
      return reply.send(terminals);
    },
  );

  app.put(
    '/api/sessions/:id/terminals/:terminal/wire',
    {
      schema: {
        summary: 'Gives a terminal another wire; the session goes on meanwhile',
        params: terminalParameter,
        body: {
          type: 'object',
          required: ['wire'],
          additionalProperties: false,
          properties: { wire: { type: 'string', enum: OFFERED_WIRES } },
        },
        response: { 204: { type: 'null' }, '4xx': errorSchema },
      },
    },
    async (request, reply) => {
      const { wire } = request.body as { wire: WireName };
      await sessionOf(request).handle.ask('switch-wire', { terminal: terminalOf(request), wire });
      return reply.status(204).send();
    },
  );

  app.put(
    '/api/sessions/:id/terminals/:terminal/link',
    {
      schema: {
        summary: 'Has a terminal emulate another link in both directions; the session goes on meanwhile',
        params: terminalParameter,
        body: {
          type: 'object',
          required: ['link'],
          additionalProperties: false,
          properties: { link: { type: 'string', enum: LINK_NAMES, description: 'none: the link as it is.' } },
        },
        response: { 204: { type: 'null' }, '4xx': errorSchema },
      },
    },
    async (request, reply) => {
      const { link } = request.body as { link: string };
      await sessionOf(request).handle.ask('set-link', { terminal: terminalOf(request), link });
      return reply.status(204).send();
    },
  );

  app.put(
    '/api/sessions/:id/keyboard',
    {
      schema: {
        summary:
          'Gives the keyboard to a terminal: the screen gets its size, and where only one may type it is that one',
        params: idParameter,
        body: {
          type: 'object',
          required: ['terminal'],
          additionalProperties: false,
          properties: { terminal: { type: 'integer', minimum: 1 } },
        },
        response: { 204: { type: 'null' }, '4xx': errorSchema },
      },
    },
    async (request, reply) => {
      const { terminal } = request.body as { terminal: number };
      await sessionOf(request).handle.ask('give-keyboard', { terminal });
      return reply.status(204).send();
    },
  );

  app.delete(
    '/api/sessions/:id/terminals/:terminal',
    {
      schema: {
        summary: 'Disconnects a terminal',
        params: terminalParameter,
        response: { 204: { type: 'null' }, '4xx': errorSchema },
      },
    },
    async (request, reply) => {
      await sessionOf(request).handle.ask('disconnect', { terminal: terminalOf(request) });
      return reply.status(204).send();
    },
  );
}
