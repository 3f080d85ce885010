import type { IdTokenType } from "../../ocpp/messages.ts";
import { createRemoteControlBlock } from "../../station/remote-control/remote-control-block.ts";
import { createUnlockBlock } from "../../station/remote-control/unlock-connector.ts";
import type { StartProfiles } from "../../station/smart-charging/charging-profiles-block.ts";
import type { BlockContext } from "../block-context.ts";
import type { ChargingBlocks } from "./charging.ts";

export interface WireRemoteControlDeps extends ChargingBlocks {
  /** The group that the local list or the cache names for a token. */
  knownGroup(idToken: IdTokenType): IdTokenType | undefined;
  readonly chargingProfiles: StartProfiles;
}

/** Block F: the CSMS starts and stops transactions and unlocks connectors. */
export function wireRemoteControl(context: BlockContext, deps: WireRemoteControlDeps): void {
  const { deviceModel, layout, ports, clock, log } = context;
  const { availability, transactions, reservations, remoteStarts } = deps;
  const remoteControl = createRemoteControlBlock({
    deviceModel,
    availability,
    transactions,
    log: log("remote-control"),
    evses: layout,
    tokens: ports.tokens,
    pending: remoteStarts,
    isAccepted: () => context.registration.isAccepted,
    knownGroup: deps.knownGroup,
    chargingProfiles: deps.chargingProfiles,
    reservations: (...who) => reservations.isReservedForOther(...who),
  });
  remoteStarts.onAbandoned((id) => deps.chargingProfiles.abandoned(id));
  const unlock = createUnlockBlock({
    clock,
    transactions,
    log: log("remote-control"),
    evses: layout,
    port: ports.evses,
  });
  context.join({
    handlers: remoteControl.handlers,
    started: (scope) => remoteControl.started(scope),
    onRemoteStartDropped: (remoteStartId) => remoteStarts.drop(remoteStartId),
  });
  context.join({ handlers: unlock.handlers, onErrorEvent: (error) => unlock.onErrorEvent(error) });
}
