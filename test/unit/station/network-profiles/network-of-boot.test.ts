import assert from "node:assert/strict";
import {
  countsWithNextConnection,
  createNetworkOfBoot,
} from "../../../../src/station/network-profiles/network-of-boot.ts";
import { PRIORITY } from "../../../../src/station/network-profiles/network-settings.ts";
import { type SetBy, variableKey } from "../../../../src/variables/device-model.ts";
import { slotKey } from "../../../../src/variables/network-slots.ts";
import { component, modelOf, variable } from "../../variables/fixture.ts";

const PASSWORD = variableKey("SecurityCtrlr", "BasicAuthPassword");
const IDENTITY = variableKey("SecurityCtrlr", "Identity");
const SECURITY_PROFILE = variableKey("SecurityCtrlr", "SecurityProfile");

/** Slot 1 is in use; slot 2 has security profile 2, the others 1. Slot 3 is not in the priority. Each has its own identity and password. */
function bench({ allowDowngrade = "false" } = {}) {
  const text = (name: string, initial: string) => variable(name, { dataType: "string" }, [{ initial }]);
  const { model } = modelOf([
    component("OCPPCommCtrlr", [
      variable("NetworkConfigurationPriority", { dataType: "SequenceList", valuesList: "1,2,3" }, [{
        initial: "1,2",
      }]),
      variable("ActiveNetworkProfile", { dataType: "integer" }, [{ initial: "1" }]),
    ]),
    component("SecurityCtrlr", [
      text("Identity", "cp-1"),
      text("BasicAuthPassword", "password-of-station"),
      text("SecurityProfile", "1"),
      variable("AllowSecurityProfileDowngrade", { dataType: "boolean" }, [{ initial: allowDowngrade }]),
    ]),
    ...[1, 2, 3].map((slot) =>
      component({ name: "NetworkConfiguration", instance: String(slot) }, [
        text("OcppCsmsUrl", `${slot === 2 ? "wss" : "ws"}://slot-${slot}.example`),
        text("SecurityProfile", slot === 2 ? "2" : "1"),
        text("OcppTransport", "JSON"),
        text("OcppInterface", "Any"),
        text("MessageTimeout", "30"),
        text("Identity", `cp-of-slot-${slot}`),
        text("BasicAuthPassword", `password-of-slot-${slot}`),
      ])
    ),
  ]);
  const network = createNetworkOfBoot(model);
  const set = async (key: ReturnType<typeof variableKey>, attributeValue: string, by: SetBy) => {
    if (by === "station") return model.setActual(key, attributeValue);
    const [result] = await model.setVariables([{ ...key, attributeValue }], by);
    const { attributeStatus, attributeStatusInfo } = result ?? {};
    assert.match(attributeStatus ?? "", /Accepted|RebootRequired/, JSON.stringify(attributeStatusInfo));
  };
  const slot = (number: number) => network.configurations().find(({ slot }) => slot === number);
  return { network, set, slot };
}

Deno.test("a slot that the CSMS fills counts from the next boot on, one filled at the station at once", async () => {
  const rows: readonly [by: SetBy, expected: string][] = [
    ["csms", "ws://slot-3.example"],
    ["station", "ws://slot-3.example"],
    ["operator", "ws://new.example"],
    ["everest", "ws://new.example"],
  ];
  for (const [by, expected] of rows) {
    const { network, set, slot } = bench();
    assert.ok(countsWithNextConnection(slotKey(3, "OcppCsmsUrl")));
    await set(slotKey(3, "OcppCsmsUrl"), "ws://new.example", by);
    await set(slotKey(3, "MessageTimeout"), "9", by);
    assert.equal(slot(3)?.ocppCsmsUrl, expected, by);
    assert.equal(network.messageTimeoutSeconds(3), expected === "ws://new.example" ? 9 : 30, by);
    network.boot();
    assert.equal(slot(3)?.ocppCsmsUrl, "ws://new.example", by);
    assert.equal(network.messageTimeoutSeconds(3), 9, by);
  }
});

Deno.test("of a slot that the CSMS has filled for the next boot, the station takes over what the operator sets, nothing else", async () => {
  const { network, set, slot } = bench();
  await set(slotKey(3, "OcppCsmsUrl"), "ws://of-next-boot.example", "csms");
  await set(slotKey(3, "Identity"), "cp-of-next-boot", "csms");
  await set(slotKey(3, "MessageTimeout"), "9", "operator");
  await set(slotKey(3, "BasicAuthPassword"), "", "operator");
  assert.deepEqual(slot(3), {
    slot: 3,
    ocppCsmsUrl: "ws://slot-3.example",
    securityProfile: 1,
    ocppTransport: "JSON",
    messageTimeout: 9,
    identity: "cp-of-slot-3",
  });
  network.boot();
  assert.equal(slot(3)?.ocppCsmsUrl, "ws://of-next-boot.example");
  assert.equal(slot(3)?.identity, "cp-of-next-boot");
});

Deno.test("a new priority of the CSMS counts from the next boot on, one of the operator at once", async () => {
  const ofCsms = bench();
  assert.ok(countsWithNextConnection(PRIORITY) && !countsWithNextConnection(PASSWORD));
  await ofCsms.set(PRIORITY, "2,1", "csms");
  assert.deepEqual(ofCsms.network.priority(), [1, 2]);
  ofCsms.network.boot();
  assert.deepEqual(ofCsms.network.priority(), [2, 1]);
  const ofOperator = bench();
  await ofOperator.set(PRIORITY, "2,1", "operator");
  assert.deepEqual(ofOperator.network.priority(), [2, 1]);
});

Deno.test("a new password or identity of the station counts at once in the slot in use, and there alone", async () => {
  const { set, slot } = bench();
  await set(PASSWORD, "another-password-1", "csms");
  assert.equal(slot(1)?.basicAuthPassword, undefined);
  assert.equal(slot(1)?.identity, "cp-of-slot-1");
  await set(IDENTITY, "cp-2", "everest");
  assert.equal(slot(1)?.identity, undefined);
  assert.equal(slot(2)?.basicAuthPassword, "password-of-slot-2");
  assert.equal(slot(2)?.identity, "cp-of-slot-2");
});

Deno.test("after a connection with a higher security profile the lower ones are gone at once (A05)", async () => {
  const { network, set } = bench();
  await set(SECURITY_PROFILE, "2", "station");
  assert.deepEqual(network.priority(), [2]);
  assert.deepEqual(network.configurations().map(({ slot }) => slot), [2]);
  const allowed = bench({ allowDowngrade: "true" });
  await allowed.set(SECURITY_PROFILE, "3", "station");
  assert.deepEqual(allowed.network.priority(), [2]);
});
