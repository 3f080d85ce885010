import { isAbsolute, join } from "../kernel/posix-path.ts";
import { MANIFEST_DEFAULTS } from "../everest/own-manifest.ts";
import { isRefusedPath } from "../host/refused-paths.ts";
import { REFUSED_PATH_REASON } from "../kernel/refused-path-reason.ts";
import type { LogText } from "../kernel/log-events.ts";
import type { LogFields } from "../kernel/logger.ts";
import type { ConfiguredFile } from "../storage/shared-file.ts";

/** The module's configuration parameters with the manifest's meaning (config/manifest.yaml), paths resolved. */
export interface ModuleConfig {
  readonly messageLogPath: string;
  /** Directory that holds the core database. */
  readonly coreDatabasePath: string;
  readonly deviceModelDatabasePath: string;
  readonly everestDeviceModelDatabasePath: string;
  readonly deviceModelConfigPath: string;
  readonly externalWebsocketControl: boolean;
  readonly messageQueueResumeDelayMs: number;
  readonly compositeScheduleIntervalMs: number;
  readonly compositeScheduleDurationSeconds: number;
  readonly compositeScheduleUnit: "A" | "W";
  readonly delayOcppStartMs: number;
  readonly resetStopDelayMs: number;
  /** How errors of EVerest are reported to the CSMS: the file that comes with the module. */
  readonly errorMapPath: string;
  /** The station maker's entries over it; empty for none. The path is used as it is written. */
  readonly customErrorMapPath: string;
}

export type ConfigReading =
  | { kind: "config"; config: ModuleConfig; notes: readonly ConfigNote[] }
  | {
    kind: "refused";
    problems: readonly ParameterProblem[];
    /** With the default in the place of what is refused; for those who look at the rest. */
    config: ModuleConfig;
    notes: readonly ConfigNote[];
  };

/** A parameter with a value that cannot be used. */
export interface ParameterProblem {
  readonly parameter: string;
  /** A sentence that begins with the name of the parameter. */
  readonly text: string;
}

/** Something the operator should know although we start. */
export interface ConfigNote {
  readonly message: LogText;
  readonly fields: LogFields;
}

type Value = boolean | number | string;

interface Parameter<T extends Value> {
  readonly name: string;
  readonly fallback: T;
  /** Why the value is refused; undefined when it is valid. */
  readonly reject?: (value: T) => string | undefined;
}

const notNegative = (value: number) => value < 0 ? "must not be negative" : undefined;
const notEmpty = (value: string) => value === "" ? "must not be empty" : undefined;
const seconds = (value: number) =>
  notNegative(value) ?? (value > 2_147_483 ? "is longer than 24 days" : undefined);

const olderName = (value: number) =>
  value < -1 ? "must not be negative, except -1 for unset" : seconds(Math.max(value, 0));

type Key = keyof typeof MANIFEST_DEFAULTS;

const parameter = <K extends Key>(
  name: K,
  reject?: (value: (typeof MANIFEST_DEFAULTS)[K]) => string | undefined,
): Parameter<(typeof MANIFEST_DEFAULTS)[K]> => ({
  name,
  fallback: MANIFEST_DEFAULTS[name],
  ...(reject ? { reject } : {}),
});

const PARAMETERS = {
  messageLogPath: parameter("MessageLogPath", notEmpty),
  coreDatabasePath: parameter("CoreDatabasePath", notEmpty),
  deviceModelDatabasePath: parameter("DeviceModelDatabasePath", notEmpty),
  everestDeviceModelDatabasePath: parameter("EverestDeviceModelDatabasePath", notEmpty),
  deviceModelDatabaseMigrationPath: parameter("DeviceModelDatabaseMigrationPath", notEmpty),
  deviceModelConfigPath: parameter("DeviceModelConfigPath", notEmpty),
  enableExternalWebsocketControl: parameter("EnableExternalWebsocketControl"),
  messageQueueResumeDelay: parameter("MessageQueueResumeDelay", seconds),
  compositeScheduleIntervalS: parameter("CompositeScheduleIntervalS", seconds),
  requestCompositeScheduleDurationS: parameter(
    "RequestCompositeScheduleDurationS",
    (value) => value < 1 ? "must be at least 1" : undefined,
  ),
  requestCompositeScheduleUnit: parameter(
    "RequestCompositeScheduleUnit",
    (value) => value === "A" || value === "W" ? undefined : "must be A or W",
  ),
  delayOcppStart: parameter("DelayOcppStart", notNegative),
  resetStopDelay: parameter("ResetStopDelay", seconds),
  customErrorMapPath: parameter("CustomMrecErrorMapPath"),
  // Older names; -1 stands for unset.
  publishChargingScheduleIntervalS: parameter("PublishChargingScheduleIntervalS", olderName),
  publishChargingScheduleDurationS: parameter("PublishChargingScheduleDurationS", olderName),
} as const;

const ERROR_MAP = "error-map.json";
/** What becomes `component_config` in a built module. */
const SOURCE_OF_MODEL = "device-model";

const OLDER_NAMES = [
  [PARAMETERS.compositeScheduleIntervalS, PARAMETERS.publishChargingScheduleIntervalS],
  [PARAMETERS.requestCompositeScheduleDurationS, PARAMETERS.publishChargingScheduleDurationS],
] as const;

/** Whole-number seconds and milliseconds; a manager may send 30.0 for 30. */
function describe(value: Value): string {
  return typeof value === "string" ? `"${value}"` : String(value);
}

class Reader {
  readonly problems: ParameterProblem[] = [];

  constructor(readonly values: Readonly<Record<string, Value>>) {}

  read<T extends Value>(parameter: Parameter<T>): T {
    const value = this.values[parameter.name];
    if (value === undefined) return parameter.fallback;
    const reason = typeof value !== typeof parameter.fallback
      ? `must be a ${typeof parameter.fallback}`
      : typeof value === "number" && !Number.isInteger(value)
      ? "must be a whole number"
      : parameter.reject?.(value as T);
    if (reason === undefined) return value as T;
    this.#refuse(parameter.name, `${describe(value)} ${reason} (default ${describe(parameter.fallback)})`);
    return parameter.fallback;
  }

  /** A path, as `resolve` completes it. */
  readPath(parameter: Parameter<string>, resolve = (path: string) => path): string {
    const path = resolve(this.read(parameter));
    if (!isRefusedPath(path)) return path;
    this.#refuse(parameter.name, `${describe(path)}: ${REFUSED_PATH_REASON}`);
    return resolve(parameter.fallback);
  }

  /** A parameter that also has an older name: that one counts when it is set and the other has its default. */
  readEither(parameter: Parameter<number>, older: Parameter<number>): number {
    const value = this.read(parameter);
    const olderValue = this.read(older);
    if (value !== parameter.fallback || olderValue < 0) return value;
    const reason = parameter.reject?.(olderValue);
    if (reason === undefined) return olderValue;
    this.#refuse(older.name, `${olderValue} ${reason} (default ${parameter.fallback})`);
    return value;
  }

  #refuse(parameter: string, why: string): void {
    this.problems.push({ parameter, text: `${parameter}: ${why}` });
  }
}

/**
 * Reads the `!module` parameters that the manager sent. Unknown names are tolerated (a newer manifest may know
 * more) and noted; a wrong value is refused with name, value, reason and default.
 * @param shareDirectory where relative device-model paths are looked up first, as the C++ module does
 * @param exists tells whether a path exists
 * @param moduleDirectory the directory of our executable, where the device model lies when it is not in share
 */
export function readModuleConfig(
  values: Readonly<Record<string, Value>>,
  shareDirectory: string,
  moduleDirectory: string,
  exists: (path: string) => boolean,
): ConfigReading {
  const reader = new Reader(values);
  const inShare = (path: string) => isAbsolute(path) ? path : join(shareDirectory, path);
  const { fallback: defaultModel } = PARAMETERS.deviceModelConfigPath;
  const inShareOrOwn = (path: string) => {
    const own = path === defaultModel ? [path, SOURCE_OF_MODEL] : [path];
    return [inShare(path), ...own.map((each) => join(moduleDirectory, each))].find(exists) ?? inShare(path);
  };
  const errorMapPath = join(moduleDirectory, ERROR_MAP);
  // Run from its sources, the program lies beside `config`.
  const errorMaps = [
    join(shareDirectory, ERROR_MAP),
    errorMapPath,
    join(moduleDirectory, "config", ERROR_MAP),
  ];
  reader.read(PARAMETERS.deviceModelDatabaseMigrationPath);
  const config: ModuleConfig = {
    messageLogPath: reader.readPath(PARAMETERS.messageLogPath),
    coreDatabasePath: reader.readPath(PARAMETERS.coreDatabasePath),
    deviceModelDatabasePath: reader.readPath(PARAMETERS.deviceModelDatabasePath, inShare),
    everestDeviceModelDatabasePath: reader.readPath(PARAMETERS.everestDeviceModelDatabasePath, inShare),
    deviceModelConfigPath: reader.readPath(PARAMETERS.deviceModelConfigPath, inShareOrOwn),
    externalWebsocketControl: reader.read(PARAMETERS.enableExternalWebsocketControl),
    messageQueueResumeDelayMs: reader.read(PARAMETERS.messageQueueResumeDelay) * 1000,
    compositeScheduleIntervalMs: reader.readEither(
      PARAMETERS.compositeScheduleIntervalS,
      PARAMETERS.publishChargingScheduleIntervalS,
    ) * 1000,
    compositeScheduleDurationSeconds: reader.readEither(
      PARAMETERS.requestCompositeScheduleDurationS,
      PARAMETERS.publishChargingScheduleDurationS,
    ),
    compositeScheduleUnit: reader.read(PARAMETERS.requestCompositeScheduleUnit) === "W" ? "W" : "A",
    delayOcppStartMs: reader.read(PARAMETERS.delayOcppStart),
    resetStopDelayMs: reader.read(PARAMETERS.resetStopDelay) * 1000,
    errorMapPath: errorMaps.find(exists) ?? errorMapPath,
    customErrorMapPath: reader.readPath(PARAMETERS.customErrorMapPath),
  };
  const notes = notesOn(values, config);
  return reader.problems.length === 0
    ? { kind: "config", config, notes }
    : { kind: "refused", problems: reader.problems, config, notes };
}

/** The files that the program opens by configuration; no two of them may be one. */
export function configuredFiles(config: ModuleConfig): readonly ConfiguredFile[] {
  return [
    { parameter: PARAMETERS.coreDatabasePath.name, path: coreDatabaseFile(config) },
    { parameter: PARAMETERS.deviceModelDatabasePath.name, path: config.deviceModelDatabasePath },
    {
      parameter: PARAMETERS.everestDeviceModelDatabasePath.name,
      path: config.everestDeviceModelDatabasePath,
    },
    ...config.customErrorMapPath === ""
      ? []
      : [{ parameter: PARAMETERS.customErrorMapPath.name, path: config.customErrorMapPath }],
  ];
}

/** The core database in its directory. */
export function coreDatabaseFile({ coreDatabasePath }: Pick<ModuleConfig, "coreDatabasePath">): string {
  return join(coreDatabasePath, "cp.db");
}

function notesOn(values: Readonly<Record<string, Value>>, config: ModuleConfig): ConfigNote[] {
  const known = new Set<string>(Object.values(PARAMETERS).map((parameter) => parameter.name));
  const notes: ConfigNote[] = Object.keys(values).filter((name) => !known.has(name)).map((name) => ({
    message: "a configuration parameter has no effect: this version does not know it",
    fields: { name },
  }));
  const { name: migrationPath, fallback } = PARAMETERS.deviceModelDatabaseMigrationPath;
  if ((values[migrationPath] ?? fallback) !== fallback) {
    notes.push({
      message: "DeviceModelDatabaseMigrationPath has no effect: migrations are part of the executable",
      fields: {},
    });
  }
  notes.push(...OLDER_NAMES.flatMap(([parameter, older]) => setTwice(values, parameter, older)));
  for (const [parameter, older] of OLDER_NAMES) {
    if ((values[older.name] ?? older.fallback) === older.fallback) continue;
    notes.push({
      message: "a configuration parameter is deprecated; use its newer name",
      fields: { name: older.name, newer: parameter.name },
    });
  }
  if (config.compositeScheduleDurationSeconds * 1000 <= config.compositeScheduleIntervalMs) {
    notes.push({
      message:
        "RequestCompositeScheduleDurationS should exceed CompositeScheduleIntervalS, or limits have gaps",
      fields: {
        durationSeconds: config.compositeScheduleDurationSeconds,
        intervalSeconds: config.compositeScheduleIntervalMs / 1000,
      },
    });
  }
  return notes;
}

function setTwice(
  values: Readonly<Record<string, Value>>,
  parameter: Parameter<number>,
  older: Parameter<number>,
): ConfigNote[] {
  const value = values[parameter.name] ?? parameter.fallback;
  const olderValue = values[older.name] ?? older.fallback;
  if (value === parameter.fallback || olderValue === older.fallback) return [];
  return [{
    message: "the older name of a configuration parameter has no effect where the parameter itself is set",
    fields: { name: older.name, parameter: parameter.name, value },
  }];
}
