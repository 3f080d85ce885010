import { dirname, resolve } from "../../kernel/posix-path.ts";
import { type ConfiguredStation, connectionsOf, parametersOf } from "../../check/configured-station.ts";
import { parseLocatedYaml, type TextPosition } from "../../everest/definitions-yaml.ts";
import { existsSync, textFiles } from "../../host/files.ts";
import { moduleDirectory } from "../../host/module-directory.ts";
import { isJsonObject } from "../../kernel/json.ts";
import { type ConfigReading, readModuleConfig } from "../module-config.ts";
import { readTextFile } from "./read-text-file.ts";

/** A station as EVerest's configuration describes it. */
export interface StationFiles extends ConfiguredStation {
  readonly kind: "station";
  readonly reading: ConfigReading;
  /** How many EVSEs are connected. */
  readonly evses: number;
  /** Where EVerest is installed. */
  readonly prefix: string;
}

export type StationFilesReading =
  | StationFiles
  | { readonly kind: "unreadable"; readonly reason: string; readonly position?: TextPosition };

export interface StationFilesQuestion {
  readonly configPath: string;
  /** Needed only where several modules are OCPP201. */
  readonly moduleId?: string;
  /** Default: what the configuration says, else where it lies, else /usr. */
  readonly prefix?: string;
}

const MODULE_NAME = "OCPP201";

/** Whether the value of this parameter cannot be used; the configuration then has its default. */
export function isRefused({ reading }: Pick<StationFiles, "reading">, parameter: string): boolean {
  return reading.kind === "refused" && reading.problems.some((problem) => problem.parameter === parameter);
}

/** Reads EVerest's configuration and finds our module in it. */
export async function readStationFiles(question: StationFilesQuestion): Promise<StationFilesReading> {
  const { configPath } = question;
  const reading = await readTextFile(configPath);
  if (reading.kind === "unreadable") {
    return unreadable(`${configPath}: ${reading.reason}${await configurationIn(configPath)}`);
  }
  const document = parseLocatedYaml(reading.text);
  if (document.kind === "malformed") {
    const { reason, position } = document;
    const place = position ? `${configPath}:${position.line}:${position.column}` : configPath;
    return { ...unreadable(`${place}: ${reason}`), ...(position && { position }) };
  }
  const settings = isJsonObject(document.value) ? document.value : {};
  const { active_modules: modules } = settings;
  if (!isJsonObject(modules)) return unreadable(`${configPath}: it has no active_modules`);
  const moduleId = ourModule(modules, question);
  if (moduleId.kind === "unreadable") return moduleId;
  const prefix = question.prefix ?? prefixOf(settings["settings"], configPath);
  const parameters = parametersOf(modules[moduleId.id]);
  const { evse_manager: evses } = connectionsOf({ modules, moduleId: moduleId.id });
  const shareDirectory = `${prefix}/share/everest/modules/${MODULE_NAME}`;
  return {
    kind: "station",
    configPath,
    document,
    modules,
    moduleId: moduleId.id,
    parameters,
    reading: readModuleConfig(scalars(parameters), shareDirectory, moduleDirectory(), existsSync),
    evses: Array.isArray(evses) ? evses.length : 0,
    prefix,
  };
}

/** Which file of a directory is meant, where one is; empty when the path is no directory. */
async function configurationIn(path: string): Promise<string> {
  const files = await textFiles.filesIn(path).catch(() => undefined);
  const [found] = (files ?? []).filter((file) => /\.ya?ml$/.test(file));
  return found === undefined ? "" : `; name the configuration in it, e.g. ${found}`;
}

function ourModule(
  modules: Readonly<Record<string, unknown>>,
  { configPath, moduleId }: StationFilesQuestion,
): { readonly kind: "found"; readonly id: string } | ReturnType<typeof unreadable> {
  const ours = Object.keys(modules).filter((id) => {
    const module = modules[id];
    return isJsonObject(module) && module["module"] === MODULE_NAME;
  });
  if (moduleId !== undefined && !ours.includes(moduleId)) {
    return unreadable(`${configPath}: it has no module ${moduleId} that is ${MODULE_NAME}`);
  }
  const id = moduleId ?? ours[0];
  if (id === undefined) return unreadable(`${configPath}: none of its modules is ${MODULE_NAME}`);
  if (moduleId === undefined && ours.length > 1) {
    return unreadable(
      `${configPath}: several modules are ${MODULE_NAME}; --module says which: ${ours.join(", ")}`,
    );
  }
  return { kind: "found", id };
}

function scalars(
  parameters: Readonly<Record<string, unknown>>,
): Readonly<Record<string, boolean | number | string>> {
  return Object.fromEntries(
    Object.entries(parameters).filter((entry): entry is [string, boolean | number | string] =>
      ["boolean", "number", "string"].includes(typeof entry[1])
    ),
  );
}

/** A configuration usually lies in `<prefix>/etc/everest`. */
function prefixOf(settings: unknown, configPath: string): string {
  const configured = isJsonObject(settings) ? settings["prefix"] : undefined;
  if (typeof configured === "string" && configured !== "") return configured.replace(/(?<!\/)\/+$/, "");
  const above = dirname(dirname(dirname(resolve(configPath)))).replace(/(?<!\/)\/+$/, "");
  return existsSync(`${above}/share/everest`) ? above : "/usr";
}

function unreadable(reason: string): { readonly kind: "unreadable"; readonly reason: string } {
  return { kind: "unreadable", reason };
}
