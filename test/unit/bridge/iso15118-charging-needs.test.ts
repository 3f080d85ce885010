import assert from "node:assert/strict";
import fc from "fast-check";
import { toChargingNeeds } from "../../../src/bridge/iso15118-charging-needs.ts";
import { energyTransferMode } from "../../../src/everest/interfaces/types/iso15118.ts";
import type { ChargingNeeds } from "../../../src/everest/interfaces/types/iso15118-charging-needs.ts";
import { decode } from "../../../src/everest/codec/mod.ts";
import { validateRequest } from "../../../src/ocpp/validator/validate.ts";

const AC = { energy_amount: 20_000, ev_min_current: 6, ev_max_current: 16, ev_max_voltage: 400 };
const DC = { ev_max_current: 300, ev_max_voltage: 800 };

function bench() {
  const complaints: string[] = [];
  return {
    complaints,
    map: (needs: ChargingNeeds) => toChargingNeeds(needs, (reason) => complaints.push(reason)),
  };
}

Deno.test("AC needs are told in whole numbers, without what 2.0.1 does not know", () => {
  const { map, complaints } = bench();
  assert.deepEqual(
    map({
      requested_energy_transfer: "AC_three_phase_core",
      departure_time: "2026-11-24T08:00:00+01:00",
      ac_charging_parameters: {
        energy_amount: 20_000.6,
        ev_min_current: 6.4,
        ev_max_current: Math.fround(15.9),
        ev_max_voltage: 399.5,
      },
      available_energy_transfer: ["AC_three_phase_core"],
      control_mode: "ScheduledControl",
      mobility_needs_mode: "EVCC",
      der_charging_parameters: { max_apparent_power: 1 },
      v2x_charging_parameters: { max_charge_current: 1 },
    }),
    {
      requestedEnergyTransfer: "AC_three_phase",
      departureTime: "2026-11-24T07:00:00.000Z",
      acChargingParameters: { energyAmount: 20_001, evMinCurrent: 6, evMaxCurrent: 16, evMaxVoltage: 400 },
    },
  );
  assert.deepEqual(complaints, []);
});

Deno.test("DC needs carry what the EV told, and percentages only when they are some", () => {
  const { map, complaints } = bench();
  assert.deepEqual(
    map({
      requested_energy_transfer: "DC_extended",
      dc_charging_parameters: {
        ...DC,
        ev_max_power: 150_000.2,
        ev_energy_capacity: 77_000,
        energy_amount: 40_000,
        state_of_charge: 20,
        full_soc: 100,
        bulk_soc: 101,
      },
    }),
    {
      requestedEnergyTransfer: "DC",
      dcChargingParameters: {
        evMaxCurrent: 300,
        evMaxVoltage: 800,
        energyAmount: 40_000,
        evMaxPower: 150_000,
        evEnergyCapacity: 77_000,
        stateOfCharge: 20,
        fullSoC: 100,
      },
    },
  );
  assert.equal(complaints.length, 1);
});

Deno.test("of AC and DC parameters only the first kind is told (K15.FR.06)", () => {
  const { map } = bench();
  const needs = map({
    requested_energy_transfer: "DC",
    ac_charging_parameters: AC,
    dc_charging_parameters: DC,
  });
  assert.deepEqual(Object.keys(needs ?? {}), ["requestedEnergyTransfer", "acChargingParameters"]);
});

Deno.test("bidirectional needs are told as far as they are about charging", () => {
  const { map } = bench();
  const power = { max_charge_current: 200, max_voltage: 500, max_charge_power: 100_000 };
  assert.deepEqual(map({ requested_energy_transfer: "DC_BPT", v2x_charging_parameters: power }), {
    requestedEnergyTransfer: "DC",
    dcChargingParameters: { evMaxCurrent: 200, evMaxVoltage: 500, evMaxPower: 100_000 },
  });
  const energy = { ...power, min_charge_current: 6, ev_target_energy_request: 9000 };
  assert.deepEqual(map({ requested_energy_transfer: "AC_BPT", v2x_charging_parameters: energy }), {
    requestedEnergyTransfer: "AC_three_phase",
    acChargingParameters: { energyAmount: 9000, evMinCurrent: 6, evMaxCurrent: 200, evMaxVoltage: 500 },
  });
  assert.equal(map({ requested_energy_transfer: "AC_BPT", v2x_charging_parameters: power }), undefined);
  assert.equal(map({ requested_energy_transfer: "DC_BPT", v2x_charging_parameters: {} }), undefined);
});

Deno.test("a departure that cannot be read is left out", () => {
  const { map, complaints } = bench();
  const needs = map({
    requested_energy_transfer: "DC",
    departure_time: "tomorrow",
    dc_charging_parameters: DC,
  });
  assert.equal(needs?.departureTime, undefined);
  assert.equal(complaints.length, 1);
});

const MODES = [
  ..."AC_single_phase_core AC_two_phase AC_three_phase_core DC_core DC_extended DC_combo_core".split(" "),
  ..."DC_unique DC AC_BPT AC_BPT_DER AC_DER DC_BPT DC_ACDP DC_ACDP_BPT WPT MCS MCS_BPT".split(" "),
  ..."AC_DER_IEC AC_DER_SAE".split(" "),
];

Deno.test("whatever an EV asks for, the CSMS gets a valid message or none", () => {
  const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer());
  const record = (...keys: string[]) =>
    fc.record(Object.fromEntries(keys.map((key) => [key, number])), { requiredKeys: keys });
  const needs = fc.record({
    requested_energy_transfer: fc.constantFrom(...MODES),
    departure_time: fc.oneof(fc.string(), fc.constant("2026-11-24T08:00:00Z")),
    ac_charging_parameters: record("energy_amount", "ev_min_current", "ev_max_current", "ev_max_voltage"),
    dc_charging_parameters: fc.record({
      ev_max_current: number,
      ev_max_voltage: number,
      ev_max_power: number,
      state_of_charge: fc.integer(),
      full_soc: fc.integer(),
    }),
    v2x_charging_parameters: record("max_charge_current", "max_voltage", "ev_target_energy_request"),
  }, { requiredKeys: ["requested_energy_transfer"] });
  fc.assert(fc.property(needs, (told) => {
    assert.equal(decode(energyTransferMode, told.requested_energy_transfer).kind, "value");
    const chargingNeeds = bench().map(told as ChargingNeeds);
    if (chargingNeeds === undefined) return;
    const request = JSON.parse(JSON.stringify({ evseId: 1, chargingNeeds }));
    assert.equal(validateRequest("NotifyEVChargingNeeds", request).kind, "valid", JSON.stringify(request));
  }));
});
