import type { Clock, Timer } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { BootReasonEnumType, ResponseOf } from "../../ocpp/messages.ts";
import { statusInfo } from "../../ocpp/reason-codes.ts";
import { onActualChange } from "../../variables/actual-change.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";
import type { Csms } from "../ports/csms.ts";
import type { CsmsConnection } from "../ports/csms-connection.ts";
import type { SystemPort } from "../ports/system-port.ts";
import type { TriggerTable } from "../trigger-message/trigger.ts";
import {
  type BootGateEffect,
  type BootGateEvent,
  BOOTING,
  type Registration,
  stepBootGate,
} from "./boot-gate.ts";
import { bootNotification } from "./boot-notification.ts";
import { createHeartbeat } from "./heartbeat.ts";
import { usesCsmsTime } from "./time-sync.ts";
import { createTimekeeper, type CsmsTime } from "./timekeeper.ts";

export const BOOT_RETRY_TIMER = "provisioning.boot-retry";

const HEARTBEAT_INTERVAL = variableKey("OCPPCommCtrlr", "HeartbeatInterval");
const OFFLINE_THRESHOLD = variableKey("OCPPCommCtrlr", "OfflineThreshold");
/** Used until the CSMS or the configuration sets an interval. */
const DEFAULT_HEARTBEAT_SECONDS = 300;

export interface ProvisioningDeps {
  readonly csms: Csms;
  readonly system: SystemPort;
  readonly deviceModel: DeviceModel;
  readonly clock: Clock;
  readonly log: Logger;
  /** Answer of `SystemPort.bootReason`: read once per start, sent with every retry. */
  readonly bootReason: BootReasonEnumType;
  /** The status decides which lanes are open. */
  setRegistration(registration: Registration): void;
  /** Sends StatusNotification for every connector, or for those that changed while offline (B04). */
  reportConnectors(which: "all" | "changed"): void;
  raiseSecurityEvent(type: string, techInfo: string): void;
  /** The clock of the system was set to the time of the CSMS. */
  clockSet(): void;
}

export type ConnectedProfile = Pick<CsmsConnection, "configurationSlot" | "url">;

export interface ProvisioningBlock {
  readonly triggers: TriggerTable;
  /** The WebSocket is open with this network profile. */
  connected(connection: ConnectedProfile): void;
  disconnected(): void;
  /** A message of any kind was sent. */
  messageSent(): void;
  registration(): Registration;
  /** OCPP was stopped: no BootNotification until `restarted`. To be followed by `disconnected`. */
  stopped(): void;
  /** OCPP was started again; registers as after a boot with reason ApplicationReset. */
  restarted(): void;
  /** Called on every acceptance, after the connectors were reported. */
  onAccepted(listener: () => void): void;
  /** Called with every BootNotificationResponse. */
  onResponse(listener: (response: ResponseOf<"BootNotification">) => void): void;
  /** See `Timekeeper.csmsTime`. */
  csmsTime(): CsmsTime | undefined;
}

/** Registration, time and heartbeats. */
export function createProvisioningBlock(deps: ProvisioningDeps): ProvisioningBlock {
  const { clock, csms, deviceModel, log } = deps;
  const acceptedListeners: (() => void)[] = [];
  const responseListeners: ((response: ResponseOf<"BootNotification">) => void)[] = [];
  let gate = BOOTING;
  let retryTimer: Timer | undefined;
  let profile: ConnectedProfile | undefined;
  let offlineSinceMs: number | undefined;
  let wasAccepted = false;
  let { bootReason } = deps;
  let heartbeatSeconds = deviceModel.integer(HEARTBEAT_INTERVAL) ?? DEFAULT_HEARTBEAT_SECONDS;

  const timekeeper = createTimekeeper(deps);
  const heartbeat = createHeartbeat({
    csms,
    clock,
    intervalSeconds: () => heartbeatSeconds,
    usesCsmsTime: () => usesCsmsTime(deviceModel),
    answered: (response, roundTripMs) =>
      timekeeper.csmsTimeReceived(response.currentTime, roundTripMs, "whenOff"),
  });

  onActualChange(deviceModel, [HEARTBEAT_INTERVAL], ({ newValue }) => {
    const seconds = Number(newValue);
    if (!(seconds > 0)) return;
    heartbeatSeconds = seconds;
    heartbeat.intervalChanged();
  });

  function step(event: BootGateEvent): void {
    const { gate: next, effects } = stepBootGate(gate, event);
    gate = next;
    for (const effect of effects) perform(effect);
  }

  function perform(effect: BootGateEffect): void {
    switch (effect.kind) {
      case "registration":
        log.notice("the registration at the CSMS changed", { status: effect.registration });
        if (effect.registration !== "Accepted") heartbeat.stop();
        return deps.setRegistration(effect.registration);
      case "startRetryTimer":
        retryTimer?.cancel();
        retryTimer = clock.setTimer(
          BOOT_RETRY_TIMER,
          effect.seconds * 1000,
          () => step({ kind: "retryTimerFired" }),
        );
        return;
      case "stopRetryTimer":
        return retryTimer?.cancel();
      case "send":
        void register(effect.triggered);
    }
  }

  async function register(triggered: boolean): Promise<void> {
    const sentMs = clock.monotonicMs();
    const outcome = await csms.call(
      "BootNotification",
      bootNotification(deviceModel, reason(triggered)),
      "control",
    );
    if (outcome.kind !== "result") {
      log.warning("BootNotification was not answered", { ...outcome });
      return step({ kind: "unanswered" });
    }
    const { response } = outcome;
    // The time is used also when the station is not accepted.
    timekeeper.csmsTimeReceived(response.currentTime, clock.monotonicMs() - sentMs, "always");
    step({ kind: "answered", status: response.status, intervalSeconds: response.interval });
    if (response.status === "Accepted") await accepted(response.interval);
    for (const listener of responseListeners) listener(response);
  }

  function reason(triggered: boolean): BootReasonEnumType {
    if (triggered) return "Triggered";
    // B10.FR.10: registering at another CSMS is not a boot, and the standard has no reason for it.
    return wasAccepted ? "Unknown" : bootReason;
  }

  async function accepted(intervalSeconds: number): Promise<void> {
    wasAccepted = true;
    offlineSinceMs = undefined;
    deps.reportConnectors("all");
    for (const listener of acceptedListeners) listener();
    if (intervalSeconds > 0) await adoptInterval(intervalSeconds);
    if (gate.registration === "Accepted" && gate.online) heartbeat.start();
  }

  async function adoptInterval(seconds: number): Promise<void> {
    heartbeatSeconds = seconds;
    const [set] = await deviceModel.setVariables(
      [{ ...HEARTBEAT_INTERVAL, attributeValue: String(seconds) }],
      "csms",
    );
    if (set?.attributeStatus !== "Accepted") {
      log.warning("the heartbeat interval of the CSMS is used but could not be stored", { seconds, ...set });
    }
  }

  function reconnected(): void {
    const offlineMs = offlineSinceMs === undefined ? 0 : clock.monotonicMs() - offlineSinceMs;
    offlineSinceMs = undefined;
    const thresholdSeconds = deviceModel.integer(OFFLINE_THRESHOLD) ?? 0;
    deps.reportConnectors(offlineMs > thresholdSeconds * 1000 ? "all" : "changed");
    heartbeat.start();
    heartbeat.send("ordinary"); // B04, scenario step 5
  }

  return {
    triggers: {
      BootNotification() {
        if (gate.registration === "Accepted") {
          return {
            status: "Rejected",
            statusInfo: statusInfo("InvalidMessageSeq", "Already accepted"),
          };
        }
        return { status: "Accepted", send: () => step({ kind: "triggered" }) };
      },
      Heartbeat: () => ({ status: "Accepted", send: () => heartbeat.send("control") }),
    },
    connected({ configurationSlot, url }) {
      // A slot may lead elsewhere than before: to another CSMS, or to the same one with another identity.
      const newProfile = profile !== undefined &&
        (profile.configurationSlot !== configurationSlot || profile.url !== url);
      profile = { configurationSlot, url };
      step({ kind: "connected", newProfile });
      if (gate.registration === "Accepted") reconnected();
    },
    disconnected() {
      offlineSinceMs ??= clock.monotonicMs();
      heartbeat.stop();
      step({ kind: "disconnected" });
    },
    messageSent: heartbeat.messageSent,
    registration: () => gate.registration,
    stopped: () => step({ kind: "stopped" }),
    restarted() {
      bootReason = "ApplicationReset";
      wasAccepted = false;
      offlineSinceMs = undefined;
      step({ kind: "restarted" });
    },
    onAccepted: (listener) => void acceptedListeners.push(listener),
    onResponse: (listener) => void responseListeners.push(listener),
    csmsTime: timekeeper.csmsTime,
  };
}
