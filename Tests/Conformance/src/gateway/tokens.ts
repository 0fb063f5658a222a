/** A token in the form of the gateway's; its signature means nothing, and only the kit takes it. */
export function makeToken(id: number, lifeSeconds: number, nowMs: number = Date.now()): string {
  const issuedAt = Math.floor(nowMs / 1000);
  const claims = { sub: 'conformance', jti: `kit-${id}`, scope: 'sessions:all', iat: issuedAt, exp: issuedAt + lifeSeconds };
  return `${part({ alg: 'ES256', typ: 'JWT', kid: 'kit' })}.${part(claims)}.${Buffer.from('not signed').toString('base64url')}`;
}

function part(content: object): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}
