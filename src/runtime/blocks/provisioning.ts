import type { BootReasonEnumType } from "../../ocpp/messages.ts";
import type { AvailabilityBlock } from "../../station/availability/availability-block.ts";
import {
  createProvisioningBlock,
  type ProvisioningBlock,
} from "../../station/provisioning/provisioning-block.ts";
import type { BlockContext } from "../block-context.ts";

export interface WireProvisioningDeps {
  readonly availability: AvailabilityBlock;
  readonly bootReason: BootReasonEnumType;
  /** The CSMS accepts reports again. */
  reachable(): void;
  /** The station has set its clock. */
  clockSet(): void;
}

/** The registration at the CSMS, the time and the heartbeats. */
export function wireProvisioning(
  context: BlockContext,
  { availability, bootReason, reachable, clockSet }: WireProvisioningDeps,
): ProvisioningBlock {
  const { csms, control, deviceModel, ports, clock, log, raiseSecurityEvent } = context;
  const provisioning = createProvisioningBlock({
    csms,
    system: ports.system,
    deviceModel,
    clock,
    log: log("provisioning"),
    bootReason,
    setRegistration(registration) {
      context.registration.changed(registration);
      control.setRegistration(registration);
    },
    reportConnectors(which) {
      availability.reportConnectors(which);
      reachable();
    },
    raiseSecurityEvent,
    clockSet,
  });
  context.join({
    triggers: provisioning.triggers,
    connected: (connection) => provisioning.connected(connection),
    disconnected: () => provisioning.disconnected(),
    ocppStopped: () => provisioning.stopped(),
  });
  return provisioning;
}
