/**
 * The DER of the certificate that a TLS peer presented, or undefined when the runtime does not give it. Deno
 * has this method for its own node:tls behind a symbol; the version is pinned, a test checks that it exists,
 * and callers refuse the connection without it.
 */
export function peerCertificate(conn: object): Uint8Array | undefined {
  const symbol = internals()?.getPeerCertificate;
  const method = typeof symbol === "symbol" ? Reflect.get(conn, symbol) : undefined;
  if (typeof method !== "function") return undefined;
  const certificate: unknown = Reflect.apply(method, conn, []);
  const raw = isRecord(certificate) ? certificate.raw : undefined;
  return raw instanceof Uint8Array ? raw : undefined;
}

function internals(): Record<PropertyKey, unknown> | undefined {
  const key: unknown = Reflect.get(Deno, "internal");
  const value: unknown = typeof key === "symbol" ? Reflect.get(Deno, key) : undefined;
  return isRecord(value) ? value : undefined;
}

function isRecord(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === "object" && value !== null;
}
