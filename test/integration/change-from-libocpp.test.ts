import assert from "node:assert/strict";
import { join } from "node:path";
import { assertReported } from "../conformance/harness/availability.ts";
import { queueEmptied } from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";
import { writeLibocppCore } from "../fakes/libocpp-core-database.ts";

const TRANSACTION = "5b4c7c9e-0000-4000-8000-000000000001";

function event(eventType: "Started" | "Updated" | "Ended", seqNo: number) {
  return {
    eventType,
    timestamp: `2026-01-15T09:0${seqNo}:00.000Z`,
    triggerReason: eventType === "Started" ? "Authorized" : "MeterValuePeriodic",
    seqNo,
    offline: true,
    transactionInfo: { transactionId: TRANSACTION },
    evse: { id: 1, connectorId: 1 },
  };
}

const QUEUED = [
  ["message-1", "TransactionEvent", event("Started", 0)],
  ["message-2", "TransactionEvent", event("Updated", 1)],
  ["message-3", "SecurityEventNotification", {
    type: "StartupOfTheDevice",
    timestamp: "2026-01-15T09:01:30.000Z",
    techInfo: "of the C++ module",
  }],
  ["message-4", "TransactionEvent", event("Ended", 2)],
] as const;

for (const schema of [3, 4, 5, 6]) {
  Deno.test(`the first start after the C++ module (schema ${schema}) delivers its messages and knows its Inoperative EVSEs`, async () => {
    await using station = await startStation({ everest: { evses: 2 }, start: false });
    writeLibocppCore(join(station.directory, "cp.db"), {
      schema,
      queued: QUEUED,
      broken: ["not JSON", "{}"],
      ordinary: [["message-5", "StatusNotification", {}]],
      inoperative: [[2, 0]],
      openTransactions: ["left behind"],
    });
    station.start();
    const { csms, log } = station;
    await csms.expect("BootNotification");
    await assertReported(station, "Unavailable", [2]);
    const told = [];
    for (let n = 0; n < 3; n++) told.push(await csms.expect("TransactionEvent"));
    assert.deepEqual(told.map(({ payload }) => payload), [
      event("Started", 0),
      event("Updated", 1),
      event("Ended", 2),
    ]);
    await csms.expect("SecurityEventNotification", ({ techInfo }) => techInfo === "of the C++ module");
    const left = log.lines.filter(({ message }) =>
      message === "contents were not imported from the C++ module"
    );
    assert.deepEqual(
      left.map(({ fields }) => [fields["what"], fields["rows"]]).filter(([, rows]) => rows !== undefined),
      [
        ["unsent messages", 2],
        ["unsent ordinary messages", 1],
        ...schema >= 4 ? [["open transactions", 1]] : [],
      ],
    );
    await queueEmptied(station);
    // A second start takes nothing a second time.
    await station.stop();
    station.start();
    await station.clock.fire("everest.dialect");
    await csms.expect("BootNotification");
    await station.settle();
    assert.equal(csms.received("TransactionEvent").length, 3);
  });
}
