import assert from "node:assert/strict";
import { composite, installed, profile } from "../conformance/harness/charging-profiles.ts";
import { booted } from "../conformance/harness/reusable-states.ts";
import { ENERGY_SINK_IMPLEMENTATION, energySinkOf } from "../fakes/everest/simulated-energy-sinks.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";

/** EVSE 1 delivers alternating current, EVSE 2 direct current; limits are asked for in amperes. */
async function mixedSite(everest: Parameters<typeof startStation>[0] = {}): Promise<StationUnderTest> {
  const station = await startStation({ ...everest, everest: { evses: 2, ...everest.everest } });
  await booted(station);
  await station.evse(1).transferModes("AC_three_phase_core");
  await station.evse(2).transferModes("DC_extended");
  await station.settle();
  return station;
}

const OURS = "ocpp/OCPP_set_external_limits";
const NO_STATION_SINK = {
  connections: {
    evse_energy_sink: [1, 2].map((evse) => ({
      moduleId: energySinkOf(evse),
      implementationId: ENERGY_SINK_IMPLEMENTATION,
    })),
  },
};

function leaves(station: StationUnderTest, evse: number) {
  return station.everest.sinks.limits.get(evse)?.schedule_import[0]?.limits_to_leaves;
}

Deno.test("an EVSE of direct current is limited in watts, one of alternating current in amperes", async () => {
  await using station = await mixedSite();
  const powerLimit = { id: 2, kind: "Relative", unit: "W" } as const;
  await installed(station, 2, profile(station, "TxDefaultProfile", [[0, 40_000]], powerLimit));
  await station.settle();
  assert.deepEqual(leaves(station, 2), { total_power_W: { value: 40_000, source: OURS } });
  assert.equal(leaves(station, 1)?.ac_max_current_A?.value, 48);
  assert.equal(leaves(station, 1)?.total_power_W, undefined);
});

Deno.test("direct current takes from every phase of the grid what its watts are", async () => {
  await using station = await mixedSite();
  const powerLimit = { id: 2, kind: "Relative", unit: "W" } as const;
  await installed(station, 2, profile(station, "TxDefaultProfile", [[0, 20_700]], powerLimit));
  await station.settle();
  // 20.7 kW of three phases of 230 V are 30 A.
  assert.equal(leaves(station, 0)?.ac_max_current_A?.value, 78);
  assert.deepEqual(await composite(station, 0, 60), [[0, 78]]);
});

Deno.test("without a sink of the station its amperes are shared out, and watts are the share of direct current", async () => {
  await using station = await mixedSite({ everest: NO_STATION_SINK });
  await installed(station, 0, profile(station, "ChargingStationMaxProfile", [[0, 40]], { id: 1 }));
  await station.settle();
  assert.equal(leaves(station, 1)?.ac_max_current_A?.value, 20);
  assert.deepEqual(leaves(station, 2), { total_power_W: { value: 13_800, source: OURS } });
});
