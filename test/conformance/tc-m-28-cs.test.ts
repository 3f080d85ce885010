import assert from "node:assert/strict";
import { vehicleAsks } from "./harness/ev-certificates.ts";

const EXI_RESPONSE = btoa("a response for the vehicle");

Deno.test("TC_M_28_CS Certificate Update EV - Success", async () => {
  const answers = await vehicleAsks("Update", { status: "Accepted", exiResponse: EXI_RESPONSE });
  assert.deepEqual(answers, [{
    status: "Accepted",
    certificate_action: "Update",
    exi_response: EXI_RESPONSE,
  }]);
});
