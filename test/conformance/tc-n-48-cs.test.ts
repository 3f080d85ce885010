import assert from "node:assert/strict";
import { eventOf, monitored, STATE_DELTA } from "./harness/monitoring.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";
import { PASSWORD } from "../fakes/station-credentials.ts";

Deno.test("TC_N_48_CS Alert Event - Variable monitoring on write only", async () => {
  await using station = await startStation();
  await booted(station);
  const password = { component: { name: "SecurityCtrlr" }, variable: { name: "BasicAuthPassword" } };
  // Memory state.
  const [id] = await monitored(station, { ...password, ...STATE_DELTA });
  const newPassword = PASSWORD.split("").reverse().join("");
  station.csms.expectPassword(newPassword);
  const reconnected = station.csms.nextConnection();
  // Steps 1 and 2.
  const { setVariableResult: [result] } = await station.csms.call("SetVariables", {
    setVariableData: [{ ...password, attributeValue: newPassword }],
  });
  assert.equal(result?.attributeStatus, "Accepted");
  await reconnected;
  // Steps 4 and 5.
  const event = await eventOf(station, id!);
  assert.equal(event.actualValue, "");
  assert.equal(event.trigger, "Delta");
});
