import type { EvseId } from "../kernel/ids.ts";
import type {
  ComponentType,
  DataEnumType,
  VariableCharacteristicsType,
  VariableType,
} from "../ocpp/messages.ts";
import { PROTOCOL_PRIORITIES, VEHICLE_CERTIFICATES } from "./live-variables.ts";

/** A component whose variables EVerest fills in; the shape of a component definition of the device model. */
export interface GeneratedComponent {
  readonly component: ComponentType;
  readonly variables: readonly GeneratedVariable[];
}

export interface GeneratedVariable {
  readonly variable: VariableType;
  readonly characteristics: VariableCharacteristicsType;
  readonly attributes: readonly [
    { readonly type: "Actual"; readonly mutability: "ReadOnly"; readonly initial: string },
  ];
  readonly source: "EVEREST";
}

const MODES =
  "AC_single_phase,AC_two_phase,AC_three_phase,DC,AC_BPT,AC_BPT_DER,AC_DER,DC_BPT,DC_ACDP,DC_ACDP_BPT,WPT";

const OPERATION_MODES =
  "Idle,ChargingOnly,CentralSetpoint,ExternalSetpoint,ExternalLimits,CentralFrequency,LocalFrequency,LocalLoadBalancing";

/**
 * What the bus tells of every EVSE beside its own variables: the connected EV and the ways to charge it.
 * `withIso15118` are the EVSEs that an ISO 15118 stack is connected for.
 */
export function generatedComponents(
  evses: readonly EvseId[],
  withIso15118: readonly EvseId[],
): readonly GeneratedComponent[] {
  return evses.flatMap((evse) => [
    { component: { name: "ConnectedEV", evse: { id: evse } }, variables: connectedEvVariables() },
    { component: { name: "V2XChargingCtrlr", evse: { id: evse } }, variables: v2xVariables() },
    ...withIso15118.includes(evse)
      ? [{ component: { name: "ISO15118Ctrlr", evse: { id: evse } }, variables: iso15118Variables() }]
      : [],
  ]);
}

function connectedEvVariables(): readonly GeneratedVariable[] {
  return [
    variable("Available", "boolean", "false"),
    variable("VehicleId", "string"),
    variable("ProtocolAgreed", "string"),
    ...VEHICLE_CERTIFICATES.map((instance) => variable("VehicleCertificate", "string", "", { instance })),
    ...Array.from(
      { length: PROTOCOL_PRIORITIES },
      (_, index) => variable("ProtocolSupportedByEV", "string", "", { instance: String(index + 1) }),
    ),
  ];
}

function v2xVariables(): readonly GeneratedVariable[] {
  return [
    variable("Available", "boolean", "false"),
    variable("Enabled", "boolean", "false"),
    variable("SupportedEnergyTransferModes", "MemberList", "", { valuesList: MODES }),
    variable("SupportedOperationModes", "MemberList", "ChargingOnly", { valuesList: OPERATION_MODES }),
  ];
}

function iso15118Variables(): readonly GeneratedVariable[] {
  return [
    variable("Enabled", "boolean", "true"),
    variable("ServiceRenegotiationSupport", "boolean", "false"),
    // The stack does not publish which protocols it speaks.
    variable("ProtocolSupported", "string"),
  ];
}

function variable(
  name: string,
  dataType: DataEnumType,
  initial = "",
  more: { readonly instance?: string; readonly valuesList?: string } = {},
): GeneratedVariable {
  const { instance, valuesList } = more;
  return {
    variable: instance === undefined ? { name } : { name, instance },
    characteristics: {
      dataType,
      supportsMonitoring: true,
      ...(valuesList === undefined ? {} : { valuesList }),
    },
    attributes: [{ type: "Actual", mutability: "ReadOnly", initial }],
    source: "EVEREST",
  };
}
