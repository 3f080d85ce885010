import { nearestWord } from "../../kernel/nearest-word.ts";
import { INTERFACES_OF_MANIFEST, MANIFEST_DEFAULTS } from "../../everest/own-manifest.ts";
import { isJsonObject } from "../../kernel/json.ts";
import { findSharedFile } from "../../storage/shared-file.ts";
import { configuredFiles } from "../module-config.ts";
import type { Finding, PartialReport } from "./finding.ts";
import { at, type Path } from "./placed-finding.ts";
import { parametersOf, type StationFiles } from "./station-files.ts";

/** Without these the module does not start. */
const NEEDED_CONNECTIONS = ["evse_manager", "system", "security", "auth"] as const;

/** What is wrong in EVerest's configuration of our module: parameters, connections, files that are one. */
export function checkConfiguration(files: StationFiles): PartialReport {
  return {
    findings: [...parameterFindings(files), ...sharedFileFindings(files), ...connectionFindings(files)],
    notChecked: [
      "modules of EVerest: whether they run, provide what is connected, and report their EVSEs",
      "values that the CSMS may set in EVerest's own user-config beside the configuration",
    ],
  };
}

function parameterFindings(files: StationFiles): readonly Finding[] {
  const { parameters, reading } = files;
  const place = (name: string) => ["config_module", name];
  const strange = Object.keys(parameters).filter((name) => !Object.hasOwn(MANIFEST_DEFAULTS, name));
  const refused = reading.kind === "refused" ? reading.problems : [];
  return [
    ...strange.map((name) => {
      const meant = nearestWord(name, Object.keys(MANIFEST_DEFAULTS));
      const instead = meant ?? "a parameter of the manifest, or nothing";
      return at(files, place(name), {
        severity: "error",
        text: `${name} is no parameter of this module: EVerest's manager refuses it`,
        instead,
      });
    }),
    ...Object.entries(parameters).filter(([, value]) => typeof value === "object").map(([name]) =>
      at(files, place(name), { severity: "error", text: `${name} must be one value`, ...defaultOf(name) })
    ),
    // The sentence begins with the name of the parameter.
    ...refused.map((text) =>
      at(files, place(text.split(":")[0] ?? ""), {
        severity: "error",
        text,
        ...defaultOf(text.split(":")[0] ?? ""),
      })
    ),
    ...(reading.kind === "config" ? reading.notes : []).filter(({ fields }) =>
      !strange.includes(String(fields["name"]))
    ).map(({ message, fields }) => {
      const newer = fields["newer"];
      return at(files, place(String(fields["name"] ?? fields["parameter"] ?? message.split(" ")[0])), {
        severity: "warning",
        text: message,
        ...(typeof newer === "string" && { instead: newer }),
      });
    }),
  ];
}

function defaultOf(name: string): Pick<Finding, "instead"> {
  const fallback = Object.entries(MANIFEST_DEFAULTS).find(([key]) => key === name)?.[1];
  return fallback === undefined ? {} : { instead: `e.g. ${JSON.stringify(fallback)}, the default` };
}

function sharedFileFindings(files: StationFiles): readonly Finding[] {
  if (files.reading.kind === "refused") return [];
  const shared = findSharedFile(configuredFiles(files.reading.config));
  if (shared === undefined) return [];
  const [one, other] = shared.parameters;
  return [at(files, ["config_module", other], {
    severity: "error",
    text: `${one} and ${other} name one file, ${shared.path}: the module does not start`,
    instead: "a file of its own for each",
  })];
}

function connectionFindings(files: StationFiles): readonly Finding[] {
  const { modules, moduleId } = files;
  const module = modules[moduleId];
  const connections = isJsonObject(module) && isJsonObject(module["connections"])
    ? module["connections"]
    : {};
  const known = Object.keys(INTERFACES_OF_MANIFEST.required);
  return [
    ...NEEDED_CONNECTIONS.filter((name) =>
      !Array.isArray(connections[name]) || connections[name].length === 0
    ).map(
      (name) =>
        at(files, ["connections"], {
          severity: "error",
          text: `nothing is connected to ${name}: the module does not start`,
          instead: `${name}: [{ module_id: …, implementation_id: … }]`,
        }),
    ),
    ...Object.keys(connections).filter((name) => !known.includes(name)).map((name) =>
      at(files, ["connections", name], {
        severity: "error",
        text: `${name} is no requirement of this module`,
        instead: nearestWord(name, known) ?? `one of ${known.join(", ")}`,
      })
    ),
    ...Object.entries(connections).flatMap(([name, list]) =>
      (Array.isArray(list) ? list : []).flatMap((entry: unknown, index) =>
        targetFindings(files, ["connections", name, index], entry)
      )
    ),
    ...evseOrderFindings(files, connections["evse_manager"]),
  ];
}

function targetFindings(files: StationFiles, path: Path, entry: unknown): readonly Finding[] {
  const target = isJsonObject(entry) ? entry["module_id"] : undefined;
  if (typeof target !== "string") {
    return [
      at(files, path, {
        severity: "error",
        text: "the connection has no module_id",
        instead: "module_id: …",
      }),
    ];
  }
  if (Object.hasOwn(files.modules, target)) return [];
  const meant = nearestWord(target, Object.keys(files.modules));
  return [at(files, [...path, "module_id"], {
    severity: "error",
    text: `there is no module ${target} in active_modules`,
    ...(meant !== undefined && { instead: meant }),
  })];
}

/** The module ends where EVSEs are not numbered 1, 2, … in the order of their connections. */
function evseOrderFindings(files: StationFiles, connected: unknown): readonly Finding[] {
  const list: readonly unknown[] = Array.isArray(connected) ? connected : [];
  return list.flatMap((entry, index) => {
    const target = isJsonObject(entry) ? String(entry["module_id"]) : "";
    const id = parametersOf(files.modules[target])["connector_id"];
    if (id === undefined || id === index + 1) return [];
    return [at(files, ["connections", "evse_manager", index], {
      severity: "error",
      text: `${target} is connected as EVSE ${index + 1}, but its connector_id is ${String(id)}`,
      instead: "EVSEs numbered 1, 2, … in the order of their connections",
    })];
  });
}
