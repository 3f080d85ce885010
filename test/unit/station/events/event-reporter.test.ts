import assert from "node:assert/strict";
import { createEventReporter } from "../../../../src/station/events/event-reporter.ts";
import type { NewEvent } from "../../../../src/station/events/waiting-events.ts";
import { MAX_WAITING_EVENTS } from "../../../../src/kernel/limits.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { MemoryEvents } from "./memory-events.ts";

const clock = new FakeClock();

function value(monitor: number): NewEvent {
  const data = {
    timestamp: new Date(clock.wallMs()).toISOString(),
    trigger: "Periodic",
    actualValue: "1",
    eventNotificationType: "CustomMonitor",
    variableMonitoringId: monitor,
    component: { name: "EVSE" },
    variable: { name: "Power" },
  } as const;
  return { identity: String(monitor), severity: 5, data };
}

Deno.test("hundreds of monitors report every second, offline: first and last values stay, and few events pay for it", async () => {
  const store = new MemoryEvents();
  let thinnings = 0;
  const reporter = createEventReporter({
    csms: { call: () => Promise.resolve({ kind: "offline" }), isOnline: () => false },
    store: {
      load: () => store.load(),
      forget(eventIds) {
        thinnings++;
        return store.forget(eventIds);
      },
    },
    clock,
    log: new RecordingLogger(),
    queuingSeverity: () => 9,
    maxMessageBytes: () => 8192,
  });
  const MONITORS = MAX_WAITING_EVENTS;
  const SECONDS = 10;
  for (let second = 0; second < SECONDS; second++) {
    for (let monitor = 0; monitor < MONITORS; monitor++) {
      const event = value(monitor);
      reporter.report({ ...event, eventId: store.append(event) });
    }
    clock.advance(1000);
  }
  await Promise.resolve();
  const waiting = reporter.waiting();
  assert.ok(waiting.length <= 2 * MONITORS + 50, `${waiting.length} events wait`);
  const ofOne = waiting.filter(({ identity }) => identity === "7").map(({ eventId }) => eventId);
  assert.deepEqual([ofOne[0], ofOne.at(-1)], [40 + 7, 40 + 7 + (SECONDS - 1) * MONITORS]);
  assert.ok(thinnings <= MONITORS * SECONDS / 50, `${thinnings} thinnings`);
});
