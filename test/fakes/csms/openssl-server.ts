import { ByteReader } from "./byte-reader.ts";
import { acceptResponse, parseUpgradeRequest, type UpgradeRequest } from "./upgrade.ts";
import { lastingPort } from "../lasting-port.ts";

/** A TLS server by `openssl s_server`, for what the runtime's own server cannot: old versions, client certificates. */
export interface OpensslServer {
  readonly port: number;
  /** Reads the upgrade request of the connected client and accepts it. */
  acceptUpgrade(): Promise<UpgradeRequest>;
  stop(): Promise<void>;
}

export interface OpensslServerOptions {
  readonly cert: string;
  readonly key: string;
  /** Further arguments, e.g. `-tls1_2`. */
  readonly args?: readonly string[];
  /** PEM; makes the server demand a client certificate issued under it. */
  readonly clientCa?: string;
}

export async function startOpensslServer(options: OpensslServerOptions): Promise<OpensslServer> {
  const { cert, key, args = [], clientCa } = options;
  const directory = await Deno.makeTempDir({ prefix: "openssl-server-" });
  const file = async (name: string, text: string) => {
    await Deno.writeTextFile(`${directory}/${name}`, text);
    return `${directory}/${name}`;
  };
  const chain = await file("cert.pem", cert);
  const verify = clientCa === undefined
    ? []
    : ["-Verify", "3", "-verify_return_error", "-CAfile", await file("client-ca.pem", clientCa)];
  const port = lastingPort();
  const child = new Deno.Command("openssl", {
    args: ["s_server", "-accept", `${port}`, "-cert", chain, "-cert_chain", chain]
      .concat("-key", await file("key.pem", key), verify, args),
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const stdout = child.stdout.getReader({ mode: "byob" });
  const reader = new ByteReader({ read: (buffer) => readInto(stdout, buffer) });
  await untilAccepting(reader);
  return {
    port,
    async acceptUpgrade() {
      const output = await reader.httpHead() ?? "";
      // The session's particulars come first.
      const request = parseUpgradeRequest(output.slice(output.indexOf("GET ")));
      const writer = child.stdin.getWriter();
      const response = await acceptResponse(request, request.subprotocols[0]);
      await writer.write(new TextEncoder().encode(response));
      writer.releaseLock();
      return request;
    },
    async stop() {
      child.kill("SIGKILL");
      await child.stdin.abort().catch(() => {});
      await stdout.cancel();
      await child.status;
      await Deno.remove(directory, { recursive: true });
    },
  };
}

async function readInto(stdout: ReadableStreamBYOBReader, buffer: Uint8Array): Promise<number | null> {
  const { value, done } = await stdout.read(new Uint8Array(buffer.length));
  if (done || !value) return null;
  buffer.set(value);
  return value.length;
}

async function untilAccepting(reader: ByteReader): Promise<void> {
  for (let seen = ""; !seen.endsWith("ACCEPT\n");) {
    const byte = await reader.exactly(1);
    if (!byte) throw new Error(`openssl s_server did not start: ${seen}`);
    seen += String.fromCharCode(byte[0]!);
  }
}
