import type { OcppService } from "../bridge/provided-ocpp.ts";
import type { CsmsLink } from "../csms/csms-link.ts";
import { type Clock, sleep } from "../kernel/clock.ts";
import type { Logger } from "../kernel/logger.ts";
import { createSerialQueue } from "../kernel/serial-queue.ts";
import type { Block } from "../station/block.ts";
import type { ProvisioningBlock } from "../station/provisioning/provisioning-block.ts";
import type { SecurityBlock } from "../station/security/security-block.ts";
import { type DeviceModel, variableKey } from "../variables/device-model.ts";
import type { Storage } from "./storage.ts";

const FIRMWARE_VERSION = variableKey("InternalCtrlr", "FirmwareVersion");
const START_DELAY_TIMER = "delay-ocpp-start";

export interface OcppServiceDeps {
  readonly blocks: readonly Block[];
  readonly provisioning: Pick<ProvisioningBlock, "restarted">;
  readonly security: Pick<SecurityBlock, "started">;
  readonly link: Pick<CsmsLink, "connect" | "disconnect">;
  /** The network profiles that are stored count from now on. */
  readNetworkProfiles(): void;
  readonly deviceModel: DeviceModel;
  readonly outbox: Pick<Storage["outbox"], "keeps">;
  readonly clock: Clock;
  readonly log: Logger;
}

/** OCPP as a whole, which another module may stop and restart while the EVSEs go on (`ocpp_generic`). */
export interface RunningService extends OcppService {
  /** Connects for the first time, after this delay. */
  begin(delayMs: number): Promise<void>;
  /** The process ends: nothing begins any more. */
  end(): void;
}

export function createOcppService(deps: OcppServiceDeps): RunningService {
  const { blocks, provisioning, security, link, outbox, clock, log } = deps;
  // A restart waits for the end of the stop before it, which would otherwise stop what the restart begins.
  const inTurn = createSerialQueue();
  const waiting = new AbortController();
  let state: "running" | "stopped" = "running";

  async function stop(): Promise<boolean> {
    waiting.abort();
    if (state === "stopped") return true;
    state = "stopped";
    log.notice("another module stops OCPP");
    // Interface `ocpp`, stop: the CSMS does not hear later of what happens from now on.
    outbox.keeps("nothing");
    for (const block of blocks) block.ocppStopped?.();
    await link.disconnect();
    return true;
  }

  function restart(): Promise<boolean> {
    waiting.abort();
    log.notice("another module starts OCPP anew");
    if (state === "stopped") {
      state = "running";
      outbox.keeps("everything");
      for (const block of blocks) block.ocppStarted?.();
    }
    security.started("ApplicationReset", deps.deviceModel.text(FIRMWARE_VERSION));
    // B10.FR.04
    deps.readNetworkProfiles();
    provisioning.restarted();
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
