import assert from "node:assert/strict";
import type { ResponseOf } from "../../../src/ocpp/messages.ts";
import { type Csms, type CsmsOptions, startCsms } from "../../fakes/csms/csms.ts";
import { rebooted } from "./availability.ts";
import type { StationUnderTest } from "./station-under-test.ts";
import { CREDENTIALS } from "../../fakes/station-credentials.ts";

/** The CSMS of the second connectionData slot. Stop it at the end of the test. */
export function startSecondCsms(
  station: StationUnderTest,
  securityProfile: 1 | 2 | 3,
  options: CsmsOptions = {},
): Promise<Csms> {
  return startCsms({
    ...(securityProfile < 3 ? { basicAuth: CREDENTIALS } : {}),
    now: () => station.clock.wallMs(),
    ...options,
  });
}

export function setNetworkProfile(
  { csms }: StationUnderTest,
  configurationSlot: number,
  ocppCsmsUrl: string,
  securityProfile: number,
): Promise<ResponseOf<"SetNetworkProfile">> {
  return csms.call("SetNetworkProfile", {
    configurationSlot,
    connectionData: {
      messageTimeout: 30,
      ocppCsmsUrl,
      ocppInterface: "Wired0",
      ocppTransport: "JSON",
      ocppVersion: "OCPP20",
      securityProfile,
    },
  });
}

/** Resolves with the attributeStatus. */
export async function setPriority({ csms }: StationUnderTest, attributeValue: string): Promise<string> {
  const { setVariableResult } = await csms.call("SetVariables", {
    setVariableData: [{
      component: { name: "OCPPCommCtrlr" },
      variable: { name: "NetworkConfigurationPriority" },
      attributeValue,
    }],
  });
  return setVariableResult[0]!.attributeStatus;
}

/** Stores the profile in slot 2, puts it first, and restarts by ResetRequest, as the tool does (steps 1 to 6). */
export async function migrated(
  station: StationUnderTest,
  url: string,
  securityProfile: number,
): Promise<void> {
  // Steps 1, 2.
  assert.equal((await setNetworkProfile(station, 2, url, securityProfile)).status, "Accepted");
  // Steps 3, 4.
  assert.equal(await setPriority(station, "2,1"), "RebootRequired");
  // Steps 5, 6.
  assert.equal((await station.csms.call("Reset", { type: "OnIdle" })).status, "Accepted");
  await station.pass(1000);
  assert.equal(station.everest.system.resets.length, 1);
  await rebooted(station);
}

export async function valueOf(csms: Csms, component: string, variable: string): Promise<string | undefined> {
  const { getVariableResult } = await csms.call("GetVariables", {
    getVariableData: [{ component: { name: component }, variable: { name: variable } }],
  });
  return getVariableResult[0]?.attributeValue;
}
