import type { EVSEType, MessageTriggerEnumType, StatusInfoType } from "../../ocpp/messages.ts";

/** What a block says when the CSMS asks it to send one of its messages. */
export type TriggerVerdict =
  /** `send` runs after the TriggerMessageResponse is on the socket. */
  | { readonly status: "Accepted"; readonly send: () => void }
  | { readonly status: "Rejected"; readonly statusInfo: StatusInfoType };

/**
 * Decides about one triggered message. `evse` is what the request named; absent means every EVSE, and a
 * message that has nothing to do with an EVSE ignores it. What `send` sends goes out on the `control` lane,
 * since a triggered message is allowed while the registration is Pending.
 */
export type Trigger = (evse: EVSEType | undefined) => TriggerVerdict;

/** The messages that can be triggered, each answered by the block that owns it. Absent: NotImplemented. */
export type TriggerTable = { readonly [M in MessageTriggerEnumType]?: Trigger };
