import type { MonitorId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import { createSerialQueue } from "../../kernel/serial-queue.ts";
import type {
  ClearMonitoringResultType,
  MonitoringBaseEnumType,
  SetMonitoringDataType,
  SetMonitoringResultType,
} from "../../ocpp/messages.ts";
import { statusInfo } from "../../ocpp/reason-codes.ts";
import type { VariableKey } from "../../variables/device-model.ts";
import { unsupportedType } from "../../variables/monitor-rules.ts";
import { displayName } from "../../variables/variable-id.ts";
import type { FileMonitor } from "./file-monitors.ts";
import { inheritedMemory, initialMemory, storedMemory } from "./monitor-trigger.ts";
import type { Monitor, MonitorMemory } from "./monitor.ts";
import { MonitorList } from "./monitor-list.ts";
import type { MonitorStore, MonitorWrites } from "./monitor-store.ts";
import { judgeMonitor, type MonitorVerdict } from "./monitor-verdict.ts";
import type { MonitorWatch, WatchedValue } from "./monitor-watch.ts";
import type { MonitoredVariables } from "./monitored-variables.ts";
import {
  activeMonitors,
  changeBase,
  type KnownFileMonitor,
  type RestoredMonitors,
  restoreMonitors,
} from "./monitoring-base.ts";

export interface InstalledMonitorsDeps {
  readonly store: MonitorStore;
  readonly watch: MonitorWatch;
  readonly variables: MonitoredVariables;
  readonly fileMonitors: readonly FileMonitor[];
  readonly log: Logger;
}

/**
 * The monitors in force. Every change is committed as a whole before it is answered or takes effect; when the
 * disk refuses, nothing changes.
 */
export class InstalledMonitors {
  readonly #deps: InstalledMonitorsDeps;
  /** A change starts from the list that the change before has left, also while that one is being stored. */
  readonly #inTurn = createSerialQueue();
  #list = new MonitorList();
  #files: readonly KnownFileMonitor[] = [];
  #base: MonitoringBaseEnumType = "All";
  /** What monitors had reported whose variable is unknown now and may come back; they are in the list all the same. */
  readonly #waiting = new Map<MonitorId, MonitorMemory | undefined>();

  constructor(deps: InstalledMonitorsDeps) {
    this.#deps = deps;
  }

  get base(): MonitoringBaseEnumType {
    return this.#base;
  }

  /** In the order of installation. */
  all(): Iterable<Monitor> {
    return this.#list.all();
  }

  /** The monitors of one variable together. What is iterated over is not changed by later requests. */
  byVariable(): Iterable<readonly Monitor[]> {
    return this.#list.byVariable();
  }

  /** The variables of all monitors, each once. */
  variables(): readonly VariableKey[] {
    return [...this.#list.byVariable()].flatMap(([first]) => first ?? []);
  }

  /** Puts the stored monitors and those of the component files in force. */
  restore(): Promise<void> {
    return this.#inTurn(() => this.#restore());
  }

  async #restore(): Promise<void> {
    const { store, fileMonitors, variables } = this.#deps;
    const stored = store.load();
    const restored = restoreMonitors(stored, fileMonitors, {
      canBeMonitored: (monitor) => this.#canBeMonitored(monitor),
      reasonForUnknown: () => variables.reasonForUnknown(),
    });
    this.#logRestored(restored);
    const numbered: KnownFileMonitor[] = [];
    const isCommitted = await this.#commit((disk) => {
      for (const { id } of [...restored.dropped, ...restored.displaced]) disk.removeCustom(id);
      for (const { fileMonitor } of restored.vanished) disk.removeFile(fileMonitor);
      for (const known of restored.files) if (!stored.files.includes(known)) disk.putFile(known);
      for (const { fileMonitor, isSetAside } of restored.unnumbered) {
        const known = { fileMonitor, id: disk.nextId(), isSetAside };
        numbered.push(known);
        disk.putFile(known);
      }
    });
    this.#base = stored.base;
    // An id that is not on disk might be given to another monitor: monitors without an id wait for the next
    // start.
    this.#files = isCommitted ? [...restored.files, ...numbered] : restored.files;
    for (const monitor of activeMonitors(this.#base, restored.custom, this.#files, fileMonitors)) {
      const memory = stored.memories.get(monitor.id);
      if (!restored.waiting.has(monitor)) this.#resume(monitor, memory);
      else {
        this.#list.put({ ...monitor, ...variables.named(monitor) });
        this.#waiting.set(monitor.id, memory);
      }
    }
  }

  /** To be called when the device model has more variables, or all of them: monitors that wait work now, or are gone. */
  variablesDefined(): Promise<void> {
    return this.#inTurn(() => this.#variablesDefined());
  }

  async #variablesDefined(): Promise<void> {
    const waiting = [...this.#waiting].flatMap(([id, memory]) => {
      const monitor = this.#list.get(id);
      return monitor === undefined ? [] : [{ monitor, memory }];
    });
    for (const { monitor, memory } of waiting) {
      if (!this.#canBeMonitored(monitor)) continue;
      this.#waiting.delete(monitor.id);
      this.#resume(monitor, memory);
    }
    if (this.#waiting.size === 0 || this.#deps.variables.reasonForUnknown() !== "gone") return;
    const gone = waiting.filter(({ monitor }) => this.#waiting.has(monitor.id));
    for (const { monitor } of gone) this.#logDropped(monitor);
    // What the disk refuses to forget is judged again at the next start.
    await this.#commit((disk) => {
      for (const { monitor } of gone) disk.removeCustom(monitor.id);
    });
    for (const { monitor } of gone) this.#end(monitor.id);
    const draft = this.#list.copy();
    for (const { monitor } of gone) draft.remove(monitor.id);
    this.#list = draft;
  }

  /** Goes on with a monitor of before the start. */
  #resume(monitor: Monitor, memory: MonitorMemory | undefined): void {
    const named = { ...monitor, ...this.#deps.variables.named(monitor) };
    this.#list.put(named);
    // The value that a Delta is compared with may not be on disk; then it is the current value.
    this.#deps.watch.watch(named, { ...this.#memoryOfNew(named), ...memory });
  }

  #end(id: MonitorId): void {
    this.#waiting.delete(id);
    this.#deps.watch.unwatch(id);
  }

  #logRestored({ dropped, displaced, waiting }: RestoredMonitors): void {
    for (const monitor of dropped) this.#logDropped(monitor);
    for (const { component, variable, id } of displaced) {
      this.#deps.log.warning("a monitor is removed: a component file has a hard-wired one in its place", {
        variable: displayName(component, variable),
        monitor: id,
      });
    }
    if (waiting.size > 0) {
      this.#deps.log.info("monitors wait for variables that are not known yet", {
        monitors: [...waiting].map(({ id }) => id).join(", "),
        reason: this.#deps.variables.reasonForUnknown(),
      });
    }
  }

  #logDropped({ component, variable, id }: Monitor): void {
    this.#deps.log.warning("a monitor is removed: its variable cannot be monitored any more", {
      variable: displayName(component, variable),
      monitor: id,
    });
  }

  /** SetVariableMonitoring: one result per entry, in order (N04.FR.01). */
  set(wanted: readonly SetMonitoringDataType[]): Promise<readonly SetMonitoringResultType[]> {
    return this.#inTurn(() => this.#set(wanted));
  }

  async #set(wanted: readonly SetMonitoringDataType[]): Promise<readonly SetMonitoringResultType[]> {
    const draft = this.#list.copy();
    const changed = new Map<MonitorId, { readonly monitor: Monitor; readonly memory: MonitorMemory }>();
    const setAside = new Set<string>();
    const results: SetMonitoringResultType[] = [];
    const isCommitted = await this.#commit((disk) => {
      for (const data of wanted) {
        const verdict = judgeMonitor(data, this.#deps.variables.find(data), draft);
        const { component, variable, type, severity } = data;
        const echo = { component, variable, type, severity };
        if (verdict.kind === "refused") {
          results.push({ ...echo, ...refusalOf(verdict) });
          continue;
        }
        const { replaces } = verdict;
        const named = { ...data, ...this.#deps.variables.named(data) };
        const monitor = customMonitor(named, replaces?.id ?? disk.nextId(), replaces);
        const memory = this.#memoryOf(monitor, replaces);
        disk.putCustom(monitor);
        disk.remember(monitor.id, storedMemory(memory, this.#valueOf(monitor)));
        if (replaces?.fileMonitor !== undefined) setAside.add(replaces.fileMonitor);
        draft.put(monitor);
        changed.set(monitor.id, { monitor, memory });
        results.push({ ...echo, id: monitor.id, status: "Accepted" });
      }
      for (const known of this.#withSetAside(setAside)) {
        if (setAside.has(known.fileMonitor)) disk.putFile(known);
      }
    });
    if (!isCommitted) return wanted.map(notStored);
    this.#list = draft;
    this.#files = this.#withSetAside(setAside);
    for (const { monitor, memory } of changed.values()) {
      this.#waiting.delete(monitor.id);
      this.#deps.watch.watch(monitor, memory);
    }
    return results;
  }

  /** ClearVariableMonitoring: one result per id, in order (N06.FR.05). */
  clear(ids: readonly number[]): Promise<readonly ClearMonitoringResultType[]> {
    return this.#inTurn(() => this.#clear(ids));
  }

  async #clear(ids: readonly number[]): Promise<readonly ClearMonitoringResultType[]> {
    const draft = this.#list.copy();
    const setAside = new Set<string>();
    const cleared: MonitorId[] = [];
    const results = ids.map((id): ClearMonitoringResultType => {
      const monitor = draft.get(id);
      if (monitor === undefined) {
        return { id, status: "NotFound", statusInfo: statusInfo("NotFound", "no monitor has this id") };
      }
      if (monitor.origin === "HardWiredMonitor") {
        return {
          id,
          status: "Rejected",
          statusInfo: statusInfo("ReadOnly", "a hard-wired monitor cannot be cleared"),
        };
      }
      draft.remove(monitor.id);
      cleared.push(monitor.id);
      if (monitor.fileMonitor !== undefined) setAside.add(monitor.fileMonitor);
      return { id, status: "Accepted" };
    });
    const files = this.#withSetAside(setAside);
    const isCommitted = await this.#commit((disk) => {
      for (const id of cleared) disk.removeCustom(id);
      for (const known of files) if (setAside.has(known.fileMonitor)) disk.putFile(known);
    });
    if (!isCommitted) {
      return results.map(({ id, status, ...rest }) =>
        status === "Accepted"
          ? {
            id,
            status: "Rejected",
            statusInfo: statusInfo("InternalError", "the change could not be stored"),
          }
          : { id, status, ...rest }
      );
    }
    this.#list = draft;
    this.#files = files;
    for (const id of cleared) this.#end(id);
    return results;
  }

  /** SetMonitoringBase; false when the disk refuses. */
  setBase(base: MonitoringBaseEnumType): Promise<boolean> {
    return this.#inTurn(() => this.#setBase(base));
  }

  async #setBase(base: MonitoringBaseEnumType): Promise<boolean> {
    const custom = [...this.#list.all()].filter(({ origin }) => origin === "CustomMonitor");
    const change = changeBase(base, custom, this.#files);
    const draft = new MonitorList();
    for (const monitor of activeMonitors(base, change.custom, change.files, this.#deps.fileMonitors)) {
      draft.put(monitor);
    }
    const gone = [...this.#list.all()].filter((monitor) => !isSame(draft.get(monitor.id), monitor));
    const added = [...draft.all()].filter((monitor) => !isSame(this.#list.get(monitor.id), monitor));
    const isCommitted = await this.#commit((disk) => {
      disk.setBase(base);
      for (const { id } of gone) disk.removeCustom(id);
      for (const known of change.files) disk.putFile(known);
    });
    if (!isCommitted) return false;
    this.#base = base;
    this.#list = draft;
    this.#files = change.files;
    for (const { id } of gone) this.#end(id);
    for (const monitor of added) this.#deps.watch.watch(monitor, this.#memoryOfNew(monitor));
    return true;
  }

  /** False when the disk refuses, which is logged. */
  async #commit(change: (disk: MonitorWrites) => void): Promise<boolean> {
    try {
      await this.#deps.store.write(change);
      return true;
    } catch (error) {
      this.#deps.log.error("monitors could not be stored", { error });
      return false;
    }
  }

  #canBeMonitored({ type, ...key }: Monitor): boolean {
    const found = this.#deps.variables.find(key);
    return found.kind === "found" && unsupportedType(type, found.characteristics) === undefined;
  }

  #withSetAside(fileMonitors: ReadonlySet<string>): readonly KnownFileMonitor[] {
    return this.#files.map((known) =>
      fileMonitors.has(known.fileMonitor) ? { ...known, isSetAside: true } : known
    );
  }

  #valueOf(monitor: Monitor): WatchedValue {
    return this.#deps.variables.value(monitor) ?? NO_VALUE;
  }

  #memoryOf(monitor: Monitor, replaced: Monitor | undefined): MonitorMemory {
    const value = this.#valueOf(monitor);
    return replaced === undefined
      ? initialMemory(monitor, value)
      : inheritedMemory(replaced, monitor, this.#presentMemory(replaced.id), value);
  }

  #presentMemory(id: MonitorId): MonitorMemory {
    return this.#waiting.get(id) ?? this.#deps.watch.memoryOf(id);
  }

  /** A monitor of a file may name the value from which its first change counts. */
  #memoryOfNew(monitor: Monitor): MonitorMemory {
    const reference = this.#deps.fileMonitors.find(({ fileMonitor }) => fileMonitor === monitor.fileMonitor)
      ?.definition.reference;
    return reference !== undefined && monitor.origin !== "CustomMonitor"
      ? { reference }
      : this.#memoryOf(monitor, undefined);
  }
}

const NO_VALUE = { text: undefined, isNumeric: false, isReadable: false };

function customMonitor(
  { component, variable, type, value, severity, transaction = false }: SetMonitoringDataType,
  id: MonitorId,
  replaced: Monitor | undefined,
): Monitor {
  return {
    ...{ id, component, variable, type, value, severity, transaction, origin: "CustomMonitor" },
    ...(replaced?.fileMonitor !== undefined && { fileMonitor: replaced.fileMonitor }),
  };
}

/** Only what is accepted is told with its id. */
function refusalOf(
  { status, reason }: MonitorVerdict & { readonly kind: "refused" },
): Pick<SetMonitoringResultType, "status" | "statusInfo"> {
  return {
    status,
    ...(reason && { statusInfo: statusInfo(reason.reasonCode, reason.text) }),
  };
}

function notStored({ component, variable, type, severity }: SetMonitoringDataType): SetMonitoringResultType {
  const info = statusInfo("InternalError", "the monitors could not be stored");
  return { component, variable, type, severity, status: "Rejected", statusInfo: info };
}

function isSame(one: Monitor | undefined, other: Monitor): boolean {
  return one !== undefined && one.id === other.id && one.origin === other.origin;
}
