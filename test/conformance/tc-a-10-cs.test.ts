import assert from "node:assert/strict";
import { nextAttempt } from "./harness/back-off.ts";
import { poweredUp } from "./harness/power-up.ts";
import { startStation } from "./harness/station-under-test.ts";
import { IDENTITY, PASSWORD } from "../fakes/station-credentials.ts";

Deno.test("TC_A_10_CS Update Charging Station Password for HTTP Basic Authentication - Rejected", async () => {
  await using station = await startStation();
  const { csms } = station;
  await poweredUp(station);
  // Steps 1, 2: fewer than 16 characters.
  const { setVariableResult } = await csms.call("SetVariables", {
    setVariableData: [{
      component: { name: "SecurityCtrlr" },
      variable: { name: "BasicAuthPassword" },
      attributeValue: "only15character",
    }],
  });
  assert.equal(setVariableResult[0]?.attributeStatus, "Rejected");
  await station.settle();
  assert.equal(csms.connections, 1, "nothing changed, so nothing is cut");
  // Steps 3, 4.
  csms.drop();
  await csms.disconnected();
  const back = csms.nextConnection();
  await nextAttempt(station);
  const { request } = await back;
  assert.equal(request.headers.get("authorization"), `Basic ${btoa(`${IDENTITY}:${PASSWORD}`)}`);
});
