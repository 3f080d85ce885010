/** The HTTP upgrade request (RFC 6455 §4.1, part 4 §3.1). */
export interface UpgradeRequest {
  readonly url: URL;
  /** In order of preference. */
  readonly subprotocols: readonly string[];
  /** Base64 of 16 random bytes, fresh for every connection. */
  readonly key: string;
  readonly basicAuth?: { readonly username: string; readonly password: Uint8Array };
}

/** The bytes of the request. They contain the credentials: not for logs. */
export function encodeUpgradeRequest(request: UpgradeRequest): Uint8Array {
  const { url, subprotocols, key, basicAuth } = request;
  const lines = [
    `GET ${url.pathname}${url.search} HTTP/1.1`,
    `Host: ${url.host}`,
    "Upgrade: websocket",
    "Connection: Upgrade",
    `Sec-WebSocket-Key: ${key}`,
    "Sec-WebSocket-Version: 13",
    `Sec-WebSocket-Protocol: ${subprotocols.join(", ")}`,
  ];
  if (basicAuth) lines.push(`Authorization: ${basicAuthorization(basicAuth)}`);
  return new TextEncoder().encode(`${lines.join("\r\n")}\r\n\r\n`);
}

/**
 * `Basic …` of RFC 7617. The password is sent as stored, in UTF-8, without further hex or base64 encoding;
 * the username is the station's identity.
 */
function basicAuthorization(
  { username, password }: { readonly username: string; readonly password: Uint8Array },
): string {
  const name = new TextEncoder().encode(`${username}:`);
  const credentials = new Uint8Array(name.length + password.length);
  credentials.set(name);
  credentials.set(password, name.length);
  return `Basic ${credentials.toBase64()}`;
}
