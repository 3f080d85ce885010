import assert from "node:assert/strict";
import type { SetBy, VariableKey } from "../../../../src/variables/device-model.ts";
import { watchPassword } from "../../../../src/station/security/password-change.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { settled } from "../fake-csms.ts";
import { FakeDeviceModel, nameOf } from "../fake-device-model.ts";

const PASSWORD: VariableKey = {
  component: { name: "SecurityCtrlr" },
  variable: { name: "BasicAuthPassword" },
};

function bench(securityProfile: number | undefined, values: Readonly<Record<string, string>> = {}) {
  let isOnline = securityProfile !== undefined;
  const deviceModel = new FakeDeviceModel({ [nameOf(PASSWORD)]: "old", ...values });
  const reconnects: string[] = [];
  const events: string[] = [];
  const watch = watchPassword({
    deviceModel,
    log: new RecordingLogger(),
    connection: () =>
      isOnline && securityProfile !== undefined ? { configurationSlot: 1, securityProfile } : undefined,
    reconnect: (reason) => void reconnects.push(reason),
    raiseSecurityEvent: (type, techInfo) => void events.push(`${type}: ${techInfo}`),
  });
  const set = async (value: string, by: SetBy) => {
    deviceModel.change(PASSWORD, value, by);
    await settled();
  };
  const responseSent = async () => {
    watch.responseSent();
    await settled();
  };
  const lose = async () => {
    isOnline = false;
    watch.disconnected();
    await settled();
  };
  const connect = () => void (isOnline = true);
  return { deviceModel, reconnects, events, set, responseSent, lose, connect };
}

Deno.test("the CSMS hears that its password was accepted before the connection is cut, once", async () => {
  const { reconnects, events, set, responseSent } = bench(1);
  await responseSent();
  await set("new", "csms");
  assert.deepEqual(reconnects, []);
  await responseSent();
  await responseSent();
  assert.equal(reconnects.length, 1);
  assert.deepEqual(events, ["ReconfigurationOfSecurityParameters: BasicAuthPassword was set"]);
});

Deno.test("a password from the station's own side is used at once, the same one changes nothing", async () => {
  const { reconnects, set } = bench(2);
  await set("old", "everest");
  assert.equal(reconnects.length, 0);
  await set("new", "everest");
  assert.equal(reconnects.length, 1);
});

Deno.test("a connection without password, or none at all, is left alone", async () => {
  for (const securityProfile of [0, 3, undefined]) {
    const { reconnects, set, responseSent } = bench(securityProfile);
    await set("new", "csms");
    await responseSent();
    assert.equal(reconnects.length, 0, String(securityProfile));
  }
});

Deno.test("a password of the slot in use does not hide the new one", async () => {
  const own = "NetworkConfiguration.BasicAuthPassword";
  const { deviceModel, set, responseSent } = bench(1, { [own]: "the slot's" });
  await set("new", "csms");
  await responseSent();
  assert.equal(deviceModel.values.get(own), "new");
});

const OWN = "NetworkConfiguration.BasicAuthPassword";

Deno.test("a connection lost before the answer leaves nothing to do for the next answer of another request", async () => {
  const { deviceModel, reconnects, set, responseSent, lose, connect } = bench(1, {
    [OWN]: "the slot's",
    "OCPPCommCtrlr.ActiveNetworkProfile": "1",
  });
  await set("new", "csms");
  assert.equal(deviceModel.values.get(OWN), "the slot's");
  await lose();
  assert.equal(deviceModel.values.get(OWN), "new");
  connect();
  await responseSent();
  assert.deepEqual(reconnects, []);
});

Deno.test("a password that the CSMS has set in the moment in which the connection is lost waits for no answer", async () => {
  const { deviceModel, reconnects, set, responseSent, lose, connect } = bench(1, {
    [OWN]: "the slot's",
    "OCPPCommCtrlr.NetworkConfigurationPriority": "1",
  });
  await lose();
  await set("new", "csms");
  assert.equal(deviceModel.values.get(OWN), "new");
  connect();
  await responseSent();
  assert.deepEqual(reconnects, []);
});
