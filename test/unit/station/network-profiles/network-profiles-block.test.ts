import assert from "node:assert/strict";
import type { RequestOf } from "../../../../src/ocpp/messages.ts";
import { createNetworkProfilesBlock } from "../../../../src/station/network-profiles/network-profiles-block.ts";
import { variableKey } from "../../../../src/variables/device-model.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { component, FakeStore, modelOf, variable } from "../../variables/fixture.ts";

function stored(...slots: readonly (readonly [slot: number, securityProfile: number])[]): string {
  return JSON.stringify(slots.map(([configurationSlot, securityProfile]) => ({
    configurationSlot,
    connectionData: { securityProfile, ocppCsmsUrl: "ws://localhost" },
  })));
}

function bench(profiles: string, options: { securityProfile?: string; typedSlot?: number } = {}) {
  const readOnly = { mutability: "ReadOnly" } as const;
  const { typedSlot, securityProfile = "1" } = options;
  const typed = { name: "NetworkConfiguration", instance: String(typedSlot) };
  const store = new FakeStore();
  const { model } = modelOf([
    component("OCPPCommCtrlr", [
      variable("NetworkConfigurationPriority", { dataType: "SequenceList", valuesList: "1,2" }, [{
        initial: "1,2",
      }]),
      variable("ActiveNetworkProfile", { dataType: "integer" }, [{ ...readOnly, initial: "1" }]),
    ]),
    component("SecurityCtrlr", [
      variable("SecurityProfile", { dataType: "integer" }, [{ ...readOnly, initial: securityProfile }]),
    ]),
    component("InternalCtrlr", [
      variable("NetworkConnectionProfiles", { dataType: "string" }, [{ ...readOnly, initial: profiles }]),
    ]),
    ...(typedSlot === undefined ? [] : [component(typed, [
      variable("OcppCsmsUrl", { dataType: "string" }, [{ initial: "ws://typed" }]),
      variable("SecurityProfile", { dataType: "integer" }, [{ initial: "1" }]),
      variable("OcppTransport", { dataType: "string" }, [{ initial: "JSON" }]),
      variable("OcppInterface", { dataType: "string" }, [{ initial: "Any" }]),
      variable("MessageTimeout", { dataType: "integer" }, [{ initial: "30" }]),
    ])]),
  ], { store });
  const events: string[] = [];
  const block = createNetworkProfilesBlock({
    deviceModel: model,
    log: new RecordingLogger(),
    raiseSecurityEvent: (type) => void events.push(type),
  });
  const text = (owner: string, name: string) => model.text(variableKey(owner, name));
  const set = async (configurationSlot: number, ocppCsmsUrl: string) => {
    const request: RequestOf<"SetNetworkProfile"> = {
      configurationSlot,
      connectionData: {
        ocppCsmsUrl,
        ocppInterface: "Wired0",
        ocppTransport: "JSON",
        ocppVersion: "OCPP20",
        messageTimeout: 30,
        securityProfile: Number(securityProfile),
      },
    };
    const reply = await block.handlers.SetNetworkProfile!(request);
    assert(reply.kind === "result");
    return reply.response.status;
  };
  return { block, model, store, events, text, set };
}

Deno.test("a profile that the disk does not take is Failed (B09.FR.03)", async () => {
  const { store, events, set, text } = bench(stored([1, 1], [2, 1]));
  store.failing = true;
  assert.equal(await set(2, "ws://new"), "Failed");
  assert.deepEqual(events, []);
  assert.equal(text("InternalCtrlr", "NetworkConnectionProfiles"), stored([1, 1], [2, 1]));
});

Deno.test("a slot that has variables of its own is stored there, as these win", async () => {
  const { model, events, set } = bench(stored([1, 1]), { typedSlot: 2 });
  assert.equal(await set(2, "ws://new"), "Accepted");
  const own = { name: "NetworkConfiguration", instance: "2" };
  assert.equal(model.text({ component: own, variable: { name: "OcppCsmsUrl" } }), "ws://new");
  assert.equal(model.text({ component: own, variable: { name: "OcppInterface" } }), "Wired0");
  assert.deepEqual(events, ["ReconfigurationOfSecurityParameters"]);
});

Deno.test("after a step to a higher security profile nothing lower is left (A05.FR.06)", async () => {
  const { block, text } = bench(stored([1, 1], [2, 2]));
  await block.connected({ configurationSlot: 2, securityProfile: 2 });
  assert.equal(text("SecurityCtrlr", "SecurityProfile"), "2");
  assert.equal(text("OCPPCommCtrlr", "ActiveNetworkProfile"), "2");
  assert.equal(text("OCPPCommCtrlr", "NetworkConfigurationPriority"), "2");
  assert.equal(text("InternalCtrlr", "NetworkConnectionProfiles"), stored([2, 2]));
});

Deno.test("a connection as secure as before changes the active profile only", async () => {
  const { block, events, text } = bench(stored([1, 1], [2, 1]));
  await block.connected({ configurationSlot: 2, securityProfile: 1 });
  assert.equal(text("OCPPCommCtrlr", "ActiveNetworkProfile"), "2");
  assert.equal(text("OCPPCommCtrlr", "NetworkConfigurationPriority"), "1,2");
  assert.deepEqual(events, []);
});

Deno.test("security profile 0, where it is allowed, does not lower what the station demands", async () => {
  const { block, text } = bench(stored([1, 0]));
  await block.connected({ configurationSlot: 1, securityProfile: 0 });
  assert.equal(text("SecurityCtrlr", "SecurityProfile"), "1");
});
