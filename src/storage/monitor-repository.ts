import { type MonitorId, monitorId } from "../kernel/ids.ts";
import type { MonitoringBaseEnumType } from "../ocpp/messages.ts";
import type { NewEvent } from "../station/events/waiting-events.ts";
import type { Monitor, MonitorMemory } from "../station/monitoring/monitor.ts";
import type { MonitorStore, MonitorWrites } from "../station/monitoring/monitor-store.ts";
import type { KnownFileMonitor, StoredMonitors } from "../station/monitoring/monitoring-base.ts";
import type { CounterRepository } from "./counter-repository.ts";
import type { Database } from "./database.ts";
import { isDiskRefusal } from "./disk-refusal.ts";
import type { EventRepository } from "./event-repository.ts";

const MONITOR_IDS = "monitor";
/** What is in force before the CSMS has chosen. */
const FIRST_BASE: MonitoringBaseEnumType = "All";

export interface MonitorRepositoryDeps {
  readonly db: Database;
  readonly counters: CounterRepository;
  readonly events: Pick<EventRepository, "append" | "numberUnstored">;
}

/** Monitors of the CSMS, what became of those of the component files, and what each of them has reported. */
export class MonitorRepository implements MonitorStore {
  readonly #db: Database;
  readonly #events: Pick<EventRepository, "append" | "numberUnstored">;
  readonly #writes: MonitorWrites;

  constructor({ db, counters, events }: MonitorRepositoryDeps) {
    this.#db = db;
    this.#events = events;
    this.#writes = writesOf(db, counters);
  }

  load(): StoredMonitors {
    const all = (sql: string) => this.#db.statement(sql).all();
    const base = this.#db.statement("SELECT base FROM monitoring_base").get()?.["base"];
    return {
      base: isBase(base) ? base : FIRST_BASE,
      custom: all("SELECT monitor FROM custom_monitor ORDER BY monitor_id")
        .map((row) => JSON.parse(String(row["monitor"])) as Monitor),
      files: all("SELECT file_monitor, monitor_id, is_set_aside FROM file_monitor").map((row) => ({
        fileMonitor: String(row["file_monitor"]),
        id: monitorId(Number(row["monitor_id"])),
        isSetAside: row["is_set_aside"] === 1,
      })),
      memories: new Map(
        all("SELECT monitor_id, memory FROM monitor_memory").map((row) => [
          monitorId(Number(row["monitor_id"])),
          JSON.parse(String(row["memory"])) as MonitorMemory,
        ]),
      ),
    };
  }

  write(change: (disk: MonitorWrites) => void): Promise<void> {
    return this.#db.write(() => change(this.#writes));
  }

  /** An event that the disk refuses is reported all the same. */
  async triggered(id: MonitorId, memory: MonitorMemory | undefined, event: NewEvent): Promise<number> {
    try {
      return await this.#db.write(() => {
        if (memory !== undefined) this.#writes.remember(id, memory);
        return this.#events.append(event);
      });
    } catch (error) {
      if (!isDiskRefusal(error)) throw error;
      return this.#events.numberUnstored();
    }
  }
}

function isBase(value: unknown): value is MonitoringBaseEnumType {
  return value === "All" || value === "FactoryDefault" || value === "HardWiredOnly";
}

function writesOf(db: Database, counters: CounterRepository): MonitorWrites {
  const run = (sql: string, ...parameters: (string | number)[]) => void db.statement(sql).run(...parameters);
  const forget = (id: number) => run("DELETE FROM monitor_memory WHERE monitor_id = ?", id);
  return {
    nextId: () => monitorId(counters.take(MONITOR_IDS)),
    putCustom(monitor) {
      run(
        "INSERT OR REPLACE INTO custom_monitor (monitor_id, monitor) VALUES (?, ?)",
        monitor.id,
        JSON.stringify(monitor),
      );
    },
    removeCustom(id) {
      run("DELETE FROM custom_monitor WHERE monitor_id = ?", id);
      forget(id);
    },
    putFile({ fileMonitor, id, isSetAside }: KnownFileMonitor) {
      run(
        "INSERT OR REPLACE INTO file_monitor (file_monitor, monitor_id, is_set_aside) VALUES (?, ?, ?)",
        fileMonitor,
        id,
        isSetAside ? 1 : 0,
      );
    },
    removeFile(fileMonitor) {
      run(
        "DELETE FROM monitor_memory WHERE monitor_id = (SELECT monitor_id FROM file_monitor WHERE file_monitor = ?)",
        fileMonitor,
      );
      run("DELETE FROM file_monitor WHERE file_monitor = ?", fileMonitor);
    },
    remember(id, memory) {
      run(
        "INSERT OR REPLACE INTO monitor_memory (monitor_id, memory) VALUES (?, ?)",
        id,
        JSON.stringify(memory),
      );
    },
    setBase: (base) => run("INSERT OR REPLACE INTO monitoring_base (id, base) VALUES (1, ?)", base),
  };
}
