/** The type of what makes random requests: for each kind a function from the world as it is to the request's fields. */
import type { CoreRequestArguments } from '../../../xserver/protocol/generated/xproto.ts';
import type { ShapeRequestArguments } from '../../../xserver/protocol/generated/shape.ts';
import type { XcMiscRequestArguments } from '../../../xserver/protocol/generated/xc_misc.ts';
import type { BigRequestsRequestArguments } from '../../../xserver/protocol/generated/bigreq.ts';
import type { XTestRequestArguments } from '../../../xserver/protocol/generated/xtest.ts';
import type { World } from './world.ts';

/** Undefined where the world has not what such a request needs. */
export type Producer<Fields> = (world: World) => Fields | undefined;

export type Producers = { readonly [Name in keyof CoreRequestArguments]: Producer<CoreRequestArguments[Name]> };

export interface ExtensionProducers {
  readonly shape: { readonly [Name in keyof ShapeRequestArguments]: Producer<ShapeRequestArguments[Name]> };
  readonly xcMisc: { readonly [Name in keyof XcMiscRequestArguments]: Producer<XcMiscRequestArguments[Name]> };
  readonly bigRequests: {
    readonly [Name in keyof BigRequestsRequestArguments]: Producer<BigRequestsRequestArguments[Name]>;
  };
  readonly xtest: { readonly [Name in keyof XTestRequestArguments]: Producer<XTestRequestArguments[Name]> };
}
