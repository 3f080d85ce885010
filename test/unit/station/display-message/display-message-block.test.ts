import assert from "node:assert/strict";
import type { MessageInfoType } from "../../../../src/ocpp/messages.ts";
import {
  createDisplayMessageBlock,
  MESSAGE_END_TIMER,
} from "../../../../src/station/display-message/display-message-block.ts";
import type { DisplayPort } from "../../../../src/station/ports/display-port.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { modelOf } from "../../variables/fixture.ts";
import { FakeCsms } from "../fake-csms.ts";

const NOW = Date.parse("2026-01-15T10:00:00.000Z");
const IN_A_MINUTE = "2026-01-15T10:01:00.000Z";

const DISPLAY: DisplayPort = {
  set: () => Promise.resolve({ status: "Accepted" }),
  list: () => Promise.resolve([]),
  clear: () => Promise.resolve("cleared"),
  showAbout: () => Promise.resolve({ status: "Accepted" }),
};

function bench() {
  const messages = new Map<number, MessageInfoType>();
  const clock = new FakeClock(NOW);
  const block = createDisplayMessageBlock({
    csms: new FakeCsms(),
    display: DISPLAY,
    store: {
      all: () => [...messages.values()],
      put: (message) => Promise.resolve(void messages.set(message.id, message)),
      remove: (ids) => Promise.resolve(ids.forEach((id) => messages.delete(id))),
    },
    deviceModel: modelOf([]).model,
    transactions: { isOngoing: () => false, onEvent: () => {} },
    clock,
    log: new RecordingLogger(),
  });
  return {
    ...{ block, clock },
    show: (id: number, endDateTime?: string) =>
      block.handlers.SetDisplayMessage!({
        message: {
          ...{ id, priority: "NormalCycle", message: { format: "UTF8", content: "text" } },
          ...(endDateTime !== undefined && { endDateTime }),
        },
      }),
    clear: (id: number) => block.handlers.ClearDisplayMessage!({ id }),
  };
}

Deno.test("a timer runs as long as a message has an end, and no longer", async () => {
  const { show, clear, clock } = bench();
  await show(1);
  assert.deepEqual(clock.pending(), []);
  await show(2, IN_A_MINUTE);
  assert.deepEqual(clock.pending(), [MESSAGE_END_TIMER]);
  await clear(2);
  assert.deepEqual(clock.pending(), []);
});

Deno.test("a message that arrives while the station stops starts no timer", async () => {
  const { block, show, clock } = bench();
  block.stop();
  await show(1, IN_A_MINUTE);
  assert.deepEqual(clock.pending(), []);
});
