import { join } from "node:path";
import { type Overrides, writeComponentConfig } from "../component-config.ts";
import type { ParameterValue } from "../everest-manager.ts";

/** Everything one station keeps on disk, in a directory of its own. */
export interface StationFiles {
  readonly directory: string;
  /** Open transactions and the outbox. */
  readonly coreDatabase: string;
  readonly deviceModelDatabase: string;
  /** The module's parameters in EVerest's configuration. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  remove(): Promise<void>;
}

/** A fresh directory with a copy of the shipped device model, changed as `overrides` says. */
export async function createStationFiles(overrides: Overrides): Promise<StationFiles> {
  const directory = await Deno.makeTempDir({ prefix: "station-" });
  const components = join(directory, "component_config");
  const deviceModelDatabase = join(directory, "device_model.db");
  await writeComponentConfig(components, overrides);
  return {
    directory,
    coreDatabase: join(directory, "cp.db"),
    deviceModelDatabase,
    parameters: {
      MessageLogPath: join(directory, "log"),
      CoreDatabasePath: directory,
      DeviceModelDatabasePath: deviceModelDatabase,
      EverestDeviceModelDatabasePath: join(directory, "everest_device_model.db"),
      DeviceModelConfigPath: components,
    },
    remove: () => Deno.remove(directory, { recursive: true }),
  };
}

/** One network profile in slot 1, as InternalCtrlr.NetworkConnectionProfiles holds it. */
export function networkProfile(url: string, securityProfile: number, messageTimeout = 30): string {
  const connectionData = {
    messageTimeout,
    ocppCsmsUrl: url,
    ocppInterface: "Wired0",
    ocppTransport: "JSON",
    ocppVersion: "OCPP20",
    securityProfile,
  };
  return JSON.stringify([{ configurationSlot: 1, connectionData }]);
}

/** Variables of a station whose CSMS listens on this port of the machine, with TLS (security profile 2). */
export function tlsVariables(port: number): Overrides {
  return {
    "InternalCtrlr.NetworkConnectionProfiles": networkProfile(`wss://localhost:${port}/ocpp`, 2),
    "SecurityCtrlr.SecurityProfile": 2,
  };
}
