import { type JWTPayload, jwtVerify, SignJWT } from 'jose';

/** Tokens that only who has the key can make; each is for one audience and for a time. */
export interface SignedTokens {
  readonly sign: (audience: string, claims: JWTPayload, seconds: number) => Promise<string>;
  /** Throws jose's errors for what was not signed here, for another audience, or has expired. */
  readonly verify: (audience: string, token: string) => Promise<JWTPayload>;
}

/** `now` in epoch ms. */
export const createSignedTokens = (key: Uint8Array, now: () => number): SignedTokens => ({
  sign: (audience, claims, seconds) => {
    const at = Math.floor(now() / 1000);
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setAudience(audience)
      .setIssuedAt(at)
      .setExpirationTime(at + seconds)
      .sign(key);
  },
  verify: async (audience, token) => {
    const options = {
      audience,
      algorithms: ['HS256'],
      requiredClaims: ['exp'],
      currentDate: new Date(now()),
    };
    return (await jwtVerify(token, key, options)).payload;
  },
});
