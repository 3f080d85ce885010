import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type BootGate,
  type BootGateEffect,
  type BootGateEvent,
  BOOTING,
  OWN_BOOT_RETRY_SECONDS,
  stepBootGate,
} from "../../../../src/station/provisioning/boot-gate.ts";

const CONNECTED: BootGateEvent = { kind: "connected", newProfile: false };
const answered = (status: "Accepted" | "Pending" | "Rejected", intervalSeconds: number): BootGateEvent => ({
  kind: "answered",
  status,
  intervalSeconds,
});

function run(...events: readonly BootGateEvent[]): { gate: BootGate; last: readonly BootGateEffect[] } {
  let gate = BOOTING;
  let last: readonly BootGateEffect[] = [];
  for (const event of events) ({ gate, effects: last } = stepBootGate(gate, event));
  return { gate, last };
}

const SEND: BootGateEffect = { kind: "send", triggered: false };

Deno.test("the first connection sends BootNotification (B01.FR.01)", () => {
  assert.deepEqual(run(CONNECTED).last, [SEND]);
});

Deno.test("Accepted ends the registration: no timer, nothing more to send", () => {
  const { gate, last } = run(CONNECTED, answered("Accepted", 300));
  assert.deepEqual(last, [{ kind: "registration", registration: "Accepted" }]);
  assert.equal(gate.request, "settled");
});

for (const status of ["Pending", "Rejected"] as const) {
  Deno.test(`${status} waits as long as the response says (B02.FR.08, B03.FR.06)`, () => {
    assert.deepEqual(run(CONNECTED, answered(status, 17)).last, [
      { kind: "registration", registration: status },
      { kind: "startRetryTimer", seconds: 17 },
    ]);
  });

  Deno.test(`${status} with interval 0 waits a time of our own (B02.FR.07, B03.FR.05)`, () => {
    const { last } = run(CONNECTED, answered(status, 0));
    assert.deepEqual(last.at(-1), { kind: "startRetryTimer", seconds: OWN_BOOT_RETRY_SECONDS });
  });
}

Deno.test("a new connection does not shorten the interval the CSMS named (B02.FR.04)", () => {
  const offline = { kind: "disconnected" } as const;
  assert.deepEqual(run(CONNECTED, answered("Pending", 60), offline, CONNECTED).last, []);
});

Deno.test("an interval that ended while offline sends on the next connection", () => {
  const events = [CONNECTED, answered("Pending", 60), { kind: "disconnected" }, {
    kind: "retryTimerFired",
  }] as const;
  assert.deepEqual(run(...events).last, []);
  assert.deepEqual(run(...events, CONNECTED).last, [SEND]);
});

Deno.test("an unanswered BootNotification is repeated after our own time, or the last interval told", () => {
  const unanswered = { kind: "unanswered" } as const;
  assert.deepEqual(run(CONNECTED, unanswered).last, [{
    kind: "startRetryTimer",
    seconds: OWN_BOOT_RETRY_SECONDS,
  }]);
  const again = run(CONNECTED, answered("Pending", 60), { kind: "retryTimerFired" }, unanswered);
  assert.deepEqual(again.last, [{ kind: "startRetryTimer", seconds: 60 }]);
});

Deno.test("a connection that broke before the answer asks again at once on the next one", () => {
  const broken = [CONNECTED, { kind: "disconnected" }, { kind: "unanswered" }] as const;
  assert.deepEqual(run(...broken).last, []);
  assert.deepEqual(run(...broken, CONNECTED).last, [SEND]);
});

Deno.test("our own waiting time ends with a new connection", () => {
  const { last } = run(CONNECTED, { kind: "unanswered" }, { kind: "disconnected" }, CONNECTED);
  assert.deepEqual(last, [{ kind: "stopRetryTimer" }, SEND]);
});

Deno.test("TriggerMessage sends before the interval is over (B02.FR.04)", () => {
  const { last } = run(CONNECTED, answered("Pending", 60), { kind: "triggered" });
  assert.deepEqual(last, [{ kind: "stopRetryTimer" }, { kind: "send", triggered: true }]);
});

Deno.test("a trigger while a BootNotification is under way sends no second one (F06.FR.10)", () => {
  assert.deepEqual(run(CONNECTED, { kind: "triggered" }).last, []);
});

Deno.test("an accepted station does not register again when it merely reconnects", () => {
  assert.deepEqual(run(CONNECTED, answered("Accepted", 300), { kind: "disconnected" }, CONNECTED).last, []);
});

Deno.test("behind another network profile the station registers anew (B10.FR.10)", () => {
  const { gate, last } = run(CONNECTED, answered("Accepted", 300), { kind: "disconnected" }, {
    kind: "connected",
    newProfile: true,
  });
  assert.equal(gate.registration, "none");
  assert.deepEqual(last, [{ kind: "registration", registration: "none" }, { kind: "stopRetryTimer" }, SEND]);
});

Deno.test("whatever happens: one BootNotification at a time, and one is always coming unless accepted", () => {
  const anyEvent = fc.oneof(
    fc.record({ kind: fc.constant("connected" as const), newProfile: fc.boolean() }),
    fc.constantFrom<BootGateEvent>({ kind: "disconnected" }, { kind: "triggered" }, {
      kind: "retryTimerFired",
    }),
    fc.constantFrom<BootGateEvent>({ kind: "unanswered" }),
    fc.record({
      kind: fc.constant("answered" as const),
      status: fc.constantFrom("Accepted" as const, "Pending" as const, "Rejected" as const),
      intervalSeconds: fc.integer({ min: 0, max: 100 }),
    }),
  );
  fc.assert(fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
    let gate: BootGate = BOOTING;
    let inFlight: boolean = false;
    let timer: boolean = false;
    for (const event of events) {
      // What the shell can never report.
      if ((event.kind === "answered" || event.kind === "unanswered") && !inFlight) continue;
      if (event.kind === "answered" && !gate.online) continue;
      if (event.kind === "retryTimerFired" && !timer) continue;
      if (event.kind === "triggered" && gate.registration === "Accepted") continue;
      if (event.kind === "connected" && (gate.online || inFlight)) continue;
      if (event.kind === "answered" || event.kind === "unanswered") inFlight = false;
      if (event.kind === "retryTimerFired") timer = false;
      const { gate: next, effects } = stepBootGate(gate, event);
      gate = next;
      for (const effect of effects) {
        if (effect.kind === "startRetryTimer") timer = true;
        if (effect.kind === "stopRetryTimer") timer = false;
        if (effect.kind !== "send") continue;
        assert.ok(!inFlight, "a second BootNotification");
        assert.ok(gate.online, "sent while offline");
        inFlight = true;
      }
      const coming: boolean = inFlight || timer || (gate.request === "due" && !gate.online);
      assert.equal(coming, gate.registration !== "Accepted");
      assert.ok(!(timer && inFlight), "the retry timer runs beside the request");
    }
  }));
});

Deno.test("stopped: no timer runs and no connection makes it ask, until it is restarted", () => {
  const stopped: BootGateEvent = { kind: "stopped" };
  const before = [CONNECTED, answered("Pending", 17), stopped, { kind: "disconnected" }] as const;
  assert.deepEqual(run(CONNECTED, answered("Pending", 17), stopped).last, [{ kind: "stopRetryTimer" }]);
  assert.deepEqual(run(...before, CONNECTED).last, []);
  const restarted: BootGateEvent = { kind: "restarted" };
  const anew: BootGateEffect[] = [{ kind: "registration", registration: "none" }, { kind: "stopRetryTimer" }];
  assert.deepEqual(run(...before, restarted).last, anew);
  assert.deepEqual(run(...before, restarted, CONNECTED).last, [SEND]);
  assert.deepEqual(run(CONNECTED, answered("Accepted", 300), restarted).last, [...anew, SEND]);
});
