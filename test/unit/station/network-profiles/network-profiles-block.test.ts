import assert from "node:assert/strict";
import type { RequestOf } from "../../../../src/ocpp/messages.ts";
import { createNetworkProfilesBlock } from "../../../../src/station/network-profiles/network-profiles-block.ts";
import { variableKey } from "../../../../src/variables/device-model.ts";
import { slotKey } from "../../../../src/variables/network-slots.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { component, FakeStore, modelOf, variable } from "../../variables/fixture.ts";

type Slot = readonly [slot: number, securityProfile: number];

function bench(slots: readonly Slot[], options: { securityProfile?: string; priority?: string } = {}) {
  const readOnly = { mutability: "ReadOnly" } as const;
  const { securityProfile = "1", priority = slots.map(([slot]) => slot).join(",") } = options;
  const store = new FakeStore();
  const { model } = modelOf([
    component("OCPPCommCtrlr", [
      variable("NetworkConfigurationPriority", { dataType: "SequenceList", valuesList: "1,2,3" }, [{
        initial: priority,
      }]),
      variable("ActiveNetworkProfile", { dataType: "integer" }, [{ ...readOnly, initial: "1" }]),
    ]),
    component("SecurityCtrlr", [
      variable("SecurityProfile", { dataType: "integer" }, [{ ...readOnly, initial: securityProfile }]),
    ]),
    component("InternalCtrlr", [
      variable("NetworkConnectionProfiles", { dataType: "string" }, [readOnly]),
    ]),
    ...[1, 2].map((slot) => {
      const securityProfile = slots.find(([configured]) => configured === slot)?.[1];
      const url = securityProfile === undefined ? "" : securityProfile > 1 ? "wss://old" : "ws://old";
      return component({ name: "NetworkConfiguration", instance: String(slot) }, [
        variable("OcppCsmsUrl", { dataType: "string" }, [{ initial: url }]),
        variable("SecurityProfile", { dataType: "integer" }, [{ initial: String(securityProfile ?? 1) }]),
        variable("OcppTransport", { dataType: "string" }, [{ initial: "JSON" }]),
        variable("OcppInterface", { dataType: "string" }, [{ initial: "Any" }]),
        variable("MessageTimeout", { dataType: "integer" }, [{ initial: "30" }]),
        variable("Identity", { dataType: "string" }, [{ initial: "cp-of-old" }]),
        variable("BasicAuthPassword", { dataType: "string" }, [{ initial: "password-of-old-days" }]),
      ]);
    }),
  ], { store });
  const events: string[] = [];
  const block = createNetworkProfilesBlock({
    deviceModel: model,
    log: new RecordingLogger(),
    raiseSecurityEvent: (type) => void events.push(type),
  });
  const text = (owner: string, name: string) => model.text(variableKey(owner, name));
  const inSlot = (slot: number, name: string) => model.text(slotKey(slot, name));
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
  return { block, store, events, text, inSlot, set };
}

Deno.test("a profile that the disk does not take is Failed (B09.FR.03)", async () => {
  const { store, events, set, inSlot } = bench([[1, 1], [2, 1]]);
  store.failing = true;
  assert.equal(await set(2, "ws://new"), "Failed");
  assert.deepEqual([events, [...store.values]], [[], []]);
  assert.equal(inSlot(2, "OcppCsmsUrl"), "ws://old");
});

Deno.test("a profile replaces all that its slot held: no old password meets the new CSMS", async () => {
  const { text, events, set, inSlot } = bench([[1, 1]]);
  assert.equal(await set(2, "ws://new"), "Accepted");
  assert.equal(inSlot(2, "OcppCsmsUrl"), "ws://new");
  assert.equal(inSlot(2, "OcppInterface"), "Wired0");
  assert.deepEqual([inSlot(2, "Identity"), inSlot(2, "BasicAuthPassword")], ["", ""]);
  assert.deepEqual(events, ["ReconfigurationOfSecurityParameters"]);
  // EVerest's older form shows the same.
  const list = JSON.parse(text("InternalCtrlr", "NetworkConnectionProfiles") ?? "");
  assert.deepEqual(list.map((entry: { configurationSlot: number }) => entry.configurationSlot), [1, 2]);
  assert.equal(list[1].connectionData.ocppCsmsUrl, "ws://new");
});

Deno.test("after a step to a higher security profile nothing lower is left (A05.FR.06)", async () => {
  const { block, text, inSlot } = bench([[1, 1], [2, 2]]);
  await block.connected({ configurationSlot: 2, securityProfile: 2 });
  assert.equal(text("SecurityCtrlr", "SecurityProfile"), "2");
  assert.equal(text("OCPPCommCtrlr", "ActiveNetworkProfile"), "2");
  assert.equal(text("OCPPCommCtrlr", "NetworkConfigurationPriority"), "2");
  assert.deepEqual([inSlot(1, "OcppCsmsUrl"), inSlot(2, "OcppCsmsUrl")], ["", "wss://old"]);
});

Deno.test("a connection as secure as before changes the active profile only", async () => {
  const { block, events, text } = bench([[1, 1], [2, 1]]);
  await block.connected({ configurationSlot: 2, securityProfile: 1 });
  assert.equal(text("OCPPCommCtrlr", "ActiveNetworkProfile"), "2");
  assert.equal(text("OCPPCommCtrlr", "NetworkConfigurationPriority"), "1,2");
  assert.deepEqual(events, []);
});

Deno.test("security profile 0, where it is allowed, does not lower what the station demands", async () => {
  const { block, text } = bench([[1, 0]]);
  await block.connected({ configurationSlot: 1, securityProfile: 0 });
  assert.equal(text("SecurityCtrlr", "SecurityProfile"), "1");
});

Deno.test("a step to a higher security profile is stored as a whole, or not at all", async () => {
  const { block, store, text, inSlot } = bench([[1, 1], [2, 2]]);
  store.failing = true;
  await block.connected({ configurationSlot: 2, securityProfile: 2 });
  assert.deepEqual([text("SecurityCtrlr", "SecurityProfile"), inSlot(1, "OcppCsmsUrl")], ["1", "ws://old"]);
  assert.deepEqual([...store.values], []);
});

Deno.test("an empty slot in the priority list does not keep lower profiles (A05.FR.06)", async () => {
  const { block, text } = bench([[1, 1], [2, 2]], { priority: "1,2,3" });
  await block.connected({ configurationSlot: 2, securityProfile: 2 });
  assert.equal(text("SecurityCtrlr", "SecurityProfile"), "2");
  assert.equal(text("OCPPCommCtrlr", "NetworkConfigurationPriority"), "2,3");
});
