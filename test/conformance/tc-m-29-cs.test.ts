import assert from "node:assert/strict";
import { vehicleAsks } from "./harness/ev-certificates.ts";

Deno.test("TC_M_29_CS Certificate Update EV - Failed", async () => {
  const answers = await vehicleAsks("Update", { status: "Failed", exiResponse: "" });
  assert.deepEqual(answers, [{ status: "Failed", certificate_action: "Update" }]);
});
