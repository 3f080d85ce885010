import { unreadablePathText } from "../host/files.ts";
import type { Clock } from "../kernel/clock.ts";
import type { IdSource } from "../kernel/id-source.ts";
import type { Logger } from "../kernel/logger.ts";
import { reasonOf } from "../kernel/reason-of.ts";
import { CORE_MIGRATIONS } from "../storage/core-migrations.ts";
import { ChargingProfileRepository } from "../storage/charging-profile-repository.ts";
import { CounterRepository } from "../storage/counter-repository.ts";
import { CustomerRepository } from "../storage/customer-repository.ts";
import { ErrorRepository } from "../storage/error-repository.ts";
import { MonitorRepository } from "../storage/monitor-repository.ts";
import { EventRepository } from "../storage/event-repository.ts";
import { DisplayMessageRepository } from "../storage/display-message-repository.ts";
import { FirmwareJobRepository } from "../storage/firmware-job-repository.ts";
import { LastDoneRepository } from "../storage/last-done-repository.ts";
import { LocalListRepository } from "../storage/local-list-repository.ts";
import type { Database } from "../storage/database.ts";
import { openDatabase } from "../storage/open-database.ts";
import type { OpenOptions } from "../storage/open-options.ts";
import { NO_OUTDATED_CACHE_MARK, OutdatedCacheMarkFile } from "../storage/outdated-cache-mark.ts";
import { OperativeStateRepository } from "../storage/operative-state-repository.ts";
import { OwedAnswerRepository } from "../storage/owed-answer-repository.ts";
import { OutboxRepository } from "../storage/outbox-repository.ts";
import { ReservationRepository } from "../storage/reservation-repository.ts";
import { PreviousCertificateRepository } from "../storage/previous-certificate-repository.ts";
import { ReportedLimitRepository } from "../storage/reported-limit-repository.ts";
import { RootRenewalRepository } from "../storage/root-renewal-repository.ts";
import { ScheduledResetRepository } from "../storage/scheduled-reset-repository.ts";
import { TokenCacheRepository } from "../storage/token-cache-repository.ts";
import { TOKEN_TABLES } from "../storage/whole-tables.ts";
import { TransactionRepository } from "../storage/transaction-repository.ts";
import { readComponentFiles } from "../storage/variable-files.ts";
import { adoptLibocppVariables } from "../storage/variable-adoption.ts";
import { DEVICE_MODEL_MIGRATIONS } from "../storage/variable-migrations.ts";
import { createVariableRepository } from "../storage/variable-repository.ts";
import { describeProblem } from "../variables/config-problem.ts";
import type { LoadedComponents } from "../variables/load-components.ts";
import { loadComponents } from "../variables/load-components.ts";
import type { OutdatedCacheMark } from "../station/authorization/token-cache-store.ts";
import type { VariableStore } from "../variables/variable-store.ts";
import { importLibocppCore } from "./libocpp-core-import.ts";
import { coreDatabaseFile, type ModuleConfig } from "./module-config.ts";
import { CORE_SHAPES } from "./stored-shapes.ts";
import { WriteHealth } from "../storage/write-health.ts";

/** Everything on disk that the station works with. */
export interface Storage {
  readonly outbox: OutboxRepository;
  readonly transactions: TransactionRepository;
  readonly errors: ErrorRepository;
  readonly events: EventRepository;
  readonly monitors: MonitorRepository;
  readonly operativeStates: OperativeStateRepository;
  readonly scheduledReset: ScheduledResetRepository;
  readonly lastDone: LastDoneRepository;
  readonly firmwareJob: FirmwareJobRepository;
  readonly previousCertificate: PreviousCertificateRepository;
  readonly rootRenewal: RootRenewalRepository;
  readonly displayMessages: DisplayMessageRepository;
  readonly reservations: ReservationRepository;
  readonly tokenCache: TokenCacheRepository;
  readonly outdatedCacheMark: OutdatedCacheMark;
  readonly localList: LocalListRepository;
  readonly chargingProfiles: ChargingProfileRepository;
  readonly reportedLimits: ReportedLimitRepository;
  readonly customers: CustomerRepository;
  readonly owedAnswers: OwedAnswerRepository;
  readonly variables: VariableStore;
  readonly configured: LoadedComponents;
  /** The core database is in memory, for lack of room to open its file. */
  readonly isStandIn: boolean;
  /** Whether the last writes reached the disk. */
  health(): "healthy" | { readonly stuck: string };
  /** Makes unreadable what was removed from the core database. Throws when the disk refuses. */
  eraseRemoved(): void;
  /** Brings to the disk what only memory has, as far as it takes it, and closes the files. */
  close(): Promise<void>;
}

export type StorageOpening = { kind: "open"; storage: Storage } | { kind: "failed"; reason: string };

export interface StorageDeps {
  /** How many EVSEs are connected. */
  readonly evses: number;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Logger;
}

/** Opens the databases and reads the component files. */
export async function openStorage(config: ModuleConfig, deps: StorageDeps): Promise<StorageOpening> {
  const configured = await readConfigured(config);
  if (typeof configured === "string") return failed(configured);
  const opened: Database[] = [];
  try {
    return { kind: "open", storage: storageOf(openDatabases(config, deps, opened), configured, deps) };
  } catch (error) {
    for (const database of opened) database.close();
    return failed(`the disk refuses the databases: ${reasonOf(error)}`);
  }
}

/** The component files, or why the station cannot start with them. */
async function readConfigured({ deviceModelConfigPath }: ModuleConfig): Promise<LoadedComponents | string> {
  const reading = await readComponentFiles(deviceModelConfigPath);
  if (reading.kind === "unreadable") {
    return `device model configuration: ${unreadablePathText(reading.path, reading.cause)}`;
  }
  const configured = loadComponents(reading.files);
  if (configured.components.length > 0) return configured;
  const why = configured.problems.map(describeProblem).join("; ");
  return `device model configuration ${deviceModelConfigPath}: ${why}`;
}

interface OpenDatabases {
  readonly core: Database;
  readonly model: Database;
  readonly writes: WriteHealth;
  readonly cacheMark: OutdatedCacheMark;
  /** An empty database in memory stands in for the core database. */
  readonly isStandIn: boolean;
}

/** Throws when the disk refuses; `opened` gets what was opened until then. */
function openDatabases(
  config: ModuleConfig,
  { evses, log }: StorageDeps,
  opened: Database[],
): OpenDatabases {
  const open = (path: string, options: OpenOptions) => {
    const database = openNamed(path, options);
    opened.push(database);
    return database;
  };
  const writes = new WriteHealth();
  let isStandIn = false;
  const file = coreDatabaseFile(config);
  const cacheMark = new OutdatedCacheMarkFile(file, log);
  const core = writes.observe(open(file, {
    kind: "core",
    migrations: CORE_MIGRATIONS,
    adopt: importLibocppCore(evses, log),
    onStandIn() {
      isStandIn = true;
      // What the CSMS says from now on, the file will not know.
      cacheMark.set();
    },
    shapes: CORE_SHAPES,
    whole: [TOKEN_TABLES],
    log,
  }));
  const model = open(config.deviceModelDatabasePath, {
    kind: "device model",
    migrations: DEVICE_MODEL_MIGRATIONS,
    adopt: adoptLibocppVariables,
    log,
  });
  return { core, model, writes, cacheMark: isStandIn ? NO_OUTDATED_CACHE_MARK : cacheMark, isStandIn };
}

function storageOf(
  { core, model, writes, cacheMark, isStandIn }: OpenDatabases,
  configured: LoadedComponents,
  { clock, ids, log }: StorageDeps,
): Storage {
  const outbox = new OutboxRepository({ db: core, clock, ids, log, isStandIn });
  const counters = new CounterRepository(core);
  const events = new EventRepository(core, counters);
  return {
    outbox,
    transactions: new TransactionRepository(core, outbox),
    errors: new ErrorRepository(core, events),
    events,
    monitors: new MonitorRepository({ db: core, counters, events }),
    operativeStates: new OperativeStateRepository(core),
    scheduledReset: new ScheduledResetRepository(core),
    lastDone: new LastDoneRepository(core),
    firmwareJob: new FirmwareJobRepository(core),
    previousCertificate: new PreviousCertificateRepository(core),
    rootRenewal: new RootRenewalRepository(core),
    displayMessages: new DisplayMessageRepository(core),
    reservations: new ReservationRepository(core),
    tokenCache: new TokenCacheRepository(core),
    outdatedCacheMark: cacheMark,
    localList: new LocalListRepository(core),
    customers: new CustomerRepository(core),
    owedAnswers: new OwedAnswerRepository(core),
    chargingProfiles: new ChargingProfileRepository(core),
    reportedLimits: new ReportedLimitRepository(core),
    variables: createVariableRepository(model, clock),
    configured,
    isStandIn,
    health: () => writes.state(),
    eraseRemoved: () => core.erase(),
    async close() {
      await outbox.flush();
      core.close();
      model.close();
    },
  };
}

/** An error of SQLite does not say which file it is about. */
function openNamed(path: string, options: OpenOptions): Database {
  try {
    return openDatabase(path, options);
  } catch (error) {
    throw new Error(`${path}: ${reasonOf(error)}`, { cause: error });
  }
}

function failed(reason: string): StorageOpening {
  return { kind: "failed", reason };
}
