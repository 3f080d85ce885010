import assert from "node:assert/strict";
import { evseId } from "../../../../src/kernel/ids.ts";
import { createExternalLimitsBlock } from "../../../../src/station/smart-charging/external-limits-block.ts";
import type { OutsideLimit } from "../../../../src/station/smart-charging/external-limits.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { FakeCsms, settled } from "../fake-csms.ts";
import { FakeDeviceModel } from "../fake-device-model.ts";

const ONE = evseId(1);

function bench() {
  const csms = new FakeCsms();
  csms.always("NotifyChargingLimit", {});
  csms.always("ClearedChargingLimit", {});
  const deviceModel = new FakeDeviceModel({ "SmartChargingCtrlr.ExternalControlSignalsEnabled": "true" });
  let installed = 0;
  const block = createExternalLimitsBlock({
    csms,
    deviceModel,
    clock: new FakeClock(),
    log: new RecordingLogger(),
    installed: { setExternal: () => void installed++ },
    transactions: { reportChargingRate: () => Promise.resolve() },
    store: { all: () => new Map(), put: () => Promise.resolve() },
    allowedOn: () => 1000,
    situation: () => ({
      context: {
        profiles: new Map(),
        ignoredPurposes: new Set(),
        station: { current: "AC", localLimits: [] },
        evses: [],
        supplyVolts: 230,
      },
    }),
  });
  return {
    async told(...limits: OutsideLimit[]) {
      block.onOutsideLimits(ONE, limits);
      await settled();
      return [installed, csms.requests("NotifyChargingLimit").length];
    },
  };
}

Deno.test("an external limit that is repeated is no news: nothing is installed anew, nothing is reported again", async () => {
  const { told } = bench();
  assert.deepEqual(await told({ value: 10, unit: "A" }), [1, 1]);
  assert.deepEqual(await told({ value: 10, unit: "A" }), [1, 1]);
  assert.deepEqual(await told({ value: 10, unit: "W" }), [2, 2]);
  assert.deepEqual(await told({ value: 11, unit: "W" }), [3, 3]);
});
