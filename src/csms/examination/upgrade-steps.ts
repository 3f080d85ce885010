import type { ConnectFailure } from "../connections.ts";
import { type ExaminedStep, failed, notTried, passed } from "./examined-step.ts";

const BEFORE = "the CSMS refused before";

/** How the CSMS was asked for the WebSocket: with a password (security profiles 1 and 2) or without. */
export type Presented = "password" | "noPassword";

/**
 * What one answer to the upgrade request says of its three steps. A CSMS looks at the path first, then at the password,
 * then at the subprotocols.
 */
export function upgradeSteps(
  answer: { readonly kind: "open"; readonly subprotocol: string } | ConnectFailure,
  presented: Presented,
  tookMs: number,
): readonly ExaminedStep[] {
  const upgraded = passed("upgrade", "the CSMS answers with a WebSocket", tookMs);
  const known = presented === "password"
    ? passed("password", "the CSMS accepts identity and password")
    : notTried("password", "this security profile has none");
  switch (answer.kind) {
    case "open":
      return [upgraded, known, passed("subprotocol", answer.subprotocol)];
    case "subprotocolMissing":
      return [upgraded, known, failed("subprotocol", answer)];
    case "unauthorized":
      return [
        passed("upgrade", "the CSMS answers the request", tookMs),
        failed("password", answer),
        notTried("subprotocol", BEFORE),
      ];
    default:
      return [
        failed("upgrade", answer, tookMs),
        notTried("password", BEFORE),
        notTried("subprotocol", BEFORE),
      ];
  }
}

/** What a connection that is in use says of the same steps. */
export function stepsOfRunningConnection(presented: Presented): readonly ExaminedStep[] {
  const fact = "the station is connected";
  return [
    passed("upgrade", fact),
    presented === "password"
      ? passed("password", fact)
      : notTried("password", "this security profile has none"),
    passed("subprotocol", fact),
  ];
}
