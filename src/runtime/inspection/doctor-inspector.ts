import { join } from "../../kernel/posix-path.ts";
import type { DoctorAnswer } from "../../inspection/doctor.ts";
import { dateTimeMs } from "../../kernel/date-time.ts";
import { variableKey } from "../../variables/device-model.ts";
import type { Station } from "../composition.ts";
import { coreDatabaseFile } from "../module-config.ts";
import type { StationSetup } from "../station-setup.ts";

const TIME_SOURCE = variableKey("ClockCtrlr", "TimeSource");

/** What of the station's surroundings is worth a look. Hears of the time of the CSMS from now on. */
export function createDoctorInspector(station: Station, setup: StationSetup): () => Promise<DoctorAnswer> {
  const { config, platform, storage, bus, facts } = setup;
  const { clock, logDisk } = platform;
  let sample: { readonly csmsMs: number; readonly monotonicMs: number } | undefined;
  station.provisioning.onResponse(({ currentTime }) => {
    const csmsMs = dateTimeMs(currentTime);
    if (!Number.isNaN(csmsMs)) sample = { csmsMs, monotonicMs: clock.monotonicMs() };
  });

  async function files(): Promise<{ path: string; bytes: number }[]> {
    const names = await logDisk.names(config.messageLogPath).catch(() => []);
    const paths = [coreDatabaseFile(config), config.deviceModelDatabasePath];
    const sized = (path: string) => logDisk.size(path).catch(() => 0);
    const databases = await Promise.all(paths.map(async (path) => ({ path, bytes: await sized(path) })));
    const logs = await Promise.all(names.map((name) => sized(join(config.messageLogPath, name))));
    return [...databases, {
      path: config.messageLogPath,
      bytes: logs.reduce((sum, bytes) => sum + bytes, 0),
    }];
  }

  return async () => ({
    clock: {
      nowMs: clock.wallMs(),
      timeSource: station.deviceModel.text(TIME_SOURCE) ?? "unknown",
      ...(sample && { csmsMs: Math.round(sample.csmsMs + clock.monotonicMs() - sample.monotonicMs) }),
    },
    disk: {
      directory: config.coreDatabasePath,
      storage: storage.health(),
      inMemory: storage.outbox.inMemory(),
      files: await files(),
    },
    bus: { moduleId: bus.module.moduleId, release: bus.module.dialect, evses: facts.layout.length },
  });
}
