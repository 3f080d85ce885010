import type { ConnectedModule } from "../everest/bus-module.ts";
import type { LaunchOptions } from "../everest/launch-arguments.ts";
import { existsSync } from "../host/files.ts";
import { findSharedFile } from "../storage/shared-file.ts";
import { configuredFiles, type ModuleConfig, readModuleConfig } from "./module-config.ts";
import type { Platform } from "./platform.ts";

export type Configuration =
  | {
    readonly kind: "read";
    readonly config: ModuleConfig;
    /** Where EVerest's shared files lie. */
    readonly dataDirectory: string;
  }
  | { readonly kind: "refused"; readonly reason: string };

/** The configuration that the manager sent, with the paths of this machine. Notes on it go to the log. */
export function readConfiguration(
  { prefix }: LaunchOptions,
  { settings, moduleName, parameters }: ConnectedModule,
  { moduleDirectory, log }: Platform,
): Configuration {
  // The manager says where it is, unless only this process was restarted, or the manager runs on another machine.
  const { dataDir } = settings;
  const dataDirectory = dataDir && existsSync(dataDir) ? dataDir : `${prefix ?? "/usr"}/share/everest`;
  const share = `${dataDirectory}/modules/${moduleName}`;
  const reading = readModuleConfig(parameters, share, moduleDirectory, existsSync);
  if (reading.kind === "refused") return refused(reading.problems.map(({ text }) => text).join("; "));
  const shared = findSharedFile(configuredFiles(reading.config));
  if (shared !== undefined) {
    const { parameters: [one, other], path } = shared;
    return refused(`${one} and ${other} name one file, ${path}`);
  }
  for (const note of reading.notes) log.warning(note.message, note.fields);
  return { kind: "read", config: reading.config, dataDirectory };
}

function refused(problem: string): Configuration {
  return { kind: "refused", reason: `configuration refused: ${problem}` };
}
