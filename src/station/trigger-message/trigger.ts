import type { EVSEType, MessageTriggerEnumType, StatusInfoType } from "../../ocpp/messages.ts";

/** A block's answer to the request to send one of its messages. */
export type TriggerVerdict =
  /** `send` runs after the TriggerMessageResponse is on the socket. */
  | { readonly status: "Accepted"; readonly send: () => void }
  | { readonly status: "Rejected"; readonly statusInfo: StatusInfoType };

/**
 * Decides about one triggered message. `evse` comes from the request; absent means every EVSE, and a message
 * without relation to an EVSE ignores it. `send` uses the `control` lane, since a triggered message is
 * allowed while the registration is Pending.
 */
export type Trigger = (evse: EVSEType | undefined) => TriggerVerdict;

/** The messages that can be triggered, each handled by its block. Absent: NotImplemented. */
export type TriggerTable = { readonly [M in MessageTriggerEnumType]?: Trigger };
