import assert from "node:assert/strict";
import type { EventDataType } from "../../src/ocpp/messages.ts";
import { Workbench } from "../fakes/process/workbench.ts";

Deno.test("events of errors outlive kill -9 while offline: told in order, under numbers that nothing else gets", async () => {
  await using bench = await Workbench.open({ broker: "embedded", csms: { guardMs: 30_000 } });
  const { csms, everest } = bench;
  const evse = everest.evse(1);
  /** Resolves when what was on the bus before is on disk: an answer comes a turn after what came with the question. */
  async function taken(): Promise<void> {
    for (let round = 0; round < 2; round++) {
      await everest.client.call(everest.moduleId, "ocpp_generic", "get_variables", { requests: [] });
    }
  }
  await bench.start();
  await csms.expect("BootNotification");
  const tilted = await evse.warn("evse_board_support/TiltDetected");
  await csms.expect("NotifyEvent");
  // What the CSMS asks comes behind its answer.
  await csms.call("GetTransactionStatus", {});
  await taken();

  csms.stopAccepting();
  csms.drop();
  const open = await evse.warn("evse_board_support/EnclosureOpen");
  await evse.fault();
  await everest.client.clearError(open);
  await everest.client.clearError(tilted);
  await evse.warn("ac_rcd/DC");
  await taken();
  await bench.kill();

  csms.resume();
  await bench.start();
  const events: EventDataType[] = [];
  while (events.at(-1)?.techCode !== "ac_rcd/DC") {
    events.push(...(await csms.expect("NotifyEvent")).payload.eventData);
  }
  assert.deepEqual(events.map(({ techCode, cleared }) => `${cleared ? "-" : "+"}${techCode}`), [
    "+evse_board_support/EnclosureOpen",
    "+CX004",
    "+evse_manager/Inoperative",
    "-evse_board_support/EnclosureOpen",
    "-evse_board_support/TiltDetected",
    "+ac_rcd/DC",
  ]);
  // The bus tells nothing twice: that the EVSE is still inoperative only we know.
  const statuses = () => csms.received("StatusNotification").filter(({ evseId }) => evseId === 1);
  assert.equal(statuses().at(-1)?.connectorStatus, "Faulted");
  await evse.clearFault();
  await csms.expect("NotifyEvent");
  await csms.expect("NotifyEvent");
  const all = csms.received("NotifyEvent").flatMap(({ eventData }) => eventData);
  const numbers = all.map(({ eventId }) => eventId);
  assert.deepEqual(numbers, [...new Set(numbers)].toSorted((a, b) => a - b));
});
