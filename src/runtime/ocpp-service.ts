import type { OcppService } from "../bridge/provided-ocpp.ts";
import type { CsmsLink } from "../csms/csms-link.ts";
import { type Clock, sleep } from "../kernel/clock.ts";
import type { Logger } from "../kernel/logger.ts";
import type { SmartChargingBlock } from "../station/smart-charging/smart-charging-block.ts";
import { createSerialQueue } from "../kernel/serial-queue.ts";
import type { Station } from "./station.ts";
import type { Storage } from "./storage.ts";

export const START_DELAY_TIMER = "delay-ocpp-start";

export interface OcppServiceDeps {
  readonly station: Pick<Station, "provisioning" | "certificates">;
  readonly link: Pick<CsmsLink, "connect" | "disconnect">;
  readonly smartCharging: SmartChargingBlock;
  readonly outbox: Pick<Storage["outbox"], "keeps">;
  readonly clock: Clock;
  readonly log: Logger;
  /** The security event of a start (A04). */
  raiseStarted(reason: "ApplicationReset"): void;
}

/** OCPP as a whole, which another module may stop and restart while the EVSEs go on (`ocpp_generic`). */
export interface RunningService extends OcppService {
  /** Connects for the first time, after this delay. */
  begin(delayMs: number): Promise<void>;
  /** The process ends: nothing begins any more. */
  end(): void;
}

export function createOcppService(deps: OcppServiceDeps): RunningService {
  const { station, link, smartCharging, outbox, clock, log } = deps;
  // A restart waits until the stop before it is through: what it begins must not be taken down again.
  const inTurn = createSerialQueue();
  const waiting = new AbortController();
  let state: "running" | "stopped" = "running";

  async function stop(): Promise<boolean> {
    waiting.abort();
    if (state === "stopped") return true;
    state = "stopped";
    log.notice("OCPP is stopped by another module");
    // Interface `ocpp`, stop: what happens from now on is not told later.
    outbox.keeps("nothing");
    station.provisioning.stopped();
    station.certificates.stop();
    smartCharging.stop();
    await link.disconnect();
    return true;
  }

  function restart(): Promise<boolean> {
    waiting.abort();
    log.notice("OCPP is started anew by another module");
    if (state === "stopped") {
      state = "running";
      outbox.keeps("everything");
      smartCharging.start();
    }
    deps.raiseStarted("ApplicationReset");
    station.provisioning.restarted();
    link.connect();
    return Promise.resolve(true);
  }

  return {
    async begin(delayMs) {
      if (delayMs > 0) await sleep(clock, START_DELAY_TIMER, delayMs, waiting.signal);
      if (!waiting.signal.aborted) link.connect();
    },
    end: () => waiting.abort(),
    stop: () => inTurn(stop),
    restart: () => inTurn(restart),
  };
}
