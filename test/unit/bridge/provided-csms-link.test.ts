import assert from "node:assert/strict";
import {
  ocppInterface,
  publishCsmsLink,
  type VariableTexts,
} from "../../../src/bridge/provided-csms-link.ts";
import type { NamedVariable } from "../../../src/bridge/provided-variables.ts";
import { ocppBench } from "./provided-bench.ts";

function texts(values: Readonly<Record<string, string>>): VariableTexts {
  return {
    text: ({ component, variable }: NamedVariable) =>
      values[`${component.name}(${component.instance ?? ""}).${variable.name}`],
  };
}

const WIRED = texts({ "NetworkConfiguration(2).OcppInterface": "Wired0" });
const CONNECTION = { configurationSlot: 2, securityProfile: 1, url: "ws://csms:9000/ocpp/cp%20001" };

function link(logFormats: readonly string[], deviceModel = WIRED) {
  const bench = ocppBench();
  const { publisher } = bench;
  return { ...bench, link: publishCsmsLink({ publisher, logFormats: new Set(logFormats), deviceModel }) };
}

Deno.test("connecting and losing the connection is told in the words of every EVerest release", async () => {
  const { link: listener, published } = link([]);
  listener.connected(CONNECTION);
  listener.disconnected();
  assert.deepEqual(await published("is_connected"), [false, true, false]);
  const details = {
    csms_url: "ws://csms:9000/ocpp",
    identity: "cp 001",
    security_profile: 1,
    configuration_slot: 2,
    ocpp_interface: "Wired0",
    ocpp_transport: "JSON",
    ocpp_version: "2.0.1",
  };
  assert.deepEqual(await published("connection_status"), [
    { connected: true, ...details },
    { connected: false, ...details },
  ]);
});

const URLS = [
  ["wss://csms/cp1", "wss://csms", "cp1"],
  ["wss://csms/a/b/cp1?tenant=4", "wss://csms/a/b?tenant=4", "cp1"],
  ["ws://csms/50%zz", "ws://csms", "50%zz"],
  ["ws://csms/", "ws://csms", undefined],
  ["no URL", "no URL", undefined],
  ["", undefined, undefined],
] as const;
for (const [url, csmsUrl, identity] of URLS) {
  Deno.test(`the connection URL "${url}" is told as endpoint and identity`, async () => {
    const { link: listener, published } = link([], texts({}));
    listener.connected({ ...CONNECTION, url });
    assert.deepEqual(await published("connection_status"), [{
      connected: true,
      ...(csmsUrl === undefined ? {} : { csms_url: csmsUrl }),
      ...(identity === undefined ? {} : { identity }),
      security_profile: 1,
      configuration_slot: 2,
      ocpp_transport: "JSON",
      ocpp_version: "2.0.1",
    }]);
  });
}

Deno.test("messages are told when the log formats name callback, and only then", async () => {
  const silent = link(["log", "html"]);
  silent.link.message("CSMSToChargingStation", "[]");
  assert.deepEqual(await silent.published("ocpp_message"), []);
  const { link: listener, published } = link(["callback"]);
  listener.message("ChargingStationToCSMS", "early");
  listener.connected(CONNECTION);
  listener.message("ChargingStationToCSMS", '[2,"1","Heartbeat",{}]');
  listener.disconnected();
  listener.message("CSMSToChargingStation", "garbage");
  assert.deepEqual(await published("ocpp_message"), [
    { message: "early", direction: "ChargingStationToCSMS" },
    { message: '[2,"1","Heartbeat",{}]', direction: "ChargingStationToCSMS", version: "2.0.1" },
    { message: "garbage", direction: "CSMSToChargingStation" },
  ]);
});

Deno.test("the network interface is that of the slot; an empty one is none", () => {
  const model = texts({
    "NetworkConfiguration(1).OcppInterface": "",
    "NetworkConfiguration(2).OcppInterface": "Wired0",
  });
  assert.deepEqual([1, 2, 3].map((slot) => ocppInterface(slot, model)), [undefined, "Wired0", undefined]);
});
