import type { Inspectors } from "../../inspection/inspectors.ts";
import type { LinkAnswer } from "../../inspection/link.ts";
import { ProcessMoment } from "../../kernel/process-moment.ts";
import type { Station } from "../composition.ts";
import type { StationSetup } from "../station-setup.ts";
import { inspectAuthorization } from "./authorization-inspector.ts";
import { inspectConnection } from "./connection-inspector.ts";
import { inspectSurroundings } from "./doctor-inspector.ts";
import { inspectLog } from "./log-inspector.ts";
import { inspectMetrics } from "./metrics-inspector.ts";
import { inspectQueue, inspectQueuedMessage, queueGate } from "./queue-inspector.ts";
import { inspectSchedule } from "./schedule-inspector.ts";
import { inspectTransactions } from "./transactions-inspector.ts";
import { inspectVariables } from "./variables-inspector.ts";
import { stationStatus } from "./station-status.ts";
import { inspectTraffic } from "./traffic-inspector.ts";

/** Every question that the running station answers; one line for each. */
export function stationInspectors(station: Station, setup: StationSetup): Inspectors {
  const { platform, storage } = setup;
  const started = new ProcessMoment(platform.clock);
  const queue = () => ({ outbox: storage.outbox, csms: queueGate(station) });
  return {
    configuration: () => setup.config,
    status: () => stationStatus(station, setup, started.wallMs),
    queue: () => inspectQueue(queue(), platform.clock.wallMs()),
    "queue.message": (parameters) => inspectQueuedMessage(queue(), parameters),
    variables: () => inspectVariables(station, setup),
    authorization: (parameters) => inspectAuthorization(station, parameters),
    doctor: () => inspectSurroundings(station, setup),
    log: () => inspectLog(station, setup),
    metrics: () => inspectMetrics(station, setup, started.wallMs),
    "doctor.csms": (parameters) => inspectConnection(station, platform.clock, parameters),
    schedule: (parameters) => inspectSchedule(station, setup, parameters),
    transactions: () => inspectTransactions(station.transactions.active(), storage, platform.clock.wallMs()),
    monitors: () => station.monitoring.inspect(),
    link: (): LinkAnswer => ({ nowMs: platform.clock.wallMs(), history: station.link.history() }),
    traffic: (parameters) => inspectTraffic(station.recentFrames, parameters, platform.clock.wallMs()),
  };
}
