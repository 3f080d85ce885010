import assert from "node:assert/strict";
import { join } from "node:path";
import { customerHasCharged, customerInformation } from "../conformance/harness/customer-information.ts";
import {
  CACHE_VARIABLES,
  csmsSays,
  GROUP,
  nobodyPlugsIn,
  swipeAsked,
  VALID_TOKEN_2,
} from "../conformance/harness/known-tokens.ts";
import { processRestarted } from "../conformance/harness/process-restart.ts";
import { arrived, queueEmptied, VALID_TOKEN } from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";
import { filesWith } from "../fakes/files-with.ts";
import { EARLIER_CORE_VERSION, makeCoreEarlier } from "../fakes/core-database.ts";
import { unsentEnd, writeLibocppCore } from "../fakes/libocpp-core-database.ts";

Deno.test("a customer who was cleared is in no file of the station any more", async () => {
  await using station = await startStation();
  await customerHasCharged(station);
  await queueEmptied(station);
  const before = await filesWith(station.directory, VALID_TOKEN.idToken);
  // In free pages or the write-ahead log, and in both forms of the message log.
  assert(before.some((name) => name.startsWith("cp.db")), before.join());
  assert.deepEqual(before.filter((name) => name.startsWith("libocpp")), [
    "libocpp_201.html",
    "libocpp_201.log",
  ]);
  await customerInformation(station, { report: true, clear: true, idToken: VALID_TOKEN });
  // Nor does asking bring him back.
  await customerInformation(station, { report: true, clear: false, idToken: VALID_TOKEN }, 2);
  await station.stop();
  assert.deepEqual(await filesWith(station.directory, VALID_TOKEN.idToken), []);
});

Deno.test("a transaction that the CSMS has not heard of is told, and stays until it is delivered", async () => {
  await using station = await startStation();
  const { csms } = station;
  await customerHasCharged(station);
  csms.hold("TransactionEvent");
  await station.evse(1).plugIn();
  assert.equal(await station.everest.auth.swipe(VALID_TOKEN.idToken), "UsedToStart");
  await station.settle();
  const told = customerInformation(station, { report: false, clear: true, idToken: VALID_TOKEN });
  await station.settle();
  const call = await csms.expect(
    "TransactionEvent",
    ({ eventType }) => eventType === "Started",
  );
  assert.deepEqual(call.payload.idToken, VALID_TOKEN);
  call.reply({});
  csms.answerAsUsual("TransactionEvent");
  assert.deepEqual((await told).split("\n"), [
    "Cleared",
    "Local authorization list, not cleared: only SendLocalList changes it",
    "Open transactions, not cleared: they go with the end of the transaction",
    "Messages that wait for the CSMS, not cleared: they go when they are delivered",
  ]);
});

Deno.test("the token of a group that was cleared is in no cached entry of its members any more", async () => {
  await using station = await startStation();
  await arrived(station, { variables: CACHE_VARIABLES });
  csmsSays(station, { status: "Accepted", groupIdToken: GROUP });
  assert.equal(await swipeAsked(station, VALID_TOKEN), "UsedToStart");
  await nobodyPlugsIn(station);
  const told = await customerInformation(station, { report: true, clear: true, idToken: GROUP });
  assert.match(told, /^Authorization cache, cleared:/);
  assert.equal(await customerInformation(station, { report: true, clear: false, idToken: GROUP }, 2), "");
  await station.stop();
  assert.deepEqual(await filesWith(station.directory, GROUP.idToken), []);
});

Deno.test("an answer that is longer than the CSMS may get names all that stays, and says that it is cut", async () => {
  await using station = await startStation({
    variables: { "InternalCtrlr.MaxCustomerInformationDataLength": 512 },
  });
  await customerHasCharged(station);
  await station.evse(1).plugIn();
  assert.equal(await station.everest.auth.swipe(VALID_TOKEN.idToken), "UsedToStart");
  await queueEmptied(station);
  const told = await customerInformation(station, { report: true, clear: true, idToken: VALID_TOKEN });
  assert(told.length <= 512);
  assert.deepEqual(told.split("\n").filter((line) => /^[A-Z(]/.test(line)), [
    "Local authorization list, not cleared: only SendLocalList changes it",
    "Open transactions, not cleared: they go with the end of the transaction",
    "Authorization cache, cleared:",
    "Log files, cleared:",
    "(cut to 512 characters)",
  ]);
});

const ENDED = unsentEnd(VALID_TOKEN);

/** The customer is cleared, but for the C++ module's database, and the CSMS is told so. */
async function assertForeignStays(station: StationUnderTest): Promise<void> {
  const told = await customerInformation(station, { report: false, clear: true, idToken: VALID_TOKEN });
  assert.equal(
    told,
    "Cleared\nEarlier databases with unsent transactions, not cleared: nobody else has these transactions",
  );
  await station.settle();
  await station.stop();
  assert.deepEqual(await filesWith(station.directory, VALID_TOKEN.idToken), ["cp.db.foreign-1"]);
}

Deno.test("the C++ module's database goes with a customer who is cleared, once its transactions were imported", async () => {
  await using station = await startStation({ start: false });
  writeLibocppCore(join(station.directory, "cp.db"), { queued: [["m1", "TransactionEvent", ENDED]] });
  station.start();
  await station.csms.expect("TransactionEvent");
  await queueEmptied(station);
  const other = { report: true, clear: true, idToken: VALID_TOKEN_2 };
  assert.equal(await customerInformation(station, other), "");
  assert((await filesWith(station.directory, VALID_TOKEN.idToken)).includes("cp.db.foreign-1"));
  const told = await customerInformation(station, { report: true, clear: true, idToken: VALID_TOKEN }, 2);
  assert.match(told, /\nEarlier databases, cleared:\ncp\.db\.foreign-1$/);
  assert.deepEqual(
    station.log.messages("notice").filter((message) => message.includes("set aside is removed")).length,
    1,
  );
  await station.settle();
  await station.stop();
  assert.deepEqual(await filesWith(station.directory, VALID_TOKEN.idToken), []);
});

Deno.test("the C++ module's database with a transaction that could not be imported stays, and the CSMS is told so", async () => {
  await using station = await startStation({ start: false });
  writeLibocppCore(join(station.directory, "cp.db"), {
    queued: [["m1", "TransactionEvent", ENDED]],
    broken: ["not JSON"],
  });
  station.start();
  await station.csms.expect("TransactionEvent");
  await queueEmptied(station);
  await assertForeignStays(station);
});

Deno.test("copies that were made before a migration and before a repair go with a customer who is cleared", async () => {
  await using station = await startStation();
  await customerHasCharged(station);
  await station.evse(1).plugIn();
  assert.equal(await station.everest.auth.swipe(VALID_TOKEN.idToken), "UsedToStart");
  await station.settle();
  await station.stop();
  makeCoreEarlier(join(station.directory, "cp.db"), "INSERT INTO display_message VALUES (1, '{')");
  await processRestarted(station);
  await station.evse(1).unplug();
  await queueEmptied(station);
  await station.settle();
  const copies = [`cp.db.unrepaired-1`, `cp.db.v${EARLIER_CORE_VERSION}-1`];
  const before = await filesWith(station.directory, VALID_TOKEN.idToken);
  assert.deepEqual(before.filter((name) => /-1$/.test(name)), copies);
  const told = await customerInformation(station, { report: true, clear: true, idToken: VALID_TOKEN });
  assert(told.endsWith(`\nEarlier databases, cleared:\n${copies.join("\n")}`), told);
  await station.settle();
  await station.stop();
  assert.deepEqual(await filesWith(station.directory, VALID_TOKEN.idToken), []);
});

Deno.test("the C++ module's database stays when the station was killed before its transactions were imported", async () => {
  await using station = await startStation({ start: false });
  // It is set aside before anything is imported.
  writeLibocppCore(join(station.directory, "cp.db.foreign-1"), {
    queued: [["m1", "TransactionEvent", ENDED]],
  });
  station.start();
  await station.csms.expect("BootNotification");
  await queueEmptied(station);
  await assertForeignStays(station);
});
