import assert from "node:assert/strict";
import { join } from "node:path";
import { customerInformation } from "../conformance/harness/customer-information.ts";
import { booted } from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";

Deno.test("an identifier that is a word of the protocol clears no other customer, and no evidence", async () => {
  await using station = await startStation();
  const { csms } = station;
  await booted(station);
  const expiryDateTime = new Date(station.clock.wallMs() + 3_600_000).toISOString();
  const idToken = { idToken: "SOMEBODY", type: "ISO14443" } as const;
  const reserved = await csms.call("ReserveNow", { id: 5, expiryDateTime, idToken, evseId: 1 });
  assert.equal(reserved.status, "Accepted");
  await station.settle();
  for (const [requestId, word] of ["iso14443", "StartupOfTheDevice", "Accepted"].entries()) {
    const question = { report: true, clear: true, customerIdentifier: word };
    assert.equal(await customerInformation(station, question, requestId), "", word);
  }
  await station.pass(2000);
  assert.deepEqual(csms.received("ReservationStatusUpdate"), []);
  const security = await Deno.readTextFile(join(station.directory, "logs", "libocpp_201.security.log"));
  assert.match(security, /"StartupOfTheDevice"/);
  assert.equal((await csms.call("CancelReservation", { reservationId: 5 })).status, "Accepted");
});

Deno.test("an empty identifier names no customer", async () => {
  await using station = await startStation();
  const { csms } = station;
  await booted(station);
  for (
    const whom of [{ customerIdentifier: "" }, { idToken: { idToken: "", type: "NoAuthorization" } as const }]
  ) {
    const { status } = await csms.call("CustomerInformation", {
      requestId: 1,
      report: true,
      clear: true,
      ...whom,
    });
    assert.equal(status, "Invalid");
  }
  await station.settle();
  assert.deepEqual(csms.received("NotifyCustomerInformation"), []);
});
