import { type Clock, sleep } from "../kernel/clock.ts";
import type { IdSource } from "../kernel/id-source.ts";
import { isJsonObject } from "../kernel/json.ts";
import type { Logger } from "../kernel/logger.ts";
import { type BusDialect, dialectOfMigrations } from "./bus-dialect.ts";
import { BusModule, type ConnectedModule } from "./bus-module.ts";
import { BusSession } from "./bus-session.ts";
import type { ConfigResponse } from "./config-requests.ts";
import { DialectWatch } from "./dialect-watch.ts";
import type { HostEvidence } from "./host-evidence.ts";
import type { LaunchOptions } from "./launch-arguments.ts";
import { decodeModuleSetup, type ModuleSetup } from "./module-parameters.ts";
import { type BrokerAddress, describeAddress, type DialBroker, type DialOutcome } from "./mqtt/dial.ts";
import { type DeclaredErrors, OwnErrors } from "./own-errors.ts";

export interface ConnectDeps {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
  readonly dial: DialBroker;
  readonly host: HostEvidence;
  /** Aborted to cancel the attempt; then nothing stays open. */
  readonly signal?: AbortSignal;
  /**
   * Stores the manager's dialect over restarts; without it a stand-alone restart may have to wait for
   * traffic.
   */
  readonly dialectMemory?: DialectMemory;
  /** Errors that our provided interfaces declare; without it none can be raised. */
  readonly declaredErrors?: DeclaredErrors;
}

export interface DialectMemory {
  recall(): BusDialect | undefined;
  remember(dialect: BusDialect): void;
}

export type ConnectOutcome =
  | { kind: "connected"; module: ConnectedModule }
  /** `exitCode` is what the process should end with; 0 only when the manager asked us to stop. */
  | { kind: "failed"; exitCode: 0 | 1; reason: string };

/** The broker may come up at the same time as we do; C++ modules give up after about as long. */
const DIAL_RETRY_PERIOD_MS = 10_000;
const DIAL_PAUSE_MS = 250;
/** A manager that starts after us has not heard the first request. */
const CONFIG_REQUEST_REPEAT_MS = 2000;
const CONFIG_REQUESTS_PER_NOTICE = 5;

/**
 * Connects to the broker, finds out how the manager names its messages, and fetches our configuration. Waits
 * for the manager without limit, or until `signal` is aborted. Never rejects.
 */
export async function connectEverest(options: LaunchOptions, deps: ConnectDeps): Promise<ConnectOutcome> {
  const [dialed, dialect] = await Promise.all([
    dialPatiently(options.broker, deps),
    watchDialect(options, deps),
  ]);
  if (dialed.kind === "failed") {
    return failed(`no connection to the broker at ${describeAddress(options.broker)}: ${dialed.reason}`);
  }
  const { clock, ids, logger, signal } = deps;
  if (signal?.aborted) {
    dialed.transport.close();
    return NOT_WANTED;
  }
  const session = new BusSession(dialed.transport, options, { clock, ids, logger, dialect });
  const interrupted = Promise.race([
    session.closed.then((reason) => failed(reason)),
    session.stopRequested.then((): ConnectOutcome => ({
      kind: "failed",
      exitCode: 0,
      reason: "the manager shuts down",
    })),
    ...(signal ? [whenAborted(signal).then(() => NOT_WANTED)] : []),
  ]);
  const outcome = await Promise.race([interrupted, handshake(options, deps, session, dialect)]);
  if (outcome.kind === "failed") session.mqtt.abort();
  return outcome;
}

async function handshake(
  options: LaunchOptions,
  deps: ConnectDeps,
  session: BusSession,
  dialect: DialectWatch,
): Promise<ConnectOutcome> {
  const { moduleId } = options;
  const subscribed = session.subscribe();
  // Everything retained has arrived when this is answered. Not awaited: it travels with the rest.
  void session.mqtt.ping().then(() => dialect.retainedComplete());
  const trafficHeard = dialect.decided === undefined;
  // Not waiting when it is known already lets the request leave together with CONNECT.
  const decision = dialect.decided ?? await dialect.decision;
  if (decision.kind === "legacy") return failed(LEGACY);
  session.outgoing.setDialect(decision.dialect);
  const requested = requestConfiguration(session, deps.logger);
  if (await subscribed === "refused") return failed("the broker refuses our subscriptions");
  if (trafficHeard) void session.mqtt.unsubscribe(session.trafficOfOthers());
  const response = await requested;
  if (!response) return failed(await session.closed);
  const configuration = readConfiguration(response);
  if (typeof configuration === "string") return failed(configuration);
  deps.dialectMemory?.remember(decision.dialect);
  const { topics, outgoing } = session;
  const ownErrors = new OwnErrors({
    ...deps,
    moduleId,
    declared: deps.declaredErrors ?? {},
    mapping: configuration.mappings[moduleId],
    topics,
    outgoing,
  });
  const module = new BusModule(moduleId, decision.dialect, session, configuration, ownErrors, deps.logger);
  return { kind: "connected", module };
}

const LEGACY =
  "this EVerest is older than 2025.12: its bus messages have no envelopes, which is not supported";

/** Asks until there is an answer; undefined when the connection is gone first. */
async function requestConfiguration(
  session: BusSession,
  logger: Logger,
): Promise<ConfigResponse | undefined> {
  while (!session.requests.closed) {
    const reply = await session.requests.send({
      type: "Get",
      of: "Module",
      request: { type: "Module" },
      attemptTimeoutMs: CONFIG_REQUEST_REPEAT_MS,
      attempts: CONFIG_REQUESTS_PER_NOTICE,
    });
    if (reply.kind === "response") return reply.response;
    logger.notice("the EVerest manager has not answered yet; still asking for the configuration");
  }
  return undefined;
}

function readConfiguration({ status, info, response }: ConfigResponse): ModuleSetup | string {
  if (status !== "Ok") return `the manager refuses our configuration: ${info === "" ? status : info}`;
  const decoded = decodeModuleSetup(isJsonObject(response) ? response.data : undefined);
  return decoded.kind === "value" ? decoded.value : `the configuration is malformed: it ${decoded.reason}`;
}

async function watchDialect(options: LaunchOptions, deps: ConnectDeps): Promise<DialectWatch> {
  const files = options.prefix === undefined ? [] : await deps.host.migrationFiles(options.prefix);
  const disk = dialectOfMigrations(files);
  const remembered = deps.dialectMemory?.recall();
  const known = {
    spawnedByManager: deps.host.parentProcessName() === "manager",
    ...(disk ? { disk } : {}),
    ...(remembered ? { remembered } : {}),
    ...(options.dialect ? { override: options.dialect } : {}),
  };
  return new DialectWatch(known, deps.clock, deps.logger);
}

async function dialPatiently(address: BrokerAddress, deps: ConnectDeps): Promise<DialOutcome> {
  deps.logger.info("connecting to the broker", { address: describeAddress(address) });
  const deadlineMs = deps.clock.monotonicMs() + DIAL_RETRY_PERIOD_MS;
  for (;;) {
    const outcome = await deps.dial(address);
    if (outcome.kind === "open" || deps.clock.monotonicMs() >= deadlineMs) return outcome;
    const waited = await sleep(deps.clock, "everest.dial-again", DIAL_PAUSE_MS, deps.signal);
    if (waited === "aborted") return { kind: "failed", reason: NOT_WANTED.reason };
  }
}

const NOT_WANTED = { kind: "failed", exitCode: 0, reason: "the connection attempt was cancelled" } as const;

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

function failed(reason: string): ConnectOutcome {
  return { kind: "failed", exitCode: 1, reason };
}
