import assert from "node:assert/strict";
import { createLinkHost, type LinkHostParts } from "../../../../src/runtime/link/link-host.ts";

Deno.test("what was decided about EVSEs and could not be answered is carried out before the CSMS hears their status", () => {
  const done: string[] = [];
  const nothing = () => {};
  const parts = {
    messageLog: { system: nothing },
    security: { connected: nothing },
    linkListener: { connected: nothing },
    operativeControl: { apply: () => void done.push("decisions") },
    provisioning: { connected: () => void done.push("registration"), registration: () => "Pending" },
    certificates: { connected: nothing },
    connection: { connected: nothing },
    cost: { tariff: { connected: nothing } },
  };
  createLinkHost(parts as unknown as LinkHostParts)
    .connected({ configurationSlot: 1, securityProfile: 1, url: "ws://csms" });
  assert.deepEqual(done, ["decisions", "registration"]);
});
