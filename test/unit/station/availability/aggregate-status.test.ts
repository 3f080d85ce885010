import assert from "node:assert/strict";
import { evseStatus, stationStatus } from "../../../../src/station/availability/aggregate-status.ts";

Deno.test("an EVSE with one connector in use is Occupied, though another is free", () => {
  assert.equal(evseStatus(["Available", "Occupied"]), "Occupied");
  assert.equal(evseStatus(["Faulted", "Available"]), "Available");
  assert.equal(evseStatus(["Faulted", "Unavailable"]), "Unavailable");
  assert.equal(evseStatus(["Faulted", "Faulted"]), "Faulted");
});

Deno.test("a station is Available as long as one EVSE is", () => {
  assert.equal(stationStatus(["Occupied", "Available"]), "Available");
  assert.equal(stationStatus(["Occupied", "Reserved"]), "Occupied");
  assert.equal(stationStatus(["Faulted", "Unavailable"]), "Unavailable");
  assert.equal(stationStatus([]), "Unavailable");
});
