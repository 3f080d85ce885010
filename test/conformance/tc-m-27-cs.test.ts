import assert from "node:assert/strict";
import { vehicleAsks } from "./harness/ev-certificates.ts";

Deno.test("TC_M_27_CS Certificate Installation EV - Failed", async () => {
  const answers = await vehicleAsks("Install", { status: "Failed", exiResponse: "" });
  assert.deepEqual(answers, [{ status: "Failed", certificate_action: "Install" }]);
});
