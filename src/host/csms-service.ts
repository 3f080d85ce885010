import { serveHttp } from "./http-service.ts";

const SUBPROTOCOL = "ocpp2.0.1";
/** A station that has not confirmed the end after this time does not. */
const CLOSE_MS = 1000;

interface StationEars {
  connected(identity: string): void;
  heard(text: string): void;
  disconnected(): void;
}

/**
 * The socket of a CSMS on loopback, for one station; port 0: any that is free. It takes any password. A station that
 * connects again takes the place of its old connection. Rejects when the port is not free.
 */
export async function serveCsms(
  port: number,
  ears: StationEars,
): Promise<{ readonly port: number; send(text: string): void; stop(): Promise<void> }> {
  let station: WebSocket | undefined;
  const accept = (request: Request): Response => {
    const offered = (request.headers.get("sec-websocket-protocol") ?? "").split(",").map((name) =>
      name.trim()
    );
    if (request.headers.get("upgrade")?.toLowerCase() !== "websocket" || !offered.includes(SUBPROTOCOL)) {
      return new Response(`This is a CSMS for WebSockets with the subprotocol ${SUBPROTOCOL}.\n`, {
        status: 400,
      });
    }
    const { socket, response } = Deno.upgradeWebSocket(request, { protocol: SUBPROTOCOL });
    station?.close();
    station = socket;
    const isCurrent = () => station === socket;
    const identity = new URL(request.url).pathname.split("/").at(-1) ?? "";
    socket.onopen = () => isCurrent() && ears.connected(identity);
    socket.onmessage = ({ data }) => isCurrent() && typeof data === "string" && ears.heard(data);
    socket.onclose = () => {
      if (!isCurrent()) return;
      station = undefined;
      ears.disconnected();
    };
    // A close follows.
    socket.onerror = (event) => event.preventDefault();
    return response;
  };
  const service = await serveHttp(port, (request) => Promise.resolve(accept(request)));
  return {
    port: service.port,
    send: (text) => station?.readyState === WebSocket.OPEN && station.send(text),
    async stop() {
      await closed(station);
      await service.stop();
    },
  };
}

/** Resolves when the other side has had everything and has confirmed the end, or does not. */
function closed(socket: WebSocket | undefined): Promise<void> {
  if (socket === undefined || socket.readyState === WebSocket.CLOSED) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, CLOSE_MS);
    socket.addEventListener("close", () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
    socket.close();
  });
}
