import assert from "node:assert/strict";
import { CallError, type Csms, type CsmsOptions, NO_ANSWER, startCsms } from "../fakes/csms/csms.ts";

/** A station played by the runtime's own WebSocket client, so that the fake is not only tested against ourselves. */
class PlainStation {
  readonly texts: string[] = [];
  readonly closed: Promise<CloseEvent>;
  #watchers: (() => void)[] = [];

  private constructor(private readonly socket: WebSocket) {
    socket.onmessage = (event) => {
      this.texts.push(event.data);
      for (const watcher of this.#watchers.splice(0)) watcher();
    };
    this.closed = new Promise((resolve) => socket.onclose = resolve);
  }

  static async open(csms: Csms): Promise<PlainStation> {
    const socket = new WebSocket(`${csms.url}/CS001`, "ocpp2.0.1");
    const station = new PlainStation(socket);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = (event) => reject(new Error((event as ErrorEvent).message));
    });
    return station;
  }

  send(...frame: unknown[]): void {
    this.socket.send(JSON.stringify(frame));
  }

  async next(): Promise<unknown[]> {
    while (this.texts.length === 0) await new Promise<void>((resolve) => this.#watchers.push(resolve));
    return JSON.parse(this.texts.shift() ?? "");
  }

  async close(): Promise<void> {
    if (this.socket.readyState < WebSocket.CLOSING) this.socket.close();
    await this.closed;
  }
}

const BOOT = { reason: "PowerUp", chargingStation: { model: "M", vendorName: "V" } };

async function withStation(
  options: CsmsOptions,
  play: (csms: Csms, station: PlainStation) => Promise<void>,
): Promise<void> {
  const csms = await startCsms(options);
  const station = await PlainStation.open(csms);
  try {
    await play(csms, station);
  } finally {
    await station.close();
    await csms.stop().catch(() => {});
  }
}

Deno.test("the fake CSMS answers a BootNotification by itself", async () => {
  const now = () => Date.parse("2026-01-15T10:00:00Z");
  await withStation({ now, intervalSeconds: 60 }, async (csms, station) => {
    station.send(2, "m1", "BootNotification", BOOT);
    const answer = { status: "Accepted", currentTime: "2026-01-15T10:00:00.000Z", interval: 60 };
    assert.deepEqual(await station.next(), [3, "m1", answer]);
    assert.equal((await csms.expect("BootNotification")).payload.reason, "PowerUp");
    assert.deepEqual(csms.received("BootNotification"), [BOOT]);
    assert.deepEqual(csms.log.map((entry) => entry.direction), ["fromStation", "toStation"]);
  });
});

Deno.test("a test that waits for a call may answer it itself", async () => {
  await withStation({}, async (csms, station) => {
    const arriving = csms.expect("BootNotification");
    station.send(2, "m1", "BootNotification", BOOT);
    (await arriving).replyError("InternalError", "down");
    assert.deepEqual(await station.next(), [4, "m1", "InternalError", "down", {}]);
  });
});

Deno.test("a held call waits for the test, and answering twice is an error", async () => {
  await withStation({}, async (csms, station) => {
    csms.hold("Heartbeat");
    station.send(2, "m1", "Heartbeat", {});
    const beat = await csms.expect("Heartbeat");
    beat.reply({ currentTime: "2026-01-15T10:00:00.000Z" });
    assert.deepEqual(await station.next(), [3, "m1", { currentTime: "2026-01-15T10:00:00.000Z" }]);
    assert.throws(() => beat.leaveUnanswered(), /was answered by the test before/);
  });
});

Deno.test("a handler decides the answer: a payload, an error, or none", async () => {
  await withStation({}, async (csms, station) => {
    csms.on(
      "Authorize",
      ({ idToken }) =>
        idToken.idToken === "none"
          ? NO_ANSWER
          : idToken.idToken === "error"
          ? new CallError("GenericError")
          : { idTokenInfo: { status: "Blocked" } },
    );
    const authorize = (id: string, idToken: string) =>
      station.send(2, id, "Authorize", { idToken: { idToken, type: "ISO14443" } });
    authorize("m1", "none");
    await csms.expect("Authorize");
    authorize("m2", "error");
    assert.deepEqual(await station.next(), [4, "m2", "GenericError", "", {}]);
    authorize("m3", "04AB");
    assert.deepEqual(await station.next(), [3, "m3", { idTokenInfo: { status: "Blocked" } }]);
  });
});

Deno.test("a call of the CSMS resolves with the station's answer", async () => {
  await withStation({}, async (csms, station) => {
    const clearing = csms.call("ClearCache", {});
    const [, messageId] = await station.next();
    station.send(3, messageId, { status: "Accepted" });
    assert.deepEqual(await clearing, { status: "Accepted" });
    const failing = csms.tryCall("ClearCache", { nonsense: 1 });
    const [, secondId] = await station.next();
    station.send(4, secondId, "FormatViolation", "no", {});
    assert.deepEqual(await failing, {
      kind: "error",
      code: "FormatViolation",
      description: "no",
      details: {},
    });
  });
});

for (
  const [what, text] of [
    ["a payload that violates its schema", '[2,"m1","Heartbeat",{"extra":1}]'],
    ["text that is not JSON", "{"],
    ["an unknown action", '[2,"m1","Beat",{}]'],
    ["a CALLERROR with a code of its own invention", '[4,"m1","Oops","",{}]'],
  ] as const
) {
  Deno.test(`${what} fails the waiting test and the end of the test`, async () => {
    const csms = await startCsms();
    const station = await PlainStation.open(csms);
    const waiting = csms.expect("TransactionEvent");
    const failed = assert.rejects(waiting, /the station broke the rules/);
    station["socket"].send(text);
    await failed;
    await station.close();
    await assert.rejects(csms.stop(), /the station broke the rules/);
  });
}

Deno.test("a second call before the first is answered breaks the rules", async () => {
  const csms = await startCsms();
  csms.on("Heartbeat", () => new Promise(() => {}));
  const station = await PlainStation.open(csms);
  station.send(2, "m1", "Heartbeat", {});
  station.send(2, "m2", "Heartbeat", {});
  await assert.rejects(csms.expect("Authorize"), /m2 was sent while m1 was outstanding/);
  await station.close();
  await assert.rejects(csms.stop());
});

Deno.test("a wait that takes too long lists the frames so far", async () => {
  await withStation({ guardMs: 20 }, async (csms, station) => {
    station.send(2, "m1", "Heartbeat", {});
    await station.next();
    await assert.rejects(
      csms.expect("Authorize"),
      /waited 20 ms for a matching Authorize[^]*station -> \[2,"m1"/,
    );
  });
});

Deno.test("a dropped connection is told from a closed one, and the port can be shut and opened again", async () => {
  await withStation({}, async (csms, station) => {
    csms.drop();
    assert.equal((await station.closed).wasClean, false);
    await csms.disconnected();
    csms.stopAccepting();
    await assert.rejects(PlainStation.open(csms));
    csms.resume();
    const second = await PlainStation.open(csms);
    assert.equal(csms.connections, 2);
    await csms.close(1001, "restart");
    assert.equal((await second.closed).code, 1001);
  });
});

Deno.test("wrong credentials are refused with status 401 and the refusal is seen", async () => {
  const csms = await startCsms({ basicAuth: { password: "0123456789abcdef" } });
  await assert.rejects(PlainStation.open(csms), /401/);
  await csms.refused(1);
  assert.deepEqual(csms.refusedUpgrades[0], { status: 401, path: "/ocpp/CS001" });
  await csms.stop();
});
