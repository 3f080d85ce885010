import type { ConnectedModule } from "../../everest/bus-module.ts";
import { gateByDefinitions } from "../../everest/definitions-gate.ts";
import { installedDefinitions } from "../../everest/definitions-installed.ts";
import { INTERFACES_OF_MANIFEST } from "../../everest/own-manifest.ts";
import type { Logger } from "../../kernel/logger.ts";

/** The module, which sends only what the interface files of the installed EVerest define. Never rejects. */
export function limitToInstalledDefinitions(
  module: ConnectedModule,
  dataDirectory: string,
  log: Logger,
): ConnectedModule {
  const { required, provided } = INTERFACES_OF_MANIFEST;
  const names = [...new Set([...Object.values(required), ...Object.values(provided)])];
  const definitions = installedDefinitions((path) => readText(`${dataDirectory}/${path}`));
  const missing = names.filter((name) => definitions.interface(name) === undefined);
  const fields = { directory: dataDirectory, missing: missing.join(", ") };
  if (missing.length === names.length) {
    log.notice(
      "EVerest's interface definitions are not found: what every release knows is sent",
      fields,
    );
  } else if (missing.length > 0) {
    log.warning("some of EVerest's interface definitions cannot be read", fields);
  }
  return gateByDefinitions(module, definitions, INTERFACES_OF_MANIFEST, log);
}

function readText(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    // Not installed here, or not for us to read: then nothing is known of it.
    return undefined;
  }
}
