import type { ConnectedModule } from "../../everest/bus-module.ts";
import { gateByDefinitions, type InterfacesOfManifest } from "../../everest/definitions-gate.ts";
import { readInstalledDefinitions } from "../../everest/definitions-installed.ts";
import type { Logger } from "../../kernel/logger.ts";

/** As config/manifest.yaml has them. */
const MANIFEST: InterfacesOfManifest = {
  provided: {
    auth_validator: "auth_token_validator",
    auth_provider: "auth_token_provider",
    data_transfer: "ocpp_data_transfer",
    ocpp_generic: "ocpp",
    session_cost: "session_cost",
  },
  required: {
    evse_manager: "evse_manager",
    system: "system",
    security: "evse_security",
    data_transfer: "ocpp_data_transfer",
    auth: "auth",
    evse_energy_sink: "external_energy_limits",
    connector_zero_sink: "external_energy_limits",
    display_message: "display_message",
    reservation: "reservation",
    extensions_15118: "iso15118_extensions",
  },
};

/** Holds what we send to the interfaces and types below EVerest's data directory. Never rejects. */
export async function heldToInstalled(
  module: ConnectedModule,
  dataDirectory: string,
  log: Logger,
): Promise<ConnectedModule> {
  const names = [...new Set([...Object.values(MANIFEST.required), ...Object.values(MANIFEST.provided)])];
  const definitions = await readInstalledDefinitions(names, (path) => readText(`${dataDirectory}/${path}`));
  const missing = names.filter((name) => definitions.interface(name) === undefined);
  const fields = { directory: dataDirectory, missing: missing.join(", ") };
  if (missing.length === names.length) {
    log.notice(
      "EVerest's interface definitions are not to be had; going by what every release knows",
      fields,
    );
  } else if (missing.length > 0) {
    log.warning("some of EVerest's interface definitions cannot be read", fields);
  }
  return gateByDefinitions(module, definitions, MANIFEST, log);
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch {
    // Not installed here, or not for us to read: then nothing is known of it.
    return undefined;
  }
}
