import assert from "node:assert/strict";
import { poweredUp } from "./harness/power-up.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_M_31_CS Install CA certificate - AdditionalRootCertificateCheck - Reconnect using new CSMS Root - Fallback mechanism: not applicable, as the check is not made", async () => {
  await using station = await startStation({ securityProfile: 2 });
  await poweredUp(station);
  const { getVariableResult } = await station.csms.call("GetVariables", {
    getVariableData: [{
      component: { name: "SecurityCtrlr" },
      variable: { name: "AdditionalRootCertificateCheck" },
    }],
  });
  assert.equal(getVariableResult[0]?.attributeValue, "false");
});
