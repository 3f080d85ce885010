import { transactionId } from "../../../../src/kernel/ids.ts";
import type { MonitoringBaseEnumType, SetMonitoringDataType } from "../../../../src/ocpp/messages.ts";
import { createEventReporter } from "../../../../src/station/events/event-reporter.ts";
import { createMonitoringBlock } from "../../../../src/station/monitoring/monitoring-block.ts";
import type { MonitoredTransactionEvent } from "../../../../src/station/monitoring/transaction-links.ts";
import { CORE_MIGRATIONS } from "../../../../src/storage/core-migrations.ts";
import { CounterRepository } from "../../../../src/storage/counter-repository.ts";
import { EventRepository } from "../../../../src/storage/event-repository.ts";
import { MonitorRepository } from "../../../../src/storage/monitor-repository.ts";
import { openDatabase } from "../../../../src/storage/open-database.ts";
import { createDeviceModel } from "../../../../src/variables/create-device-model.ts";
import type { ComponentDefinition, MonitorDefinition } from "../../../../src/variables/definition.ts";
import { variableKey } from "../../../../src/variables/device-model.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { component, FakeStore, variable } from "../../variables/fixture.ts";
import { FakeCsms } from "../fake-csms.ts";

export const STATE = {
  component: { name: "EVSE", evse: { id: 1 } },
  variable: { name: "AvailabilityState" },
} as const;
export const POWER = { component: { name: "EVSE", evse: { id: 1 } }, variable: { name: "Power" } } as const;
export const UPPER: SetMonitoringDataType = { ...POWER, type: "UpperThreshold", value: 100, severity: 3 };
export const DELTA: SetMonitoringDataType = { ...STATE, type: "Delta", value: 1, severity: 5 };

export interface MonitoringSetting {
  /** Directory of the database; what one bench leaves behind, the next finds. */
  readonly directory: string;
  readonly variables?: Readonly<Record<string, string>>;
  /** Monitors of the files on EVSE 1's AvailabilityState and Power. */
  readonly files?: {
    readonly state?: readonly MonitorDefinition[];
    readonly power?: readonly MonitorDefinition[];
  };
  /** Leaves EVSE.Power out of the device model. */
  readonly withoutPower?: true;
  readonly power?: string;
  /** Sizes that the device model announces; default: none. */
  readonly limits?: Partial<Record<keyof typeof LIMIT_VARIABLES, string>>;
}

/** Component, variable and instance of each announced size. */
const LIMIT_VARIABLES = {
  setItems: ["MonitoringCtrlr", "ItemsPerMessage", "SetVariableMonitoring"],
  setBytes: ["MonitoringCtrlr", "BytesPerMessage", "SetVariableMonitoring"],
  clearItems: ["MonitoringCtrlr", "ItemsPerMessage", "ClearVariableMonitoring"],
  clearBytes: ["MonitoringCtrlr", "BytesPerMessage", "ClearVariableMonitoring"],
  reportItems: ["DeviceDataCtrlr", "ItemsPerMessage", "GetReport"],
  messageBytes: ["InternalCtrlr", "MaxMessageSize", undefined],
} as const;

/** The block on a real database and a real device model. Close it with `close`. */
export async function monitoringBench(setting: MonitoringSetting) {
  const { directory, files = {}, variables = {} } = setting;
  const clock = new FakeClock();
  const csms = new FakeCsms();
  const log = new RecordingLogger();
  const db = openDatabase(`${directory}/cp.db`, { kind: "core", migrations: CORE_MIGRATIONS, log });
  const counters = new CounterRepository(db);
  const eventStore = new EventRepository(db, counters);
  const store = new MonitorRepository({ db, counters, events: eventStore });
  const deviceModel = createDeviceModel({
    components: [controller(variables), evse(setting, files), ...sizes(setting.limits ?? {})],
    configurationComplete: true,
    store: new FakeStore(),
    clock,
    log,
  });
  csms.always("NotifyEvent", {});
  csms.always("NotifyMonitoringReport", {});
  const events = createEventReporter({
    ...{ csms, clock, log, store: eventStore },
    queuingSeverity: () => Number(variables["OfflineQueuingSeverity"] ?? 9),
    maxMessageBytes: () => 32_000,
  });
  const open = new Map<number, string>();
  const registration = { isAccepted: true };
  const listeners: ((event: MonitoredTransactionEvent) => void)[] = [];
  const block = createMonitoringBlock({
    ...{ csms, deviceModel, clock, log, store, events },
    transactions: {
      active: () => [...open].map(([evseId, id]) => ({ evseId, transactionId: transactionId(id) })),
      onEvent: (listener) => void listeners.push(listener),
    },
    isAccepted: () => registration.isAccepted,
  });
  await block.start();
  return {
    ...{ block, clock, csms, db, deviceModel, events, log, registration, store },
    set: (key: typeof STATE | typeof POWER, value: string) => deviceModel.setActual(key, value),
    async setMonitors(...setMonitoringData: SetMonitoringDataType[]) {
      const reply = await block.handlers.SetVariableMonitoring!({ setMonitoringData });
      if (reply.kind === "error") throw new Error(reply.description);
      return reply.response.setMonitoringResult;
    },
    async clear(...id: number[]) {
      const reply = await block.handlers.ClearVariableMonitoring!({ id });
      if (reply.kind === "error") throw new Error(reply.description);
      return reply.response.clearMonitoringResult.map(({ status }) => status);
    },
    async setBase(monitoringBase: MonitoringBaseEnumType) {
      const reply = await block.handlers.SetMonitoringBase!({ monitoringBase });
      if (reply.kind === "error") throw new Error(reply.description);
      return reply.response.status;
    },
    /** `id type value severity` of every monitor in force. */
    async monitors() {
      const before = csms.requests("NotifyMonitoringReport").length;
      const reply = await block.handlers.GetMonitoringReport!({ requestId: 1 });
      if (reply.kind === "error") throw new Error(reply.description);
      reply.afterSent?.();
      await settled();
      return csms.requests("NotifyMonitoringReport").slice(before)
        .flatMap(({ monitor = [] }) => monitor).flatMap(({ variableMonitoring }) => variableMonitoring)
        .map(({ id, type, value, severity }) => `${id} ${type} ${value} ${severity}`);
    },
    transaction(evseId: number, id: string | undefined) {
      const transactionId = id ?? open.get(evseId) ?? "";
      if (id === undefined) open.delete(evseId);
      else open.set(evseId, id);
      const eventType = id === undefined ? "Ended" : "Started";
      for (const listener of listeners) {
        listener({ evseId, request: { eventType, transactionInfo: { transactionId } } });
      }
    },
    /** `trigger value`, with `cleared`, of every event that the CSMS got. */
    async told() {
      await settled();
      return csms.requests("NotifyEvent").flatMap(({ eventData }) => eventData)
        .map(({ trigger, actualValue, cleared }) => `${trigger} ${actualValue}${cleared ? " cleared" : ""}`);
    },
    close() {
      block.stop();
      db.close();
    },
  };
}

/** Commits and answers have gone through. */
export async function settled(): Promise<void> {
  for (let round = 0; round < 6; round++) await new Promise((resolve) => setImmediate(resolve));
}

/** Runs a test with a directory of its own. */
export async function withDirectory(test: (directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "monitoring-" });
  try {
    await test(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

function controller(values: Readonly<Record<string, string>>): ComponentDefinition {
  const of = (name: string, dataType: "boolean" | "integer", initial: string) =>
    variable(name, { dataType }, [{ initial: values[name] ?? initial }]);
  return component(variableKey("MonitoringCtrlr", "Enabled").component, [
    of("Enabled", "boolean", "true"),
    of("ActiveMonitoringLevel", "integer", "9"),
    of("OfflineQueuingSeverity", "integer", "9"),
    variable("ActiveMonitoringBase", {
      dataType: "OptionList",
      valuesList: "All,FactoryDefault,HardWiredOnly",
    }, [{ initial: "All" }]),
  ]);
}

function evse(
  { withoutPower, power }: MonitoringSetting,
  files: NonNullable<MonitoringSetting["files"]>,
): ComponentDefinition {
  const states = "Available,Occupied,Reserved,Unavailable,Faulted";
  return component(STATE.component, [
    {
      ...variable("AvailabilityState", { dataType: "OptionList", valuesList: states }, [{
        initial: "Available",
      }]),
      ...(files.state && { monitors: files.state }),
    },
    ...(withoutPower ? [] : [{
      ...variable("Power", { dataType: "decimal", maxLimit: 22_000 }, [
        power === undefined ? {} : { initial: power },
      ]),
      ...(files.power && { monitors: files.power }),
    }]),
  ]);
}

function sizes(limits: NonNullable<MonitoringSetting["limits"]>): readonly ComponentDefinition[] {
  return Object.entries(limits).map(([limit, initial]) => {
    const [owner, name, instance] = LIMIT_VARIABLES[limit as keyof typeof LIMIT_VARIABLES];
    const identity = instance === undefined ? { name } : { name, instance };
    return component(owner, [variable(identity, { dataType: "integer" }, [{ initial }])]);
  });
}
