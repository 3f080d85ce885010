import { silentLogger } from "../../src/kernel/silent-logger.ts";
import type { ChargingProfileType } from "../../src/ocpp/messages.ts";
import { ChargingProfileRepository } from "../../src/storage/charging-profile-repository.ts";
import { CORE_MIGRATIONS } from "../../src/storage/core-migrations.ts";
import { openDatabase } from "../../src/storage/open-database.ts";
import type { Workbench } from "../fakes/process/workbench.ts";
import { pause } from "../fakes/pause.ts";
import type { BenchRow } from "./bench-row.ts";
import { type BenchContext, latestRoundTrip, openBench, startAndBoot } from "./bench-stand.ts";
import { cpuSecondsOf, memoryOf } from "./process-figures.ts";
import { QUIET_EVSE } from "./session-traffic.ts";
import { typicalAndWorst } from "./statistics.ts";

const WARM_UP = 30;
const CALLS = 300;
const PAUSE_MS = 2;
const DAY_SECONDS = 86_400;
const PERIODS = 24;
const PAIRS = 1000;
const PAIRS_PER_SAMPLE = 5;
/** Until the heap has the size that this load needs; each thousand adds less than the one before. */
const WARM_UP_THOUSANDS = 4;
const SITE_EVSES = 128;
const PER_EVSE = 10;
const PUSHES = 20;
const SETTLE_MS = 2000;
const GUARD_MS = 60_000;

/** Charging profiles, from the CALL of the CSMS to the limits of EVerest's energy nodes. */
export async function smartCharging(context: BenchContext): Promise<BenchRow[]> {
  return [...await oneEvse(context), ...await largeSite(context)];
}

async function oneEvse(context: BenchContext): Promise<BenchRow[]> {
  await using bench = await openBench(context, {
    broker: "mosquitto-unix",
    everest: { evse: QUIET_EVSE, parameters: { CompositeScheduleIntervalS: 0 } },
    csms: { guardMs: GUARD_MS },
  });
  const { pid } = await startAndBoot(bench);
  const rows: BenchRow[] = [];
  let installed = 0;
  for (const [profiles, target] of COMPOSITE_TARGETS) {
    for (; installed < profiles; installed++) await install(bench, 1, profile(installed, installed));
    rows.push({
      name: `GetCompositeSchedule of a day: ${profiles} profiles of ${PERIODS} periods`,
      ...typicalAndWorst(await roundTrips(bench, () => compositeOfDay(bench))),
      unit: "ms",
      target,
    });
  }
  const { accepted, atSink } = await settingTimes(bench);
  rows.push(
    {
      name: "SetChargingProfile, committed",
      ...typicalAndWorst(accepted),
      unit: "ms",
      target: "< 2",
    },
    { name: "  to the command of the energy node", ...typicalAndWorst(atSink), unit: "ms", target: "< 20" },
  );
  for (let thousand = 0; thousand < WARM_UP_THOUSANDS; thousand++) await leastMemoryDuringPairs(bench, pid);
  const first = await leastMemoryDuringPairs(bench, pid);
  const second = await leastMemoryDuringPairs(bench, pid);
  rows.push({
    name: `  memory kept by ${PAIRS} pairs of Set and Clear`,
    value: second - first,
    unit: "MB",
    target: "< 1",
  });
  return rows;
}

const COMPOSITE_TARGETS: readonly (readonly [profiles: number, target: string])[] = [
  [0, "< 0.5"],
  [3, "< 1"],
  [20, "< 3"],
];

/** A day of hours that begins a little later than that of the profile below it. */
function profile(id: number, stackLevel: number, hour = 3600): ChargingProfileType {
  return {
    id,
    stackLevel,
    chargingProfilePurpose: "TxDefaultProfile",
    chargingProfileKind: "Recurring",
    recurrencyKind: "Daily",
    chargingSchedule: [{
      id: 1,
      chargingRateUnit: "A",
      startSchedule: new Date(Date.UTC(2026, 0, 1, 0, stackLevel)).toISOString(),
      duration: Math.round(DAY_SECONDS / (1 + stackLevel % 5)),
      chargingSchedulePeriod: Array.from({ length: PERIODS }, (_, index) => ({
        startPeriod: index * hour,
        limit: 6 + (index + stackLevel) % 26,
      })),
    }],
  };
}

async function install(
  { csms }: Workbench,
  evseId: number,
  chargingProfile: ChargingProfileType,
): Promise<void> {
  const { status, statusInfo } = await csms.call("SetChargingProfile", { evseId, chargingProfile });
  if (status !== "Accepted") throw new Error(`a profile was refused: ${JSON.stringify(statusInfo)}`);
}

async function compositeOfDay({ csms }: Workbench): Promise<void> {
  const { status } = await csms.call("GetCompositeSchedule", { evseId: 1, duration: DAY_SECONDS });
  if (status !== "Accepted") throw new Error("a composite schedule was refused");
}

async function roundTrips(bench: Workbench, call: () => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < WARM_UP + CALLS; round++) {
    await call();
    if (round >= WARM_UP) times.push(latestRoundTrip(bench.csms));
    await pause(PAUSE_MS);
  }
  return times;
}

/** From the CSMS's CALL: until its answer, and until the energy node of the EVSE is told. */
async function settingTimes(bench: Workbench) {
  const accepted: number[] = [];
  const atSink: number[] = [];
  const { record } = bench.everest;
  for (let round = 0; round < WARM_UP + CALLS; round++) {
    record.calls.length = 0;
    const startMs = performance.now();
    const told = record.call(({ command, moduleId }) =>
      command === "set_external_limits" && moduleId.includes("_1_")
    )
      .then(() => performance.now() - startMs);
    await install(bench, 1, profile(500, 50, 3600 - round % 60));
    const sinkMs = await told;
    if (round >= WARM_UP) {
      accepted.push(latestRoundTrip(bench.csms));
      atSink.push(sinkMs);
    }
    await pause(PAUSE_MS);
  }
  return { accepted, atSink };
}

/** In MB. Garbage comes and goes; what is kept raises the lowest point, which is right after a collection. */
async function leastMemoryDuringPairs(bench: Workbench, pid: number): Promise<number> {
  let least = Infinity;
  for (let pair = 0; pair < PAIRS; pair++) {
    await install(bench, 1, profile(600, 60));
    await bench.csms.call("ClearChargingProfile", { chargingProfileId: 600 });
    bench.everest.record.calls.length = 0;
    // What is not needed any more would only make our own process slow.
    bench.csms.log.splice(0);
    if (pair % PAIRS_PER_SAMPLE === 0) least = Math.min(least, (await memoryOf(pid)).anonymousMegabytes);
  }
  return least;
}

/** A push to every node of a large site, set off by a profile of the station. */
async function largeSite(context: BenchContext): Promise<BenchRow[]> {
  await using bench = await openBench(context, {
    broker: "mosquitto-unix",
    everest: { evses: SITE_EVSES, evse: QUIET_EVSE, parameters: { CompositeScheduleIntervalS: 0 } },
    csms: { guardMs: GUARD_MS },
  });
  await installBeforeStart(bench);
  const { pid } = await startAndBoot(bench);
  await pause(SETTLE_MS);
  const maximum: ChargingProfileType = {
    ...profile(9999, 0),
    chargingProfilePurpose: "ChargingStationMaxProfile",
  };
  const before = await cpuSecondsOf(pid);
  for (let push = 0; push < PUSHES; push++) {
    await install(bench, 0, maximum);
    await bench.everest.client.call(bench.everest.moduleId, "ocpp_generic", "get_variables", {
      requests: [],
    });
  }
  const cpuMs = (await cpuSecondsOf(pid) - before) * 1000 / PUSHES;
  return [{
    name: `limits of ${SITE_EVSES} EVSEs with ${PER_EVSE} profiles each, to all nodes: CPU`,
    value: cpuMs,
    unit: "ms",
    target: "< 100",
  }];
}

/** Set one by one by the CSMS, each profile would push its limits to every node. */
async function installBeforeStart({ files }: Workbench): Promise<void> {
  const log = silentLogger;
  const database = openDatabase(files.coreDatabase, { kind: "core", migrations: CORE_MIGRATIONS, log });
  const profiles = new ChargingProfileRepository(database);
  const writes: Promise<void>[] = [];
  for (let evseId = 1; evseId <= SITE_EVSES; evseId++) {
    for (let level = 0; level < PER_EVSE; level++) {
      const stored = profile(evseId * PER_EVSE + level, level);
      writes.push(profiles.put({ evseId, source: "CSO", profile: stored }, []));
    }
  }
  await Promise.all(writes);
  database.close();
}
