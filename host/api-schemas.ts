/** JSON schemas of what the REST API takes and gives; OpenAPI is made from them. */
import { LINK_NAMES } from '../session/link.ts';
import { KEYBOARD_MODES, type KeyboardMode } from '../session/carrier/control.ts';
import { QUALITIES, type Quality } from './session-messages.ts';

/** A year. */
const MAX_LEASE_SECONDS = 365 * 86_400;

export const command = {
  type: 'array',
  items: { type: 'string', maxLength: 10_000 },
  minItems: 1,
  maxItems: 1000,
  description: 'A program and its arguments, as they are: no shell takes part.',
} as const;

export const sessionSchema = {
  type: 'object',
  required: ['id', 'display', 'pid', 'started'],
  properties: {
    id: { type: 'string' },
    display: { type: 'string', description: 'DISPLAY of its programs.' },
    pid: { type: 'integer', description: "The session's process." },
    started: { type: 'string', format: 'date-time' },
    viewUrl: { type: 'string', description: 'Where others may look without typing; not told to those.' },
  },
} as const;

export const oneSessionSchema = {
  ...sessionSchema,
  required: [...sessionSchema.required, 'windows'],
  properties: {
    ...sessionSchema.properties,
    windows: { type: 'integer', description: 'Top-level windows that are mapped.' },
    xauthority: { type: 'string', description: 'XAUTHORITY of its programs; not told to those who may only look.' },
  },
} as const;

export const createdSchema = {
  type: 'object',
  required: [...sessionSchema.required, 'url', 'viewUrl', 'token', 'xauthority'],
  properties: {
    ...sessionSchema.properties,
    url: { type: 'string', description: 'The page that shows it; the token is part of it.' },
    token: { type: 'string' },
    xauthority: { type: 'string', description: 'XAUTHORITY of its programs.' },
    rfbPort: { type: 'integer', description: 'TCP port for VNC viewers, where one was asked for.' },
    rfbPassword: { type: 'string', description: 'What they must know.' },
  },
} as const;

export const errorSchema = {
  type: 'object',
  required: ['error'],
  properties: { error: { type: 'string' } },
} as const;

export const programSchema = {
  type: 'object',
  required: ['pid', 'command'],
  properties: { pid: { type: 'integer' }, command: { type: 'array', items: { type: 'string' } } },
} as const;

/** A request that offers text for the clipboard, in bytes. */
export const MAX_CLIPBOARD_BYTES = 4 * 1024 * 1024;

export const selectionQuery = {
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

export const clipboardSchema = {
  type: 'object',
  required: ['text'],
  properties: { text: { type: ['string', 'null'], description: 'null where no program offers any.' } },
} as const;

export const idParameter = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'string', pattern: '^[a-z0-9]{1,20}$' } },
} as const;

/** What a terminal's number looks like in a path. */
export const terminalParameter = {
  type: 'object',
  required: ['id', 'terminal'],
  properties: {
    id: idParameter.properties.id,
    terminal: { type: 'string', pattern: '^[1-9][0-9]{0,8}$', description: 'Its number in the session.' },
  },
} as const;

export const terminalSchema = {
  type: 'object',
  additionalProperties: true,
  required: ['terminal', 'wire', 'primary'],
  properties: {
    terminal: { type: 'integer' },
    kind: { type: 'string', enum: ['farpane', 'vnc'], description: 'A terminal of ours, or a VNC viewer.' },
    address: { type: 'string', description: 'Where it comes from.' },
    wire: { type: 'string' },
    primary: { type: 'boolean', description: 'It orders the log: the others, and the host, follow it.' },
    holder: { type: 'boolean', description: 'It has the keyboard, and the screen has its size.' },
    viewOnly: { type: 'boolean' },
    visible: { type: 'boolean' },
    link: { type: 'string', enum: LINK_NAMES, description: 'The link that it emulates.' },
    backlog: { type: 'number', description: 'About how many bytes wait at the host for it, or are on their way.' },
    roundTrips: {
      type: 'integer',
      description: 'Replies that programs waited for over its link: none where the host answers them.',
    },
  },
} as const;

export const createBody = {
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
    keyboard: {
      type: 'string',
      enum: KEYBOARD_MODES,
      description: 'With several terminals, whose input counts. By default as the host was started.',
    },
    quality: {
      type: 'string',
      enum: QUALITIES,
      description: 'Of video and photographs on the thinc wire. By default as the host was started.',
    },
    link: {
      type: 'string',
      enum: LINK_NAMES,
      description:
        'The link that its terminals emulate unless they choose another. By default as the host was started.',
    },
    rfbPort: {
      type: 'integer',
      minimum: 0,
      maximum: 65_535,
      description: "A TCP port for VNC viewers, on the host's address; 0 for any free one.",
    },
    command,
  },
} as const;

export interface CreateBody {
  readonly width?: number;
  readonly height?: number;
  readonly display?: number;
  readonly record?: string;
  readonly lease?: number;
  readonly keyboard?: KeyboardMode;
  readonly quality?: Quality;
  readonly rfbPort?: number;
  readonly link?: string;
  readonly command?: readonly string[];
}
