import assert from "node:assert/strict";
import fc from "fast-check";
import type { ComponentDefinition } from "../../../src/variables/definition.ts";
import type { StationDeviceModel } from "../../../src/variables/create-device-model.ts";
import { variableKey } from "../../../src/variables/device-model.ts";
import { slotsOf } from "../../../src/variables/computed-values.ts";
import { readProfileList } from "../../../src/variables/profile-list.ts";
import { withNetworkSlots } from "../../../src/variables/network-slot-components.ts";
import { slotKey } from "../../../src/variables/network-slots.ts";
import { profileListSource } from "../../../src/variables/profile-list-source.ts";
import { storeWithSlots } from "../../../src/variables/network-slot-store.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";
import { component, FakeStore, modelOf, variable } from "./fixture.ts";

const LIST = variableKey("InternalCtrlr", "NetworkConnectionProfiles");

const profile = (slot: number, url: string, more: object = {}) => ({
  configurationSlot: slot,
  connectionData: {
    messageTimeout: 30,
    ocppCsmsUrl: url,
    ocppInterface: "Wired0",
    ocppTransport: "JSON",
    ocppVersion: "OCPP20",
    securityProfile: url.startsWith("wss") ? 2 : 1,
    ...more,
  },
});

function configured(list: string, extra: readonly ComponentDefinition[] = []): ComponentDefinition[] {
  return [
    component("OCPPCommCtrlr", [
      variable("NetworkConfigurationPriority", { dataType: "SequenceList", valuesList: "1,2" }, [
        { initial: "1" },
      ]),
    ]),
    component("InternalCtrlr", [
      variable("NetworkConnectionProfiles", { dataType: "string" }, [{ initial: list }]),
    ]),
    ...extra,
  ];
}

/** A start of the station with what is on disk. */
function started(components: readonly ComponentDefinition[], store = new FakeStore()) {
  const { components: placed, ...slots } = withNetworkSlots(components, store.all());
  const log = new RecordingLogger();
  const wrapped = storeWithSlots(store, slots, log) as FakeStore;
  const { model } = modelOf(placed, {
    store: wrapped,
    sources: [profileListSource({ model: () => model as StationDeviceModel, slots: () => slotsOf(model) })],
  });
  const list = () =>
    JSON.parse(model.text(LIST) ?? "").map((entry: ReturnType<typeof profile>) => [
      entry.configurationSlot,
      entry.connectionData.ocppCsmsUrl,
    ]);
  const set = async (value: unknown) =>
    (await model.setVariables([{ ...LIST, attributeValue: JSON.stringify(value) }], "everest"))[0];
  return { model, store, log, list, set };
}

Deno.test("the older list is taken over into the slots, once, and is read from them afterwards", async () => {
  const list = JSON.stringify([
    profile(1, "ws://a", { identity: "cp-1", basicAuthPassword: "a-long-enough-password" }),
    profile(3, "wss://c", { messageTimeout: 60 }),
  ]);
  const { model, store, list: seen, log } = started(configured(list));
  assert.equal(model.text(slotKey(1, "OcppCsmsUrl")), "ws://a");
  assert.equal(model.text(slotKey(1, "Identity")), "cp-1");
  assert.equal(model.text(slotKey(1, "BasicAuthPassword")), "a-long-enough-password");
  assert.equal(model.integer(slotKey(3, "MessageTimeout")), 60);
  assert.equal(model.text(slotKey(3, "SecurityProfile")), "2");
  assert.deepEqual(seen(), [[1, "ws://a"], [3, "wss://c"]]);
  assert(!model.text(LIST)?.includes("a-long-enough-password"));
  assert.deepEqual(log.messages("error"), []);
  // The next start finds the slots on disk and looks at no list any more.
  await Promise.resolve();
  const again = started(configured(JSON.stringify([profile(1, "ws://other")])), store);
  assert.deepEqual(again.list(), [[1, "ws://a"], [3, "wss://c"]]);
});

Deno.test("a list that was stored by an older version goes before the one of the file, and is then forgotten", async () => {
  const store = new FakeStore([{
    ...LIST,
    attribute: "Actual",
    value: JSON.stringify([profile(1, "ws://stored")]),
    setBy: "csms",
  }]);
  const { list } = started(configured(JSON.stringify([profile(1, "ws://file")])), store);
  assert.deepEqual(list(), [[1, "ws://stored"]]);
  await new Promise((resolve) => setTimeout(resolve, 0));
  assert(!store.all().some(({ variable }) => variable.name === LIST.variable.name));
  assert(store.all().some(({ value }) => value === "ws://stored"));
});

Deno.test("a slot that a component file configures makes the list a mere view", () => {
  const own = component({ name: "NetworkConfiguration", instance: "1" }, [
    variable("OcppCsmsUrl", { dataType: "string" }, [{ initial: "ws://own" }]),
    variable("SecurityProfile", { dataType: "integer" }, [{ initial: "1" }]),
    variable("BasicAuthPassword", { dataType: "string", minLimit: 16 }),
  ]);
  const { list, model } = started(configured(JSON.stringify([profile(1, "ws://listed")]), [own]));
  assert.deepEqual(list(), [[1, "ws://own"]]);
  // What the file leaves out is there as well.
  assert.equal(model.text(slotKey(1, "ApnEnabled")), "false");
  assert.equal(model.text(slotKey(2, "OcppCsmsUrl")), undefined);
});

Deno.test("a file of a slot displaces what was imported from the list, unless anybody has changed the slot", async () => {
  const file = configured(JSON.stringify([profile(1, "ws://listed"), profile(2, "ws://second")]));
  const own = component({ name: "NetworkConfiguration", instance: "1" }, [
    variable("OcppCsmsUrl", { dataType: "string" }, [{ initial: "ws://own" }]),
    variable("SecurityProfile", { dataType: "integer" }, [{ initial: "1" }]),
  ]);
  const untouched = started(file).store;
  await Promise.resolve();
  const displaced = started([...file, own], untouched);
  assert.deepEqual(displaced.list(), [[1, "ws://own"], [2, "ws://second"]]);
  assert.deepEqual(displaced.log.messages("notice"), [
    "a component file of a slot takes the place of InternalCtrlr.NetworkConnectionProfiles",
  ]);
  await new Promise((resolve) => setTimeout(resolve, 0));
  assert(!untouched.all().some(({ value }) => value === "ws://listed"));

  for (const by of ["everest", "operator"] as const) {
    const { model, store } = started(file);
    await Promise.resolve();
    const set = await model.setVariables([{ ...slotKey(1, "MessageTimeout"), attributeValue: "20" }], by);
    assert.equal(set[0]?.attributeStatus, "Accepted");
    assert.deepEqual(started([...file, own], store).list()[0], [1, "ws://listed"], by);
  }
});

Deno.test("whoever sets the list sets the slots, and those it does not name are emptied", async () => {
  const { model, list, set } = started(
    configured(JSON.stringify([profile(1, "ws://a"), profile(2, "ws://b")])),
  );
  assert.equal((await set([profile(1, "ws://new")]))?.attributeStatus, "RebootRequired");
  assert.deepEqual(list(), [[1, "ws://new"]]);
  assert.equal(model.text(slotKey(2, "OcppCsmsUrl")), "");
  const unknown = await set([profile(1, "ws://new"), profile(9, "ws://nine")]);
  assert.deepEqual([unknown?.attributeStatus, unknown?.attributeStatusInfo?.reasonCode], [
    "Rejected",
    "InvalidConfSlot",
  ]);
});

Deno.test("an entry that cannot be used is said and does not spoil the others", () => {
  const { list, log } = started(
    configured(JSON.stringify([profile(1, "ws://a"), "rubbish", { configurationSlot: 2 }])),
  );
  assert.deepEqual(list(), [[1, "ws://a"]]);
  assert.equal(log.messages("error").length, 2);
});

Deno.test("any text gives profiles or problems and never throws", () => {
  fc.assert(fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
    const { profiles, problems } = readProfileList(text);
    if (profiles.length === 0 && problems.length === 0) assert.match(text, /^\s*\[\s*\]\s*$/);
  }));
});

Deno.test("what the standard does not have is no profile: it must not become another one", () => {
  for (
    const wrong of [{ securityProfile: 4 }, { securityProfile: "1" }, { ocppTransport: "SOAP" }, {
      ocppCsmsUrl: "",
    }]
  ) {
    const { list, log } = started(
      configured(JSON.stringify([profile(1, "ws://a", wrong), profile(2, "ws://b")])),
    );
    assert.deepEqual(list(), [[2, "ws://b"]], JSON.stringify(wrong));
    assert.equal(log.messages("error").length, 1);
  }
});

Deno.test("a list of profiles with one value that its slot cannot hold changes no slot", async () => {
  const { set, list, model } = started(configured(JSON.stringify([profile(1, "ws://first")])));
  const tooLong = profile(2, "ws://second", { messageTimeout: 3_000_000_000 });
  const answer = await set([profile(1, "ws://other"), tooLong]);
  assert.equal(answer?.attributeStatus, "Rejected");
  assert.equal(answer?.attributeStatusInfo?.reasonCode, "InvalidNetworkConf");
  assert.deepEqual(list(), [[1, "ws://first"]]);
  assert.equal(model.text(slotKey(2, "OcppCsmsUrl")) || "", "");
});
