import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { processRestarted } from "../conformance/harness/process-restart.ts";
import { booted } from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";
import { filesWith } from "../fakes/files-with.ts";

const idToken = { idToken: "SECRETTOKEN42", type: "ISO14443" } as const;

/** The customer has a reservation, is to be cleared, and the CSMS is told, but does not answer. */
async function toldInVain(station: StationUnderTest): Promise<string> {
  const { csms, clock } = station;
  await booted(station);
  const expiryDateTime = new Date(clock.wallMs() + 3_600_000).toISOString();
  const reserved = await csms.call("ReserveNow", { id: 5, expiryDateTime, idToken, evseId: 1 });
  assert.equal(reserved.status, "Accepted");
  await station.settle();
  csms.hold("NotifyCustomerInformation");
  const request = { requestId: 6, report: true, clear: true, idToken };
  assert.equal((await csms.call("CustomerInformation", request)).status, "Accepted");
  const { payload: { data } } = await csms.expect("NotifyCustomerInformation");
  assert.match(data, /Reservations, cleared:\n/);
  csms.answerAsUsual("NotifyCustomerInformation");
  return data;
}

Deno.test("what was cleared is told again when the connection broke before the answer", async () => {
  await using station = await startStation();
  const { csms } = station;
  const data = await toldInVain(station);
  csms.drop();
  await station.pass(60_000);
  const told = csms.received("NotifyCustomerInformation");
  assert.deepEqual(told.map((page) => [page.requestId, page.seqNo, page.data]), [[6, 0, data], [6, 0, data]]);
});

Deno.test("what was cleared is told again when the process ended before the answer, and no more after it", async () => {
  await using station = await startStation();
  const { csms } = station;
  const data = await toldInVain(station);
  await processRestarted(station);
  assert.deepEqual(csms.received("NotifyCustomerInformation").slice(1).map((page) => page.data), [data]);
  await processRestarted(station);
  await station.pass(60_000);
  assert.equal(csms.received("NotifyCustomerInformation").length, 2);
});

Deno.test("while the station is Pending, nothing is told about customers; once it is accepted, it is", async () => {
  await using station = await startStation({ start: false });
  const { csms, clock } = station;
  let status: "Pending" | "Accepted" = "Pending";
  csms.on("BootNotification", () => ({
    status,
    interval: 300,
    currentTime: new Date(clock.wallMs()).toISOString(),
  }));
  station.start();
  await csms.expect("BootNotification");
  const request = { requestId: 6, report: true, clear: false, idToken };
  assert.equal((await csms.call("CustomerInformation", request)).status, "Accepted");
  await station.pass(10_000);
  assert.deepEqual(csms.received("NotifyCustomerInformation"), []);
  status = "Accepted";
  await station.pass(300_000);
  assert.equal((await csms.expect("NotifyCustomerInformation")).payload.requestId, 6);
});

Deno.test("an answer that the CSMS has, and that a kill left readable on the disk, is erased at the next start", async () => {
  await using station = await startStation();
  await booted(station);
  await station.stop();
  const path = `${station.directory}/cp.db`;
  {
    using db = new DatabaseSync(path);
    // As the process leaves it between removing the answer and erasing it.
    db.exec(`INSERT INTO owed_answer VALUES (1, '{"text":"${idToken.idToken}"}'); DELETE FROM owed_answer;
      INSERT INTO counter VALUES ('owedErasure', 1);`);
  }
  assert.deepEqual(await filesWith(station.directory, idToken.idToken), ["cp.db"]);
  await processRestarted(station);
  await station.stop();
  assert.deepEqual(await filesWith(station.directory, idToken.idToken), []);
  using db = new DatabaseSync(path);
  assert.equal(db.prepare("SELECT count(*) AS n FROM counter WHERE name = 'owedErasure'").get()?.["n"], 0);
});
