import assert from "node:assert/strict";
import type { RequestOf } from "../../src/ocpp/messages.ts";
import { poweredUp } from "./harness/power-up.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_A_13_CS Update Charging Station Certificate by request of CSMS - Success - Combined Certificate: not applicable, as the two are kept apart", async () => {
  await using station = await startStation({ securityProfile: 3 });
  await poweredUp(station);
  const requestedMessage: RequestOf<"TriggerMessage">["requestedMessage"] = "SignCombinedCertificate";
  const { status } = await station.csms.call("TriggerMessage", { requestedMessage });
  assert.equal(status, "NotImplemented");
});
