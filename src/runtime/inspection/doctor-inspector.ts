import { join } from "../../kernel/posix-path.ts";
import type { ClockFacts } from "../../inspection/clock-facts.ts";
import type { DiskFacts, DoctorAnswer } from "../../inspection/doctor.ts";
import { variableKey } from "../../variables/device-model.ts";
import type { Station } from "../composition.ts";
import { coreDatabaseFile } from "../module-config.ts";
import type { StationSetup } from "../station-setup.ts";

const TIME_SOURCE = variableKey("ClockCtrlr", "TimeSource");

/** What of the station's surroundings is worth a look. */
export async function inspectSurroundings(station: Station, setup: StationSetup): Promise<DoctorAnswer> {
  const { config, storage, bus, facts } = setup;
  return {
    clock: clockFacts(station, setup),
    disk: {
      directory: config.coreDatabasePath,
      storage: storage.health(),
      inMemory: storage.outbox.inMemory(),
      files: await files(setup),
    },
    bus: { moduleId: bus.module.moduleId, release: bus.module.dialect, evses: facts.layout.length },
  };
}

/** The clocks of station and CSMS. */
export function clockFacts(
  { deviceModel, provisioning }: Pick<Station, "deviceModel" | "provisioning">,
  { platform }: Pick<StationSetup, "platform">,
): ClockFacts {
  const csmsTime = provisioning.csmsTime();
  return {
    nowMs: platform.clock.wallMs(),
    timeSource: deviceModel.text(TIME_SOURCE) ?? "unknown",
    ...(csmsTime !== undefined && { csmsTime }),
  };
}

async function files({ config, platform: { logDisk } }: StationSetup): Promise<DiskFacts["files"]> {
  const names = await logDisk.names(config.messageLogPath).catch(() => []);
  const paths = [coreDatabaseFile(config), config.deviceModelDatabasePath];
  const sized = (path: string) => logDisk.size(path).catch(() => 0);
  const databases = await Promise.all(paths.map(async (path) => ({ path, bytes: await sized(path) })));
  const logs = await Promise.all(names.map((name) => sized(join(config.messageLogPath, name))));
  const bytes = logs.reduce((sum, size) => sum + size, 0);
  return [...databases, { path: config.messageLogPath, bytes }];
}
