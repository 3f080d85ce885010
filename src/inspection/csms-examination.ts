import type { ExaminedConnection, ExaminedStepName, StepFailure } from "../csms/examination/examined-step.ts";
import { assertNever } from "../kernel/assert-never.ts";
import type { RunningStatus } from "./status.ts";

/** The answer to `doctor.csms`. */
export interface CsmsExaminationAnswer {
  readonly connection: ExaminedConnection;
  readonly link: RunningStatus["link"];
  readonly registration: RunningStatus["registration"];
  readonly nowMs: number;
}

/** One line of a diagnosis. */
export interface ExaminationFinding {
  readonly name: ExaminedStepName | "boot";
  readonly verdict: "passed" | "failed" | "notTried";
  readonly tookMs?: number;
  /** What was found. */
  readonly text: string;
  /** Why it has probably failed. */
  readonly cause?: string;
  /** What to do about it. */
  readonly remedy?: string;
}

interface Explanation {
  readonly cause: string;
  readonly remedy: string;
}

/** Every step of the connection with what it means, and BootNotification as the last one. */
export function csmsFindings(answer: CsmsExaminationAnswer): readonly ExaminationFinding[] {
  const steps = answer.connection.steps.map(({ name, outcome, tookMs }): ExaminationFinding => {
    const took = tookMs === undefined ? {} : { tookMs };
    switch (outcome.kind) {
      case "passed":
        return { name, verdict: "passed", text: outcome.fact, ...took };
      case "notTried":
        return { name, verdict: "notTried", text: outcome.reason, ...took };
      case "failed":
        return {
          ...{ name, verdict: "failed", text: failureText(outcome.failure), ...took },
          ...explanation(outcome.failure),
        };
      default:
        return assertNever(outcome);
    }
  });
  return [...steps, bootFinding(answer)];
}

function bootFinding({ link, registration }: CsmsExaminationAnswer): ExaminationFinding {
  const name = "boot";
  if (link.kind !== "online") {
    return { name, verdict: "notTried", text: "a diagnosis sends no BootNotification" };
  }
  switch (registration) {
    case "Accepted":
      return { name, verdict: "passed", text: "the CSMS has accepted the station" };
    case "Pending":
      return {
        ...{ name, verdict: "failed", text: "the CSMS has answered Pending" },
        cause: "the CSMS knows the station but wants to set it up first",
        remedy: "release the station in the CSMS",
      };
    case "Rejected":
      return {
        ...{ name, verdict: "failed", text: "the CSMS has answered Rejected" },
        cause: "the CSMS does not know this identity, or has blocked it",
        remedy: "register the station in the CSMS, with the last part of the URL as its identity",
      };
    case "none":
      return {
        ...{ name, verdict: "failed", text: "the CSMS has not answered BootNotification" },
        cause: "the WebSocket is open, but what is behind it does not answer",
        remedy:
          "ask the operator of the CSMS whether its OCPP service runs; OCPP201 log tail shows what was sent",
      };
    default:
      return assertNever(registration);
  }
}

/** What the failure is, without its meaning. */
function failureText(failure: StepFailure): string {
  switch (failure.kind) {
    case "unauthorized":
      return `HTTP ${failure.status}: the CSMS refuses identity or password`;
    case "upgradeRefused":
      return `HTTP ${failure.status}: ${failure.reason}`;
    case "subprotocolMissing":
      return `the CSMS answers ${failure.offered ?? "without a subprotocol"}, not ocpp2.0.1`;
    case "timeout":
      return "no answer within the time limit";
    case "noUsableProfile":
      return "no network profile is configured";
    default:
      return withDates(failure.reason);
  }
}

/** Error texts of the runtime's TLS give times in seconds since 1970; replaces them by dates. */
function withDates(reason: string): string {
  return reason.replace(
    /\b(\d{9,11})(?: \(UNIX\))?/g,
    (_, seconds: string) => new Date(Number(seconds) * 1000).toISOString().slice(0, 19) + "Z",
  );
}

const OPERATOR = "the operator of the CSMS";

const NOT_CONFIGURED: Explanation = {
  cause: "the station was not told where its CSMS is",
  remedy: "copy examples/NetworkConfiguration_1.json of the component files to custom, and fill it in",
};

const TLS_TOO_OLD: Explanation = {
  cause: "the CSMS offers only TLS that OCPP 2.0.1 forbids",
  remedy: `${OPERATOR} must offer TLS 1.2 or 1.3 with ECDHE and AES-GCM`,
};

/** What is the same whatever else is known of the failure. */
const EXPLANATIONS: Readonly<Record<Exclude<StepFailure["kind"], "upgradeRefused">, Explanation>> = {
  noUsableProfile: NOT_CONFIGURED,
  notConfigured: NOT_CONFIGURED,
  unusableProfile: {
    cause: "a setting of the slot is missing, or cannot be used",
    remedy: "correct what the line above names",
  },
  credentialsUnavailable: {
    cause: "EVerest's security module has no certificate for this purpose",
    remedy: "install it there, or let the CSMS install it",
  },
  unresolved: {
    cause: "the name in the URL is misspelt, or no name server can be reached",
    remedy: "check the URL; then: getent hosts NAME, and the resolver of the modem or network",
  },
  unreachable: {
    cause: "nothing listens at this address and port, or a firewall refuses",
    remedy: "check host and port in the URL, then the route and the firewall",
  },
  timeout: {
    cause: "something in between drops the packets, or the CSMS hangs",
    remedy: "check firewall, APN and VPN; ask the operator of the CSMS whether its service runs",
  },
  tlsVersionTooOld: TLS_TOO_OLD,
  noCommonCipherSuite: TLS_TOO_OLD,
  untrustedIssuer: {
    cause: "none of the installed CSMS roots has issued the certificate of the CSMS",
    remedy:
      "install the CSMS's root in EVerest's security module; the line credentials names the present ones",
  },
  certificateExpired: {
    cause: "the certificate of the CSMS has expired, or the clock of the station is ahead",
    remedy: `${OPERATOR} must renew it; first look at the clock: OCPP201 doctor clock`,
  },
  certificateNotYetValid: {
    cause: "the clock of the station is behind, or the certificate was issued for later",
    remedy: "set the clock of the station: OCPP201 doctor clock",
  },
  wrongHost: {
    cause: "the certificate of the CSMS names another host than the URL",
    remedy: "use the certificate's name in the URL, or have the certificate issued anew",
  },
  unsupportedCertificate: {
    cause: "the certificate of the CSMS is not one for servers, or too old a kind",
    remedy: `${OPERATOR} must use an X.509 v3 server certificate`,
  },
  clientCertificateRefused: {
    cause: "the CSMS does not trust the station's certificate",
    remedy: "check its issuer and dates (line credentials), and the roots in the CSMS",
  },
  tlsFailed: {
    cause: "the port speaks no TLS, or something in between breaks it",
    remedy: "check the port in the URL; ws:// (security profile 1) and wss:// usually have different ones",
  },
  unauthorized: {
    cause: "the password or the identity is not the one in the CSMS",
    remedy: "compare the last part of the URL with the CSMS, and BasicAuthPassword: that of the slot's " +
      "NetworkConfiguration counts before that of SecurityCtrlr",
  },
  subprotocolMissing: {
    cause: "the CSMS speaks another version of OCPP at this URL",
    remedy: "ask the operator of the CSMS for its OCPP 2.0.1 endpoint",
  },
};

const WRONG_PATH: Explanation = {
  cause: "the path of the URL is not the one of the OCPP endpoint",
  remedy: `compare OcppCsmsUrl with what ${OPERATOR} gives; the identity is added at its end`,
};
const NO_ENDPOINT: Explanation = {
  cause: "a web server answers, but no OCPP endpoint",
  remedy: "check host, port and path of the URL; a proxy in between must let WebSockets through",
};

/** The likely cause of a failure, and its remedy. */
export function explanation(failure: StepFailure): Explanation {
  if (failure.kind !== "upgradeRefused") return EXPLANATIONS[failure.kind];
  return failure.status === 404 ? WRONG_PATH : NO_ENDPOINT;
}
