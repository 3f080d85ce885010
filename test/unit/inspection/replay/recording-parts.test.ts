import assert from "node:assert/strict";
import fc from "fast-check";
import type { LoggedMessage } from "../../../../src/inspection/exchanges.ts";
import { recordingParts } from "../../../../src/inspection/replay/recording-parts.ts";

const toCsms = "ChargingStationToCSMS" as const;
const toStation = "CSMSToChargingStation" as const;

/** A CALL and its answer, one second after what was before. */
class Recorded {
  readonly messages: LoggedMessage[] = [];
  #ms = Date.parse("2026-01-15T10:00:00Z");

  wait(seconds: number): this {
    this.#ms += seconds * 1000;
    return this;
  }

  call(
    direction: LoggedMessage["direction"],
    id: string,
    action: string,
    request: object,
    answer?: object,
  ): this {
    this.#ms += 1000;
    const other = direction === toCsms ? toStation : toCsms;
    this.messages.push({ timestampMs: this.#ms, direction, frame: [2, id, action, request] });
    if (answer) this.messages.push({ timestampMs: this.#ms + 10, direction: other, frame: [3, id, answer] });
    return this;
  }

  boot(id: string, status = "Accepted"): this {
    return this.call(toCsms, id, "BootNotification", { reason: "PowerUp" }, { status });
  }

  status(id: string, connectorStatus: string): this {
    return this.call(toCsms, id, "StatusNotification", { evseId: 1, connectorId: 1, connectorStatus }, {});
  }

  /** `ago`: so many seconds before it is sent, while the station was offline. */
  event(id: string, eventType: string, transactionId: string, ago?: number): this {
    const happened = new Date(this.#ms + 1000 - (ago ?? 0) * 1000).toISOString();
    const offline = ago !== undefined;
    const request = { eventType, timestamp: happened, offline, transactionInfo: { transactionId } };
    return this.call(toCsms, id, "TransactionEvent", request, {});
  }
}

/** The parts in short: what came before, the ids of their messages, how many are left out. */
function parts({ messages }: Recorded): readonly (readonly [string | undefined, string, number])[] {
  return recordingParts(messages).map(({ after, messages, leftOut }) => {
    const ids = messages.flatMap(({ frame }) => frame[0] === 2 ? [String(frame[1])] : []);
    return [after, ids.join(" "), leftOut];
  });
}

Deno.test("a recording without an interruption is one part", () => {
  const day = new Recorded().boot("a").status("b", "Available").event("c", "Started", "t").event(
    "d",
    "Ended",
    "t",
  );
  assert.deepEqual(parts(day), [[undefined, "a b c d", 0]]);
});

Deno.test("an outage ends a part; what happened during it, and transactions that it cuts, are left out of the next", () => {
  const day = new Recorded().boot("a").event("b", "Started", "old").wait(60)
    .status("c", "Available").event("d", "Updated", "old", 30).event("e", "Ended", "old", 20)
    .event("f", "Started", "unseen", 15).event("g", "Ended", "unseen", 10)
    .status("h", "Occupied").event("i", "Started", "new").event("j", "Ended", "new");
  assert.deepEqual(parts(day), [[undefined, "a b", 0], ["outage", "h i j", 10]]);
});

Deno.test("a request of the CSMS about a transaction that is left out is left out, too", () => {
  const day = new Recorded().boot("a").event("b", "Started", "old").wait(60).event("c", "Updated", "old", 30)
    .call(toStation, "d", "RequestStopTransaction", { transactionId: "old" }, { status: "Accepted" })
    .event("e", "Ended", "old");
  assert.deepEqual(parts(day), [[undefined, "a b", 0], ["outage", "", 6]]);
});

Deno.test("a message that is sent twice shows a lost connection, and is in one part only", () => {
  const day = new Recorded().boot("a").call(toCsms, "b", "Authorize", { idToken: {} }).wait(5)
    .status("c", "Available").call(toCsms, "b", "Authorize", { idToken: {} }, {}).status("d", "Occupied");
  assert.deepEqual(parts(day), [[undefined, "a b", 0], ["outage", "d", 4]]);
});

Deno.test("a restart that nobody asked for begins a part, with the end of what it cut left out", () => {
  const day = new Recorded().boot("a").event("b", "Started", "old").wait(60).boot("c")
    .event("d", "Ended", "old", 40).status("e", "Available").event("f", "Started", "new");
  assert.deepEqual(parts(day), [[undefined, "a b", 0], ["restart", "c e f", 2]]);
});

Deno.test("a reset of the CSMS, a trigger, and a repeated BootNotification interrupt nothing", () => {
  const reset = (status: string) =>
    new Recorded().boot("a", "Pending").boot("b").call(toStation, "r", "Reset", { type: "OnIdle" }, {
      status,
    })
      .boot("c");
  assert.deepEqual(parts(reset("Accepted")), [[undefined, "a b r c", 0]]);
  assert.deepEqual(parts(reset("Rejected")), [[undefined, "a b r", 0], ["restart", "c", 0]]);
  const trigger = { requestedMessage: "BootNotification" };
  const triggered = new Recorded().boot("a").call(toStation, "t", "TriggerMessage", trigger, {}).boot("b");
  assert.deepEqual(parts(triggered), [[undefined, "a t b", 0]]);
});

Deno.test("a recording that begins behind an outage says so", () => {
  const day = new Recorded().boot("a").event("b", "Ended", "old", 3600).status("c", "Available");
  assert.deepEqual(parts(day), [["outage", "a", 4]]);
});

Deno.test("the time of an event is read as the times of the log are", () => {
  for (const timestamp of ["2026-01-15 09:00:00", "2026-01-15T10:00:00+01", "2026-01-15T09:00Z"]) {
    const request = {
      eventType: "Ended",
      timestamp,
      offline: true,
      transactionInfo: { transactionId: "old" },
    };
    const day = new Recorded().boot("a").call(toCsms, "b", "TransactionEvent", request, {}).status(
      "c",
      "Occupied",
    );
    assert.deepEqual(parts(day), [["outage", "a c", 2]], timestamp);
  }
});

Deno.test("no message is in two parts, and none is lost, whatever is recorded", () => {
  const step = fc.constantFrom<(day: Recorded, id: string) => unknown>(
    (day, id) => day.boot(id),
    (day, id) => day.event(id, "Started", "t1"),
    (day, id) => day.event(id, "Ended", "t1", 30),
    (day, id) => day.status(id, "Occupied"),
    (day) => day.wait(60),
    (day) => day.call(toCsms, "again", "Authorize", {}),
    (day, id) => day.call(toStation, id, "Reset", {}, { status: "Accepted" }),
  );
  fc.assert(fc.property(fc.array(step), (steps) => {
    const day = new Recorded();
    steps.forEach((each, index) => each(day, String(index)));
    const found = recordingParts(day.messages);
    const seen = found.flatMap(({ messages }) => messages);
    assert.equal(new Set(seen).size, seen.length);
    const leftOut = found.reduce((sum, part) => sum + part.leftOut, 0);
    assert.equal(seen.length + leftOut, day.messages.length);
  }));
});

Deno.test("an outage ends where the first message without a gap is younger than the event, wherever that is", () => {
  const ms = fc.nat(20);
  const messages = fc.array(fc.record({ atMs: ms, happenedMs: fc.option(ms, { nil: undefined }) }));
  fc.assert(fc.property(messages, (steps) => {
    const recorded = steps.map(({ atMs, happenedMs }, index): LoggedMessage => {
      const offline = happenedMs !== undefined;
      const timestamp = new Date(happenedMs ?? atMs).toISOString();
      const request = { eventType: "Updated", offline, timestamp, transactionInfo: { transactionId: "t" } };
      const frame = [2, `id-${index}`, "TransactionEvent", request];
      return { timestampMs: atMs, direction: toCsms, frame };
    });
    const starts = [0];
    let lastCut = -1;
    steps.forEach(({ happenedMs }, index) => {
      if (happenedMs === undefined) return;
      let first = index;
      while (first > 0 && steps[first - 1]!.atMs > happenedMs) first -= 1;
      if (first <= lastCut) return;
      if (first > 0) starts.push(first);
      lastCut = first;
    });
    assert.deepEqual(
      recordingParts(recorded).map(({ messages, leftOut }) => messages.length + leftOut),
      starts.map((start, index) => (starts[index + 1] ?? steps.length) - start),
    );
  }));
});

Deno.test("a burst of events from before the recording takes no time worth a word", () => {
  const day = new Recorded();
  for (let index = 0; index < 60_000; index++) day.event(`e${index}`, "Updated", "old", 1_000_000);
  const startMs = performance.now();
  assert.deepEqual(parts(day), [["outage", "", 120_000]]);
  assert.ok(performance.now() - startMs < 3000, `it took ${performance.now() - startMs} ms`);
});
