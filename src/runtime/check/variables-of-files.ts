import type { VariablesAnswer } from "../../inspection/variables.ts";
import { unreadablePathText } from "../../host/files.ts";
import { silentLogger } from "../../kernel/silent-logger.ts";
import { examineDatabase } from "../../storage/examine-database.ts";
import { readComponentFiles } from "../../storage/variable-files.ts";
import { DEVICE_MODEL_MIGRATIONS } from "../../storage/variable-migrations.ts";
import { readStoredValues } from "../../storage/variable-repository.ts";
import { availableAnyway } from "../../station/available-controllers.ts";
import { withDeliverableMeasurands } from "../../station/metering/measurands.ts";
import { withAcceptedOptions } from "../../station/offered-options.ts";
import { createDeviceModel, type StationDeviceModel } from "../../variables/create-device-model.ts";
import type { ComponentDefinition } from "../../variables/definition.ts";
import { onlyHonoured } from "../../variables/honoured-variables.ts";
import { loadComponents } from "../../variables/load-components.ts";
import { withNetworkSlots } from "../../variables/network-slot-components.ts";
import { restoreValues, type StaleValue } from "../../variables/restore-values.ts";
import { VariableIndex } from "../../variables/variable-index.ts";
import type { StoredValue } from "../../variables/variable-store.ts";
import { describeVariables } from "../inspection/variables-inspector.ts";
import type { ModuleConfig } from "../module-config.ts";
import type { StationFiles } from "./station-files.ts";
import { unknownDatabaseText } from "./unknown-database.ts";

/** The device model that the files and the database give, without what only EVerest knows. */
export interface OfflineDeviceModel {
  readonly deviceModel: StationDeviceModel;
  readonly files: readonly ComponentDefinition[];
  readonly stored: readonly StoredValue[];
  /** Why nobody knows what was set, if so; then the values are those of the files. */
  readonly unknown?: string;
  /** What the files let the CSMS set, and nothing in this program reads. */
  readonly withoutReader: readonly string[];
  /** Components that the files switch off, and that no station can be without. */
  readonly availableAnyway: readonly string[];
  /** What was set once and does not fit the files any more. */
  readonly stale: readonly StaleValue[];
  /** Entries of the older list of network profiles that cannot be used. */
  readonly listProblems: readonly string[];
}

/** The answer to `variables` from files, or why there is none. */
export async function variablesOfFiles(
  { reading }: Pick<StationFiles, "reading">,
  nowMs: number,
): Promise<VariablesAnswer | string> {
  if (reading.kind === "refused") return reading.problems.map(({ text }) => text).join("; ");
  const { deviceModelConfigPath } = reading.config;
  const components = await readComponentFiles(deviceModelConfigPath);
  if (components.kind === "unreadable") return unreadablePathText(components.path, components.cause);
  const files = loadComponents(components.files).components;
  const { deviceModel, stored, unknown } = offlineDeviceModel(reading.config, files, nowMs);
  if (unknown !== undefined) return unknown;
  return describeVariables(deviceModel.components(), { files, stored, nowMs });
}

/** Reads the database of set values and changes nothing. */
export function offlineDeviceModel(
  { deviceModelDatabasePath }: Pick<ModuleConfig, "deviceModelDatabasePath">,
  files: readonly ComponentDefinition[],
  nowMs: number,
): OfflineDeviceModel {
  const options = { kind: "device model", migrations: DEVICE_MODEL_MIGRATIONS } as const;
  const database = examineDatabase(deviceModelDatabasePath, options, readStoredValues);
  const stored = database.kind === "ours" ? database.content : [];
  const unknown = unknownDatabaseText(deviceModelDatabasePath, database);
  const { components: narrowed } = withDeliverableMeasurands(files);
  const honoured = onlyHonoured(withAcceptedOptions(narrowed).components);
  const { components, imported, obsolete, problems } = withNetworkSlots(honoured.components, stored);
  const values = [...stored.filter((value) => !obsolete.includes(value)), ...imported];
  const stale = restoreValues(new VariableIndex(components), values);
  const deviceModel = createDeviceModel({
    components,
    configurationComplete: false,
    store: {
      all: () => values,
      save: () => Promise.reject(new Error("the files are only read")),
      remove: () => Promise.resolve(),
    },
    clock: { wallMs: () => nowMs },
    log: silentLogger,
  });
  const withoutReader = [...honoured.madeReadOnly, ...honoured.leftOut];
  return {
    ...{ deviceModel, files, stored, withoutReader, stale, listProblems: problems },
    availableAnyway: availableAnyway(deviceModel),
    ...(unknown !== undefined && { unknown }),
  };
}
