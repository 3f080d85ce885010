/** The HTTP request a station opened its WebSocket with. Header names are lower case. */
export interface UpgradeRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: ReadonlyMap<string, string>;
  /** Last segment of the path, percent-decoded: the station's identity. */
  readonly identity: string;
  /** What the Authorization header said; undefined when absent or not Basic. */
  readonly basicAuth?: { readonly username: string; readonly password: string };
  /** Offered in Sec-WebSocket-Protocol, in order. */
  readonly subprotocols: readonly string[];
}

export function parseUpgradeRequest(head: string): UpgradeRequest {
  const [requestLine = "", ...lines] = head.split("\r\n");
  const [method = "", path = ""] = requestLine.split(" ");
  const headers = new Map(lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const;
  }));
  const basicAuth = parseBasicAuth(headers.get("authorization"));
  return {
    method,
    path,
    headers,
    identity: decodeURIComponent(path.split("?")[0]?.split("/").at(-1) ?? ""),
    ...(basicAuth && { basicAuth }),
    subprotocols: (headers.get("sec-websocket-protocol") ?? "").split(",").map((name) => name.trim())
      .filter((name) => name !== ""),
  };
}

function parseBasicAuth(header: string | undefined): UpgradeRequest["basicAuth"] {
  const encoded = header?.match(/^Basic (.+)$/)?.[1];
  if (!encoded) return undefined;
  const bytes = Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
  const text = new TextDecoder().decode(bytes);
  const colon = text.indexOf(":");
  return { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** Sec-WebSocket-Accept for a Sec-WebSocket-Key. */
export async function acceptKey(key: string): Promise<string> {
  const bytes = new TextEncoder().encode(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-1", bytes));
  return btoa(String.fromCharCode(...digest));
}

/** 101 Switching Protocols; `subprotocol` undefined leaves the header out. */
export async function acceptResponse(
  request: UpgradeRequest,
  subprotocol: string | undefined,
): Promise<string> {
  const accept = await acceptKey(request.headers.get("sec-websocket-key") ?? "");
  return httpHead("101 Switching Protocols", {
    Upgrade: "websocket",
    Connection: "Upgrade",
    "Sec-WebSocket-Accept": accept,
    ...(subprotocol !== undefined && { "Sec-WebSocket-Protocol": subprotocol }),
  });
}

export function refuseResponse(status: number, headers: Readonly<Record<string, string>> = {}): string {
  return httpHead(`${status} Refused`, { "Content-Length": "0", Connection: "close", ...headers });
}

function httpHead(status: string, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status}\r\n${lines.join("")}\r\n`;
}
