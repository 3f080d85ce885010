import { type Clock, toTimestamp } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { BootReasonEnumType, RequestOf } from "../../ocpp/messages.ts";
import { isCritical, securityEventNotification } from "../../ocpp/security-events.ts";
import { startUpEvent } from "./start-up-event.ts";

/** The outbox for security events. */
export interface SecurityEventOutbox {
  /** Resolves when the notification is on disk and will be delivered. */
  append(
    action: "SecurityEventNotification",
    request: RequestOf<"SecurityEventNotification">,
    occurredMs: number,
  ): Promise<unknown>;
}

/** The security log on disk. */
export interface SecurityLog {
  write(entry: SecurityEvent): void;
  /** Called when the oldest part of the log was deleted. */
  onCleared(listener: () => void): void;
}

export interface SecurityEvent {
  readonly type: string;
  readonly techInfo: string;
  readonly timestampMs: number;
  readonly critical: boolean;
}

/** An event that another EVerest module reports through `ocpp_generic`. */
export interface ReportedSecurityEvent {
  readonly type: string;
  readonly techInfo?: string;
  /** Absent: now. */
  readonly timestampMs?: number;
  /** Absent: as listed in the catalogue of security events. */
  readonly critical?: boolean;
}

export interface SecurityDeps {
  readonly outbox: SecurityEventOutbox;
  readonly securityLog: SecurityLog;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface SecurityBlock {
  /** Raises a security event of this program. */
  raise(type: string, techInfo: string): void;
  /** Reports a security event of another module. */
  report(event: ReportedSecurityEvent): void;
  /** The station has started. */
  started(reason: BootReasonEnumType, firmwareVersion: string | undefined): void;
  /** The CSMS was reached: events of the outage are raised again in the next one. */
  connected(): void;
  /** Called for every security event of this program. */
  onRaised(listener: (event: SecurityEvent) => void): void;
}

/**
 * Problems of the CSMS repeat with every attempt to connect. To queue each of them would fill the disk during
 * a long outage, so the CSMS is sent one per outage, while the security log has all.
 */
const ONCE_PER_OUTAGE: ReadonlySet<string> = new Set([
  "InvalidCsmsCertificate",
  "InvalidTLSVersion",
  "InvalidTLSCipherSuite",
]);

/** A04: security events are written to the security log; critical ones are queued for the CSMS as well. */
export function createSecurityBlock(deps: SecurityDeps): SecurityBlock {
  const listeners: ((event: SecurityEvent) => void)[] = [];
  const raisedThisOutage = new Set<string>();

  function take(event: SecurityEvent): void {
    deps.securityLog.write(event);
    if (!event.critical) return;
    if (ONCE_PER_OUTAGE.has(event.type)) {
      if (raisedThisOutage.has(event.type)) return;
      raisedThisOutage.add(event.type);
    }
    const request = securityEventNotification(event.type, toTimestamp(event.timestampMs), event.techInfo);
    // The outbox keeps it until the CSMS has confirmed it.
    deps.outbox.append("SecurityEventNotification", request, event.timestampMs).catch((error: unknown) => {
      deps.log.error("a security event could not be queued; it is in the security log only", {
        type: event.type,
        error: String(error),
      });
    });
  }

  function raise(type: string, techInfo: string): void {
    const event = { type, techInfo, timestampMs: deps.clock.wallMs(), critical: isCritical(type) };
    take(event);
    for (const listener of listeners) listener(event);
  }

  deps.securityLog.onCleared(() => raise("SecurityLogWasCleared", "rotated"));

  return {
    raise,
    report({ type, techInfo = "", timestampMs = deps.clock.wallMs(), critical = isCritical(type) }) {
      take({ type, techInfo, timestampMs, critical });
    },
    started(reason, firmwareVersion) {
      const event = startUpEvent(reason, firmwareVersion);
      raise(event.type, event.techInfo);
    },
    connected: () => raisedThisOutage.clear(),
    onRaised: (listener) => void listeners.push(listener),
  };
}
