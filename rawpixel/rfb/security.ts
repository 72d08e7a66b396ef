/** The security handshake of either side (RFC 6143 §7.1, §7.2) with VncAuth, and VeNCrypt around it; TLS itself is the host's. */
import { ByteWriter } from '../byte-writer.ts';
import { RfbError, RfbPasswordError } from '../errors.ts';
import { MAX_TEXT } from '../limits.ts';
import { latin1, u32, type Parse } from '../parse.ts';
import { encodeUtf8 } from '../../xserver/protocol/utf8.ts';
import { desEncrypt } from './des.ts';
import { security, veNCrypt } from './numbers.ts';

const CHALLENGE_BYTES = 16;
const VERSION_BYTES = 12;

/** How a viewer may get in. */
export type SecurityOffer =
  | { readonly kind: 'none' }
  /** Passwords count to their 8th byte. `challenge`: 16 random bytes, used once. */
  | { readonly kind: 'vnc-auth'; readonly passwords: readonly string[]; readonly challenge: Uint8Array }
  /** TLS with the host's certificate, and within it `inner`. */
  | { readonly kind: 'vencrypt'; readonly inner: Exclude<SecurityOffer, { kind: 'vencrypt' }> };

export interface HandshakeIo {
  send(bytes: Uint8Array): void;
  /**
   * From here on the bytes both ways are inside TLS. Called only where VeNCrypt is used.
   * @param certificate whether the server has one; without it both ends are anonymous to each other.
   */
  startTls?(certificate: boolean): void;
}

/** RFC 6143 §7.2.2: the password's bytes, each with its bits reversed, are the key. */
export function vncAuthResponse(password: string, challenge: Uint8Array): Uint8Array {
  const key = new Uint8Array(8);
  key.set(encodeUtf8(password).subarray(0, 8));
  for (let i = 0; i < 8; i++) {
    let reversed = 0;
    for (let bit = 0; bit < 8; bit++) reversed |= ((key[i]! >> bit) & 1) << (7 - bit);
    key[i] = reversed;
  }
  return desEncrypt(key, challenge);
}

function versionMessage(minor: number): Uint8Array {
  return encodeUtf8(`RFB 003.${String(minor).padStart(3, '0')}\n`);
}

/** The highest version of ours that a peer of "RFB xxx.yyy" speaks: 3, 7 or 8. */
function readVersion(bytes: Uint8Array): number {
  const match = /^RFB (\d{3})\.(\d{3})\n$/.exec(latin1(bytes));
  if (match === null) throw new RfbError('not an RFB peer');
  const major = Number(match[1]);
  const minor = Number(match[2]);
  if (major < 3) throw new RfbError(`RFB version ${major}.${minor}`);
  // Apple's 3.889 and RealVNC's 4 and 5 speak 3.8; 3.5 counts as 3.3 (RFC 6143 §7.1.1).
  if (major > 3 || minor >= 8) return 8;
  return minor === 7 ? 7 : 3;
}

function withReason(out: ByteWriter, reason: string): Uint8Array {
  const text = encodeUtf8(reason);
  out.u32(text.length);
  out.bytes(text);
  return out.finish();
}

function* takeReason(): Parse<string> {
  const length = u32(yield 4, 0);
  if (length > MAX_TEXT) throw new RfbError(`reason of ${length} bytes`);
  return length === 0 ? 'no reason given' : latin1(yield length);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ b[i]!;
  return difference === 0;
}

const NUMBERS = { none: security.none, 'vnc-auth': security.vncAuth, vencrypt: security.veNCrypt } as const;

/** Tells a viewer why it does not get in, whatever it would say. @throws RfbError with that reason. */
export function* refuseHandshake(reason: string, io: HandshakeIo): Parse<void> {
  io.send(versionMessage(8));
  const version = readVersion(yield VERSION_BYTES);
  const out = new ByteWriter(64);
  if (version === 3) out.u32(0);
  else out.u8(0);
  io.send(withReason(out, reason));
  throw new RfbError(reason);
}

/**
 * The server's part towards a viewer of ours that gets in by None: nothing that it will say is waited for, which saves round trips. Its words are
 * taken by `takeHandshakeAhead`, once all that can be said ahead is said.
 */
export function handshakeAhead(io: HandshakeIo): void {
  io.send(versionMessage(8));
  io.send(Uint8Array.of(1, security.none));
  io.send(Uint8Array.of(0, 0, 0, 0));
}

/** @throws RfbError for a viewer that is not ours. */
export function* takeHandshakeAhead(): Parse<void> {
  if (readVersion(yield VERSION_BYTES) !== 8) throw new RfbError('not a viewer of ours');
  if ((yield 1)[0] !== security.none) throw new RfbError('not a viewer of ours');
}

/**
 * The server's part, up to and with SecurityResult.
 * @throws RfbError when the viewer does not get in; it has been told where the version knows how.
 */
export function* serverHandshake(offers: readonly SecurityOffer[], io: HandshakeIo): Parse<void> {
  io.send(versionMessage(8));
  const version = readVersion(yield VERSION_BYTES);
  // 3.3 lets the server choose; it knows nothing of VeNCrypt.
  const usable = version === 3 ? offers.filter(({ kind }) => kind !== 'vencrypt').slice(0, 1) : offers;
  const out = new ByteWriter(8);
  if (usable.length === 0) {
    const reason = 'this server wants a viewer that speaks RFB 3.8 with TLS';
    if (version === 3) out.u32(0);
    else out.u8(0);
    io.send(withReason(out, reason));
    throw new RfbError(reason);
  }
  let chosen = usable[0]!;
  if (version === 3) {
    out.u32(NUMBERS[chosen.kind]);
    io.send(out.finish());
  } else {
    out.u8(usable.length);
    for (const { kind } of usable) out.u8(NUMBERS[kind]);
    io.send(out.finish());
    const number = (yield 1)[0]!;
    const found = usable.find(({ kind }) => NUMBERS[kind] === number);
    if (found === undefined) throw new RfbError(`security type ${number} was not offered`);
    chosen = found;
  }
  if (chosen.kind === 'vencrypt') {
    yield* serverVeNCrypt(chosen.inner, io);
    chosen = chosen.inner;
  }
  if (chosen.kind === 'none') {
    // Before 3.8 no result follows None.
    if (version === 8) io.send(Uint8Array.of(0, 0, 0, 0));
    return;
  }
  io.send(chosen.challenge);
  const response = yield CHALLENGE_BYTES;
  let ok = false;
  for (const password of chosen.passwords) {
    if (sameBytes(vncAuthResponse(password, chosen.challenge), response)) ok = true;
  }
  if (ok) {
    io.send(Uint8Array.of(0, 0, 0, 0));
    return;
  }
  const failed = new ByteWriter(32);
  failed.u32(1);
  io.send(version === 8 ? withReason(failed, 'wrong password') : failed.finish());
  throw new RfbPasswordError('wrong password');
}

function* serverVeNCrypt(inner: SecurityOffer, io: HandshakeIo): Parse<void> {
  if (io.startTls === undefined) throw new Error('VeNCrypt offered without TLS');
  io.send(Uint8Array.of(0, 2));
  const version = yield 2;
  const known = version[0] === 0 && version[1] === 2;
  io.send(Uint8Array.of(known ? 0 : 255));
  if (!known) throw new RfbError('viewer does not speak VeNCrypt 0.2');
  const subtype = inner.kind === 'none' ? veNCrypt.x509None : veNCrypt.x509Vnc;
  const out = new ByteWriter(8);
  out.u8(1);
  out.u32(subtype);
  io.send(out.finish());
  const chosen = u32(yield 4, 0);
  const ok = chosen === subtype;
  io.send(Uint8Array.of(ok ? 1 : 0));
  if (!ok) throw new RfbError(`VeNCrypt sub-type ${chosen} was not offered`);
  io.startTls(true);
}

export interface ClientSecurity {
  readonly password?: string | undefined;
  /** Whether the host can wrap TLS around the connection. */
  readonly tls?: boolean | undefined;
}

/** The viewer's part. @throws RfbError with the server's reason when it does not let us in. */
export function* clientHandshake(options: ClientSecurity, io: HandshakeIo): Parse<void> {
  const version = readVersion(yield VERSION_BYTES);
  io.send(versionMessage(version));
  let type: number;
  if (version === 3) {
    type = u32(yield 4, 0);
    if (type === 0) throw new RfbError(`refused: ${yield* takeReason()}`);
    if (type !== security.none && type !== security.vncAuth) throw new RfbError(`security type ${type} is unknown`);
  } else {
    const count = (yield 1)[0]!;
    if (count === 0) throw new RfbError(`refused: ${yield* takeReason()}`);
    const types = [...(yield count)];
    const wanted = [
      ...(options.tls === true ? [security.veNCrypt] : []),
      ...(options.password === undefined ? [] : [security.vncAuth]),
      security.none,
    ];
    const found = wanted.find((number) => types.includes(number));
    if (found === undefined) {
      if (types.includes(security.vncAuth)) throw new RfbError('the server wants a password');
      throw new RfbError(`the server offers only security types ${types.join(', ')}`);
    }
    type = found;
    io.send(Uint8Array.of(type));
  }
  if (type === security.veNCrypt) type = yield* clientVeNCrypt(options, io);
  if (type === security.vncAuth) {
    if (options.password === undefined) throw new RfbError('the server wants a password');
    io.send(vncAuthResponse(options.password, yield CHALLENGE_BYTES));
  } else if (version < 8) return;
  const result = u32(yield 4, 0);
  if (result === 0) return;
  throw new RfbError(`refused: ${version === 8 ? yield* takeReason() : 'wrong password'}`);
}

function* clientVeNCrypt(options: ClientSecurity, io: HandshakeIo): Parse<number> {
  if (io.startTls === undefined) throw new Error('VeNCrypt wanted without TLS');
  const version = yield 2;
  if (version[0] === 0 && version[1]! < 2) throw new RfbError('the server speaks no VeNCrypt 0.2');
  io.send(Uint8Array.of(0, 2));
  if ((yield 1)[0] !== 0) throw new RfbError('the server refuses VeNCrypt 0.2');
  const count = (yield 1)[0]!;
  const bytes = count === 0 ? new Uint8Array(0) : yield count * 4;
  const types = Array.from({ length: count }, (_, i) => u32(bytes, i * 4));
  const wanted = [
    ...(options.password === undefined ? [] : [veNCrypt.x509Vnc, veNCrypt.tlsVnc]),
    veNCrypt.x509None,
    veNCrypt.tlsNone,
  ];
  const chosen = wanted.find((number) => types.includes(number));
  if (chosen === undefined) {
    const withPassword = [veNCrypt.x509Vnc, veNCrypt.tlsVnc].some((type) => types.includes(type));
    if (withPassword) throw new RfbError('the server wants a password');
    throw new RfbError(`the server offers only VeNCrypt types ${types.join(', ')}`);
  }
  const out = new ByteWriter(4);
  out.u32(chosen);
  io.send(out.finish());
  if ((yield 1)[0] !== 1) throw new RfbError('the server refuses TLS');
  io.startTls(chosen === veNCrypt.x509Vnc || chosen === veNCrypt.x509None);
  return chosen === veNCrypt.x509Vnc || chosen === veNCrypt.tlsVnc ? security.vncAuth : security.none;
}
