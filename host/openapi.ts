/** The OpenAPI 3.1 description of the REST API, made from the routes' own schemas. */
import type { RouteOptions } from 'fastify';

declare module 'fastify' {
  interface FastifySchema {
    /** Says in one line what the route does; routes without it are not described. */
    summary?: string;
    produces?: readonly string[];
  }
}

interface RouteSchema {
  readonly summary?: string;
  readonly params?: { readonly properties: Readonly<Record<string, object>> };
  readonly querystring?: { readonly properties: Readonly<Record<string, object>> };
  readonly body?: object;
  readonly produces?: readonly string[];
  readonly response?: Readonly<Record<string, object>>;
}

const STATUS_TEXT: Readonly<Record<string, string>> = {
  200: 'Done',
  201: 'Made',
  204: 'Done; nothing to say',
  '4XX': 'Refused: the error says why',
};

function responsesOf({ response = {}, produces }: RouteSchema): Record<string, object> {
  const responses: Record<string, object> = {};
  if (produces !== undefined) {
    const content = Object.fromEntries(produces.map((type) => [type, {}]));
    responses['200'] = { description: STATUS_TEXT[200], content };
  }
  for (const [status, schema] of Object.entries(response)) {
    const key = status.toUpperCase();
    const empty = 'type' in schema && schema.type === 'null';
    const content = empty ? {} : { content: { 'application/json': { schema } } };
    responses[key] = { description: STATUS_TEXT[key] ?? key, ...content };
  }
  if (Object.keys(responses).length === 0) responses['200'] = { description: STATUS_TEXT[200] };
  return responses;
}

function operationOf(schema: RouteSchema): object {
  const parameters = [
    ...Object.entries(schema.params?.properties ?? {}).map(([name, parameter]) => {
      return { name, in: 'path', required: true, schema: parameter };
    }),
    ...Object.entries(schema.querystring?.properties ?? {}).map(([name, parameter]) => {
      return { name, in: 'query', required: false, schema: parameter };
    }),
  ];
  return {
    summary: schema.summary ?? '',
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(schema.body === undefined
      ? {}
      : {
          requestBody: {
            required: 'required' in schema.body,
            content: { 'application/json': { schema: schema.body } },
          },
        }),
    responses: responsesOf(schema),
  };
}

/** Routes without a summary are not part of the API. */
export function describeApi(routes: readonly RouteOptions[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const { url, method, schema } of routes) {
    const routeSchema = (schema ?? {}) as RouteSchema;
    if (routeSchema.summary === undefined) continue;
    const path = url.replace(/:([a-z]+)/g, '{$1}');
    for (const name of [method].flat()) {
      if (name === 'HEAD') continue;
      paths[path] ??= {};
      paths[path][name.toLowerCase()] = operationOf(routeSchema);
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Farpane', version, description: 'Sessions of a host, their programs and their screens.' },
    security: [{ token: [] }],
    paths,
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  };
}
