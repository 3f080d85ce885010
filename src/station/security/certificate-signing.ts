import type { Clock, Timer } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { CertificateSigningUseEnumType } from "../../ocpp/messages.ts";
import { statusInfo } from "../../ocpp/reason-codes.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";
import { type Handler, type HandlerTable, result } from "../handlers.ts";
import type { CallLane, Csms } from "../ports/csms.ts";
import type { CertificateSubject, StationKeys } from "../ports/station-keys.ts";
import type { TlsUsability } from "../ports/tls-usability.ts";
import type { TriggerTable, TriggerVerdict } from "../trigger-message/trigger.ts";
import { isSigningEnabled, maxChainSize, readSubject, signingWaitMs } from "./signing-settings.ts";

const PNC_ENABLED = variableKey("ISO15118Ctrlr", "PnCEnabled");

export const SIGNING_TIMER = "security.certificate-signing";

export interface CertificateSigningDeps {
  readonly csms: Csms;
  readonly keys: StationKeys;
  readonly deviceModel: DeviceModel;
  readonly clock: Clock;
  readonly log: Logger;
  readonly tls: Pick<TlsUsability, "clientChainProblem">;
  raiseSecurityEvent(type: string, techInfo: string): void;
  /** A new certificate is in use; called after the CSMS was answered. */
  installed(type: CertificateSigningUseEnumType): void;
}

export interface CertificateSigning {
  readonly handlers: HandlerTable;
  readonly triggers: TriggerTable;
  /** Requests a new certificate (A03), unless a request is open already or only the CSMS may ask for another one. */
  renew(type: CertificateSigningUseEnumType): void;
  /** Requests are not repeated any more; a certificate that still arrives is installed. */
  stop(): void;
}

/** A request whose certificate has not arrived yet. */
interface Pending {
  timer: Timer | undefined;
}

/** A02 and A03: certificates of the station, signed by the CSMS. */
export function createCertificateSigning(deps: CertificateSigningDeps): CertificateSigning {
  const { csms, keys, deviceModel, clock, log } = deps;
  const pending = new Map<CertificateSigningUseEnumType, Pending>();
  /** A02.FR.19, A02.FR.20: not requested again until the CSMS triggers it. */
  const leftToCsms = new Set<CertificateSigningUseEnumType>();

  async function request(
    type: CertificateSigningUseEnumType,
    subject: CertificateSubject,
    lane: CallLane,
  ): Promise<void> {
    const own: Pending = { timer: undefined };
    pending.set(type, own);
    leftToCsms.delete(type);
    const created = await keys.createSigningRequest(type, subject);
    if (created.kind === "failed") {
      finish(type, own);
      log.error("a certificate request could not be created", { type, reason: created.reason });
      return deps.raiseSecurityEvent("CSRGenerationFailed", created.reason);
    }
    if (pending.get(type) === own) await send({ type, csr: created.csr, own, lane }, 1);
  }

  async function send(
    what: { type: CertificateSigningUseEnumType; csr: string; own: Pending; lane: CallLane },
    attempt: number,
  ): Promise<void> {
    const { type, csr, own, lane } = what;
    const outcome = await csms.call("SignCertificate", { csr, certificateType: type }, lane);
    // The certificate has arrived, or another request was made.
    if (pending.get(type) !== own) return;
    if (type === "V2GCertificate" && outcome.kind === "result" && outcome.response.status === "Rejected") {
      withoutPlugAndCharge();
    }
    const accepted = outcome.kind === "result" && outcome.response.status === "Accepted";
    // The CSMS accepted this request before, and may answer it after a reconnect.
    const unreachable = outcome.kind === "offline" || outcome.kind === "timeout";
    const isAwaited = accepted || (attempt > 1 && unreachable);
    const waitMs = isAwaited ? signingWaitMs(attempt, deviceModel) : undefined;
    log.info("a certificate was requested from the CSMS", {
      type,
      attempt,
      outcome: outcome.kind,
      accepted,
      waitMs,
    });
    if (waitMs === undefined) {
      finish(type, own);
      // A request that the CSMS did not take is made anew at the next look at the certificate.
      return isAwaited ? leaveToCsms(type, "the CSMS has not sent it") : undefined;
    }
    // The same request again, so that the CSMS may answer either.
    own.timer = clock.setTimer(SIGNING_TIMER, waitMs, () => void send(what, attempt + 1));
  }

  function leaveToCsms(type: CertificateSigningUseEnumType, reason: string): void {
    leftToCsms.add(type);
    log.warning("no certificate is requested until the CSMS triggers it", { type, reason });
  }

  /** A02.FR.21: until the next start. Vehicles would not trust the station. */
  function withoutPlugAndCharge(): void {
    if (deviceModel.boolean(PNC_ENABLED) !== true) return;
    log.warning("Plug & Charge is off until the next start: the CSMS signs no V2G certificate");
    deviceModel.setActual(PNC_ENABLED, "false");
  }

  function finish(type: CertificateSigningUseEnumType, own: Pending): void {
    own.timer?.cancel();
    if (pending.get(type) === own) pending.delete(type);
  }

  const certificateSigned: Handler<"CertificateSigned"> = async ({ certificateChain, certificateType }) => {
    const type = certificateType ?? "ChargingStationCertificate";
    // The request counts as answered, even if the certificate is refused.
    const own = pending.get(type);
    if (own) finish(type, own);
    if (certificateChain.length > maxChainSize(deviceModel)) {
      return refuse(type, `the chain is longer than ${maxChainSize(deviceModel)} characters`);
    }
    const problem = type === "ChargingStationCertificate"
      ? await deps.tls.clientChainProblem(certificateChain)
      : undefined;
    if (problem !== undefined) return refuse(type, problem);
    const outcome = await keys.installLeaf(type, certificateChain);
    if (outcome.kind === "refused") return refuse(type, outcome.reason);
    if (outcome.kind === "full") {
      return result<"CertificateSigned">({
        status: "Rejected",
        statusInfo: statusInfo("OutOfStorage", outcome.reason),
      });
    }
    if (outcome.kind === "failed") {
      log.error("a signed certificate could not be stored", { reason: outcome.reason });
      return result<"CertificateSigned">({
        status: "Rejected",
        statusInfo: statusInfo("InternalError", outcome.reason),
      });
    }
    leftToCsms.delete(type);
    log.notice("a new certificate of the station is installed", { type });
    deps.raiseSecurityEvent("ReconfigurationOfSecurityParameters", `${type} replaced`);
    return result<"CertificateSigned">({ status: "Accepted" }, () => deps.installed(type));
  };

  function refuse(type: CertificateSigningUseEnumType, reason: string) {
    log.warning("a signed certificate is refused", { reason });
    leaveToCsms(type, "the one that it has sent was refused");
    deps.raiseSecurityEvent("InvalidChargingStationCertificate", reason);
    return result<"CertificateSigned">({
      status: "Rejected",
      statusInfo: statusInfo("InvalidCertificate", reason),
    });
  }

  function trigger(type: CertificateSigningUseEnumType): TriggerVerdict {
    const rejected = (...info: Parameters<typeof statusInfo>) =>
      ({ status: "Rejected", statusInfo: statusInfo(...info) }) as const;
    if (!isSigningEnabled(type, deviceModel)) {
      return rejected("NotEnabled", "the station uses no V2G certificate");
    }
    if (pending.has(type)) {
      return rejected("Unspecified", "a requested certificate has not arrived yet");
    }
    const reading = readSubject(type, deviceModel);
    if (reading.kind === "missing") return rejected("MissingDevModelInfo", reading.variables.join(", "));
    return { status: "Accepted", send: () => void request(type, reading.subject, "control") };
  }

  return {
    handlers: { CertificateSigned: certificateSigned },
    triggers: {
      SignChargingStationCertificate: () => trigger("ChargingStationCertificate"),
      SignV2GCertificate: () => trigger("V2GCertificate"),
    },
    renew(type) {
      if (!isSigningEnabled(type, deviceModel) || pending.has(type) || leftToCsms.has(type)) return;
      const reading = readSubject(type, deviceModel);
      if (reading.kind === "complete") return void request(type, reading.subject, "ordinary");
      log.warning("no certificate can be requested", { type, missing: reading.variables });
    },
    stop() {
      for (const [type, own] of [...pending]) finish(type, own);
      leftToCsms.clear();
    },
  };
}
