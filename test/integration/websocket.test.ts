import assert from "node:assert/strict";
import { MAX_HTTP_HEAD_BYTES, MAX_OCPP_MESSAGE_BYTES } from "../../src/kernel/limits.ts";
import type { CsmsSocket, Dial, DialFailure, DialOptions } from "../../src/csms/socket.ts";
import { createTrust } from "../../src/csms/tls/trust.ts";
import { createDial } from "../../src/csms/websocket/dial.ts";
import { type Csms, type CsmsOptions, startCsms } from "../fakes/csms/csms.ts";
import { FakeClock } from "../fakes/fake-clock.ts";

interface Bench {
  readonly csms: Csms;
  readonly clock: FakeClock;
  readonly dial: Dial;
  options(extra?: Partial<DialOptions>): DialOptions;
}

/** Plays with a CSMS of its own, and makes sure that no timer of ours outlives the play. */
async function withCsms(settings: CsmsOptions, play: (bench: Bench) => Promise<void>): Promise<void> {
  const csms = await startCsms(settings);
  const clock = new FakeClock();
  const dial = createDial({
    clock,
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    trust: createTrust("csmsRootsOnly"),
  });
  const options = (extra: Partial<DialOptions> = {}): DialOptions => ({
    url: new URL(`${csms.url}/CS001`),
    subprotocols: ["ocpp2.0.1"],
    timeoutMs: 30_000,
    pingIntervalMs: 0,
    pongTimeoutMs: 5000,
    maxMessageBytes: MAX_OCPP_MESSAGE_BYTES,
    ...extra,
  });
  try {
    await play({ csms, clock, dial, options });
    assert.deepEqual(clock.pending(), []);
  } finally {
    await csms.stop();
  }
}

const forever = () => new AbortController().signal;

async function opened(dial: Dial, options: DialOptions): Promise<CsmsSocket> {
  const result = await dial(options, forever());
  assert.equal(result.kind, "open", JSON.stringify(result));
  return result.kind === "open" ? result.socket : assert.fail();
}

async function failure(dial: Dial, options: DialOptions): Promise<DialFailure> {
  const result = await dial(options, forever());
  assert.equal(result.kind, "failed");
  return result.kind === "failed" ? result.failure : assert.fail();
}

Deno.test("a socket opens with the subprotocol, carries texts both ways and closes in good order", async () => {
  await withCsms({}, async ({ csms, dial, options }) => {
    const socket = await opened(dial, options());
    assert.equal(socket.subprotocol, "ocpp2.0.1");
    assert.equal((await csms.connection()).request.path, "/ocpp/CS001");
    const messages = socket.messages()[Symbol.asyncIterator]();
    assert.equal(await socket.send('[2,"1","Heartbeat",{}]'), "sent");
    assert.match((await messages.next()).value ?? "", /^\[3,"1",\{"currentTime"/);
    const connection = await csms.connection();
    await socket.close(1000, "bye");
    assert.deepEqual(await connection.closed, { kind: "closeFrame", code: 1000, reason: "bye" });
  });
});

Deno.test("large texts pass in both directions", async () => {
  await withCsms({}, async ({ csms, dial, options }) => {
    const socket = await opened(dial, options({ maxMessageBytes: 300_000 }));
    const messages = socket.messages()[Symbol.asyncIterator]();
    const large = JSON.stringify([2, "1", "DataTransfer", { vendorId: "x", data: "ü".repeat(140_000) }]);
    await socket.send(large);
    const connection = await csms.connection();
    assert.match((await messages.next()).value ?? "", /UnknownVendorId/);
    await csms.sendRaw("x".repeat(300_000));
    assert.equal((await messages.next()).value?.length, 300_000);
    await csms.sendRaw("x".repeat(300_001));
    const reason = "message is longer than 300000 bytes";
    assert.deepEqual(await socket.closed, { kind: "protocolError", code: 1009, reason });
    assert.deepEqual(await connection.closed, { kind: "closeFrame", code: 1009, reason });
  });
});

Deno.test("A00.FR.203: every connection request carries identity and password", async () => {
  await withCsms({ basicAuth: { password: "0123456789abcdef" } }, async ({ csms, dial, options }) => {
    const basicAuth = { username: "CS001", password: new TextEncoder().encode("0123456789abcdef") };
    for (let attempt = 1; attempt <= 2; attempt++) {
      const socket = await opened(dial, options({ basicAuth }));
      assert.deepEqual((await csms.connection()).request.basicAuth, {
        username: "CS001",
        password: "0123456789abcdef",
      });
      await socket.close(1000, "");
    }
  });
});

Deno.test("a wrong password and a missing one are told as unauthorized", async () => {
  await withCsms({ basicAuth: { password: "0123456789abcdef" } }, async ({ csms, dial, options }) => {
    const basicAuth = { username: "CS001", password: new TextEncoder().encode("wrong") };
    assert.deepEqual(await failure(dial, options({ basicAuth })), { kind: "unauthorized", status: 401 });
    assert.deepEqual(await failure(dial, options()), { kind: "unauthorized", status: 401 });
    assert.equal(csms.refusedUpgrades.length, 2);
  });
});

Deno.test("a CSMS without our subprotocol is not used", async () => {
  await withCsms({ subprotocols: ["ocpp1.6"] }, async ({ csms, dial, options }) => {
    assert.deepEqual(await failure(dial, options()), { kind: "subprotocolMissing", offered: undefined });
    await csms.disconnected();
  });
});

for (
  const [what, mood, expected] of [
    ["status 404", { kind: "refuse", status: 404 }, {
      kind: "upgradeRefused",
      status: 404,
      reason: "Refused",
    }],
    ["a redirect", { kind: "refuse", status: 302, headers: { Location: "ws://127.0.0.1:1/" } }, {
      kind: "upgradeRefused",
      status: 302,
      reason: "redirects are not followed",
    }],
    ["a greeting of another protocol", { kind: "raw", response: "220 ready\r\n\r\n" }, {
      kind: "upgradeRefused",
      status: 0,
      reason: "not an HTTP/1.1 response",
    }],
    ["an end without a response", { kind: "raw", response: "HTTP/1.1 101" }, {
      kind: "upgradeRefused",
      status: 0,
      reason: "closed before the HTTP response was complete",
    }],
    ["an endless response head", { kind: "raw", response: `HTTP/1.1 101 x\r\nX: ${"y".repeat(20_000)}` }, {
      kind: "upgradeRefused",
      status: 0,
      reason: `HTTP response head is longer than ${MAX_HTTP_HEAD_BYTES} bytes`,
    }],
  ] as const
) {
  Deno.test(`${what} instead of an upgrade is told`, async () => {
    await withCsms({}, async ({ csms, dial, options }) => {
      csms.meetUpgradesWith(mood);
      assert.deepEqual(await failure(dial, options()), expected);
    });
  });
}

Deno.test("a response head of exactly the limit is read, one byte more is not", async () => {
  await withCsms({}, async ({ csms, dial, options }) => {
    const head = (length: number) => {
      const start = "HTTP/1.1 404 No\r\nX: ";
      return `${start}${"y".repeat(length - start.length - 4)}\r\n\r\n`;
    };
    csms.meetUpgradesWith({ kind: "raw", response: head(MAX_HTTP_HEAD_BYTES) });
    assert.equal((await failure(dial, options()) as { status: number }).status, 404);
    csms.meetUpgradesWith({ kind: "raw", response: head(MAX_HTTP_HEAD_BYTES + 1) });
    assert.equal((await failure(dial, options()) as { status: number }).status, 0);
  });
});

Deno.test("a CSMS that never answers the upgrade is given up after the timeout", async () => {
  await withCsms({}, async ({ csms, clock, dial, options }) => {
    csms.meetUpgradesWith({ kind: "stall" });
    const dialling = failure(dial, options({ timeoutMs: 10_000 }));
    await clock.fire("csms dial timeout");
    assert.deepEqual(await dialling, { kind: "timeout" });
  });
});

Deno.test("an aborted attempt ends at once, before and while it runs", async () => {
  await withCsms({}, async ({ csms, clock, dial, options }) => {
    csms.meetUpgradesWith({ kind: "stall" });
    const controller = new AbortController();
    const dialling = dial(options(), controller.signal);
    await clock.timerSet("csms dial timeout");
    controller.abort();
    const aborted = { kind: "failed", failure: { kind: "unreachable", reason: "aborted" } };
    assert.deepEqual(await dialling, aborted);
    assert.deepEqual(await dial(options(), controller.signal), aborted);
  });
});

Deno.test("a port nobody listens on and a name nobody has are unreachable", async () => {
  await withCsms({}, async ({ csms, dial, options }) => {
    csms.stopAccepting();
    assert.equal((await failure(dial, options())).kind, "unreachable");
    const url = new URL("ws://no-such-host.invalid/CS001");
    assert.equal((await failure(dial, options({ url }))).kind, "unreachable");
  });
});

Deno.test("an IPv6 address is dialled", async () => {
  await withCsms({ hostname: "::1" }, async ({ csms, dial, options }) => {
    const socket = await opened(dial, options());
    assert.equal((await csms.connection()).request.headers.get("host"), `[::1]:${csms.port}`);
    await socket.close(1000, "");
  });
});

Deno.test("the CSMS's pings are answered and ours are seen by the CSMS", async () => {
  await withCsms({}, async ({ csms, clock, dial, options }) => {
    const socket = await opened(dial, options({ pingIntervalMs: 1000, pingPayload: "hello there" }));
    const connection = await csms.connection();
    await connection.ping("are you there");
    clock.advance(1000);
    await connection.pinged(1);
    // Our close frame comes after our pong.
    await socket.close(1000, "");
    await connection.closed;
    assert.deepEqual(connection.pongs, ["are you there"]);
  });
});

Deno.test("a CSMS that answers no pings is dropped after the pong timeout", async () => {
  await withCsms({}, async ({ csms, clock, dial, options }) => {
    const socket = await opened(dial, options({ pingIntervalMs: 1000, pongTimeoutMs: 500 }));
    const connection = await csms.connection();
    connection.answersPings = false;
    clock.advance(1000);
    await connection.pinged(1);
    clock.advance(500);
    assert.deepEqual(await socket.closed, { kind: "pongTimeout" });
    assert.deepEqual(await connection.closed, { kind: "dropped" });
  });
});

Deno.test("a CSMS that closes or vanishes is told apart", async () => {
  await withCsms({}, async ({ csms, dial, options }) => {
    const first = await opened(dial, options());
    await csms.connection();
    await csms.close(1012, "restart");
    assert.deepEqual(await first.closed, { kind: "closedByPeer", code: 1012, reason: "restart" });
    const second = await opened(dial, options());
    await csms.connection();
    csms.drop();
    assert.equal((await second.closed).kind, "lost");
  });
});

Deno.test("a CSMS that never answers our close frame is left after the closing timer", async () => {
  await withCsms({}, async ({ csms, clock, dial, options }) => {
    csms.meetUpgradesWith({ kind: "accept" });
    const socket = await opened(dial, options());
    const connection = await csms.connection();
    connection.answersCloses = false;
    const closing = socket.close(1000, "");
    await clock.fire("csms close timeout");
    await closing;
    assert.deepEqual(await socket.closed, { kind: "closedByUs", code: 1000, reason: "" });
  });
});
