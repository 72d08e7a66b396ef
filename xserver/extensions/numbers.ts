/** Numbers given to extensions: the same in every session, so that logs and recordings stay valid. */
export const MajorOpcode = { BigRequests: 128, XcMisc: 129, Shape: 130, Xtest: 131, Xkb: 132 } as const;
export const FirstEvent = { Shape: 64, Xkb: 65 } as const;
export const FirstError = { Xkb: 128 } as const;
