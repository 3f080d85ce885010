import { INTERFACES_OF_MANIFEST, MANIFEST_DEFAULTS } from "../everest/own-manifest.ts";
import { isJsonObject } from "../kernel/json.ts";
import type { LogFields } from "../kernel/logger.ts";
import { nearestWord } from "../kernel/nearest-word.ts";
import type { SharedFile } from "../storage/shared-file.ts";
import { type ConfiguredStation, connectionsOf, parametersOf } from "./configured-station.ts";
import type { Finding, PartialReport } from "./finding.ts";
import { at, type Path } from "./placed-finding.ts";

/** What came of reading the module's parameters. */
export interface ParameterReading {
  readonly notes: readonly { readonly message: string; readonly fields: LogFields }[];
  /** Absent: the module starts with these parameters. */
  readonly problems?: readonly { readonly parameter: string; readonly text: string }[];
}

/** Without these the module does not start. */
const NEEDED_CONNECTIONS = ["evse_manager", "system", "security", "auth"] as const;

/** What is wrong in EVerest's configuration of our module: parameters, connections, files that are one. */
export function configurationReport(
  station: ConfiguredStation,
  reading: ParameterReading,
  sharedFile: SharedFile | undefined,
): PartialReport {
  return {
    findings: [
      ...parameterFindings(station, reading),
      ...(sharedFile === undefined ? [] : [sharedFileFinding(station, sharedFile)]),
      ...connectionFindings(station),
    ],
    notChecked: [
      "modules of EVerest: whether they run, provide what is connected, and report their EVSEs",
      "values that the CSMS may set in EVerest's own user-config beside the configuration",
    ],
  };
}

function parameterFindings(station: ConfiguredStation, reading: ParameterReading): readonly Finding[] {
  const { parameters } = station;
  const place = (name: string) => ["config_module", name];
  const strange = Object.keys(parameters).filter((name) => !Object.hasOwn(MANIFEST_DEFAULTS, name));
  const { notes, problems = [] } = reading;
  return [
    ...strange.map((name) => {
      const suggestion = nearestWord(name, Object.keys(MANIFEST_DEFAULTS));
      const instead = suggestion ?? "a parameter of the manifest, or nothing";
      return at(station, place(name), {
        severity: "error",
        text: `${name} is no parameter of this module: EVerest's manager refuses it`,
        instead,
      });
    }),
    ...Object.entries(parameters).filter(([, value]) => typeof value === "object").map(([name]) =>
      at(station, place(name), { severity: "error", text: `${name} must be one value`, ...defaultOf(name) })
    ),
    ...problems.map(({ parameter, text }) =>
      at(station, place(parameter), { severity: "error", text, ...defaultOf(parameter) })
    ),
    ...notes.filter(({ fields }) => !strange.includes(String(fields["name"]))).map(({ message, fields }) => {
      const newer = fields["newer"];
      return at(station, place(String(fields["name"] ?? fields["parameter"] ?? message.split(" ")[0])), {
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

function sharedFileFinding(
  station: ConfiguredStation,
  { parameters: [one, other], path }: SharedFile,
): Finding {
  return at(station, ["config_module", other], {
    severity: "error",
    text: `${one} and ${other} name one file, ${path}: the module does not start`,
    instead: "a file of its own for each",
  });
}

function connectionFindings(station: ConfiguredStation): readonly Finding[] {
  const connections = connectionsOf(station);
  const known = Object.keys(INTERFACES_OF_MANIFEST.required);
  return [
    ...NEEDED_CONNECTIONS.filter((name) =>
      !Array.isArray(connections[name]) || connections[name].length === 0
    ).map(
      (name) =>
        at(station, ["connections"], {
          severity: "error",
          text: `nothing is connected to ${name}: the module does not start`,
          instead: `${name}: [{ module_id: …, implementation_id: … }]`,
        }),
    ),
    ...Object.keys(connections).filter((name) => !known.includes(name)).map((name) =>
      at(station, ["connections", name], {
        severity: "error",
        text: `${name} is no requirement of this module`,
        instead: nearestWord(name, known) ?? `one of ${known.join(", ")}`,
      })
    ),
    ...Object.entries(connections).flatMap(([name, list]) =>
      (Array.isArray(list) ? list : []).flatMap((entry: unknown, index) =>
        targetFindings(station, ["connections", name, index], entry)
      )
    ),
    ...evseOrderFindings(station, connections["evse_manager"]),
  ];
}

function targetFindings(station: ConfiguredStation, path: Path, entry: unknown): readonly Finding[] {
  const target = isJsonObject(entry) ? entry["module_id"] : undefined;
  if (typeof target !== "string") {
    return [
      at(station, path, {
        severity: "error",
        text: "the connection has no module_id",
        instead: "module_id: …",
      }),
    ];
  }
  if (Object.hasOwn(station.modules, target)) return [];
  const suggestion = nearestWord(target, Object.keys(station.modules));
  return [at(station, [...path, "module_id"], {
    severity: "error",
    text: `there is no module ${target} in active_modules`,
    ...(suggestion !== undefined && { instead: suggestion }),
  })];
}

/** The module ends where EVSEs are not numbered 1, 2, … in the order of their connections. */
function evseOrderFindings(station: ConfiguredStation, connected: unknown): readonly Finding[] {
  const list: readonly unknown[] = Array.isArray(connected) ? connected : [];
  return list.flatMap((entry, index) => {
    const target = isJsonObject(entry) ? String(entry["module_id"]) : "";
    const id = parametersOf(station.modules[target])["connector_id"];
    if (id === undefined || id === index + 1) return [];
    return [at(station, ["connections", "evse_manager", index], {
      severity: "error",
      text: `${target} is connected as EVSE ${index + 1}, but its connector_id is ${String(id)}`,
      instead: "EVSEs numbered 1, 2, … in the order of their connections",
    })];
  });
}
