import assert from "node:assert/strict";
import type { DialFailure, DialOptions, DialResult } from "../../src/csms/socket.ts";
import { createTrust } from "../../src/csms/tls/trust.ts";
import { createDial } from "../../src/csms/websocket/dial.ts";
import { startCsms } from "../fakes/csms/csms.ts";
import { FakeClock } from "../fakes/fake-clock.ts";
import type { Certified } from "../fakes/pki/certificate.ts";
import { testPki } from "../fakes/pki/pki.ts";

/** What a dial is told about TLS. */
export type Tls = NonNullable<DialOptions["tls"]>;

export const PASSWORD = "0123456789abcdef";

/** Dials with a password, trusting only the test root, and leaves no timer behind. */
export async function dialTo(url: string, tls: Partial<Tls> = {}): Promise<DialResult> {
  const clock = new FakeClock();
  const dial = createDial({
    clock,
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    trust: createTrust("csmsRootsOnly"),
  });
  const { root } = await testPki();
  const result = await dial({
    url: new URL(url),
    subprotocols: ["ocpp2.0.1"],
    basicAuth: { username: "CS001", password: new TextEncoder().encode(PASSWORD) },
    tls: { caCerts: [root.cert], ...tls },
    timeoutMs: 30_000,
    pingIntervalMs: 0,
    pongTimeoutMs: 0,
    maxMessageBytes: 100_000,
  }, new AbortController().signal);
  assert.deepEqual(clock.pending(), []);
  return result;
}

/** The server is accepted. */
export async function opens(url: string, tls: Partial<Tls> = {}): Promise<void> {
  const result = await dialTo(url, tls);
  assert.equal(result.kind, "open", JSON.stringify(result));
  if (result.kind === "open") result.socket.abort();
}

/** The server is refused for the reason `kind`. */
export async function refuses(
  url: string,
  kind: DialFailure["kind"],
  tls: Partial<Tls> = {},
): Promise<DialFailure> {
  const result = await dialTo(url, tls);
  if (result.kind === "open") result.socket.abort();
  assert.equal(result.kind === "failed" ? result.failure.kind : "open", kind, JSON.stringify(result));
  return result.kind === "failed" ? result.failure : assert.fail();
}

/** A CSMS with that certificate, for as long as `play` takes. */
export async function withCsms(server: Certified, play: (url: string) => Promise<void>): Promise<void> {
  const csms = await startCsms({ tls: server, basicAuth: { password: PASSWORD } });
  try {
    await play(`${csms.url}/CS001`);
  } finally {
    await csms.stop();
  }
}
