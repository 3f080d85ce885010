import type { Dice } from "../ocpp-messages.ts";
import { TOKENS } from "./requests.ts";
import type { World } from "./world.ts";

/** A request that the station is likely to accept. */
interface Setting {
  readonly action:
    | "SetChargingProfile"
    | "SetVariableMonitoring"
    | "ClearVariableMonitoring"
    | "SendLocalList";
  readonly payload: unknown;
}

/** Charging profiles, monitors and list updates that make sense more often than those from the schema alone. */
export function setting(world: World, dice: Dice): Setting {
  return dice.pick([chargingProfile, chargingProfile, monitors, clearing, localList])(world, dice);
}

function chargingProfile(world: World, dice: Dice): Setting {
  const { nowMs, transactionIds } = world.known();
  const purpose = dice.pick(["TxDefaultProfile", "TxProfile", "ChargingStationMaxProfile"] as const);
  const kind = purpose === "ChargingStationMaxProfile"
    ? "Absolute"
    : dice.pick(["Absolute", "Relative", "Recurring"] as const);
  const evseId = purpose === "ChargingStationMaxProfile" ? 0 : dice.pick([0, 1, 2]);
  const start = new Date(nowMs + dice.pick([-86_400_000, -60_000, 0, 60_000])).toISOString();
  return {
    action: "SetChargingProfile",
    payload: {
      evseId,
      chargingProfile: {
        id: dice.below(6),
        stackLevel: dice.below(4),
        chargingProfilePurpose: purpose,
        chargingProfileKind: kind,
        ...(kind === "Recurring" ? { recurrencyKind: dice.pick(["Daily", "Weekly"]) } : {}),
        ...(purpose === "TxProfile" ? { transactionId: dice.pick([...transactionIds, "unknown"]) } : {}),
        chargingSchedule: [{
          id: 1,
          chargingRateUnit: dice.pick(["A", "A", "W"]),
          ...(kind === "Relative" ? {} : { startSchedule: start }),
          ...(dice.roll() < 0.5 ? { duration: dice.pick([1, 60, 86_400]) } : {}),
          chargingSchedulePeriod: [0, 1, 61, 3600].slice(0, 1 + dice.below(4)).map((startPeriod) => ({
            startPeriod,
            limit: dice.pick([0, 6, 8.5, 16, 32]),
          })),
        }],
      },
    },
  };
}

function monitors(world: World, dice: Dice): Setting {
  const { variables } = world.known();
  const setMonitoringData = Array.from({ length: 1 + dice.below(4) }, () => ({
    ...structuredClone(dice.pick(variables)),
    type: dice.pick([
      "Delta",
      "Delta",
      "UpperThreshold",
      "LowerThreshold",
      "Periodic",
      "PeriodicClockAligned",
    ]),
    value: dice.pick([1, 10, 60, 900]),
    severity: dice.below(10),
    ...(dice.roll() < 0.2 ? { transaction: true } : {}),
    ...(dice.roll() < 0.1 ? { id: dice.below(20) } : {}),
  }));
  return { action: "SetVariableMonitoring", payload: { setMonitoringData } };
}

function clearing(_world: World, dice: Dice): Setting {
  const id = Array.from({ length: 1 + dice.below(3) }, () => dice.below(20));
  return { action: "ClearVariableMonitoring", payload: { id } };
}

function localList(_world: World, dice: Dice): Setting {
  const tokens = TOKENS.filter(() => dice.roll() < 0.6);
  return {
    action: "SendLocalList",
    payload: {
      versionNumber: dice.below(50),
      updateType: dice.pick(["Full", "Differential", "Differential"]),
      ...(tokens.length === 0 ? {} : {
        localAuthorizationList: tokens.map((idToken) => ({
          idToken: { idToken, type: dice.pick(["ISO14443", "Central"]) },
          ...(dice.roll() < 0.8 ? { idTokenInfo: { status: dice.pick(["Accepted", "Blocked"]) } } : {}),
        })),
      }),
    },
  };
}
