import { enumOf, type Infer } from "../../codec/mod.ts";

/** DER controls; the first 22, in this order, are the `DERControl` of releases before main of 2026-08. */
export const directiveType = enumOf(
  "EnterService",
  "FreqDroop",
  "FreqWatt",
  "FixedPFAbsorb",
  "FixedPFInject",
  "FixedVar",
  "Gradients",
  "HFMustTrip",
  "HFMayTrip",
  "HVMustTrip",
  "HVMomCess",
  "HVMayTrip",
  "LimitMaxDischarge",
  "LFMustTrip",
  "LVMustTrip",
  "LVMomCess",
  "LVMayTrip",
  "PowerMonitoringMustTrip",
  "VoltVar",
  "VoltWatt",
  "WattPF",
  "WattVar",
  "ZeroCurrent",
  "OvervoltageFaultRideThrough",
  "UndervoltageFaultRideThrough",
  "DSOQSetpoint",
  "DSOCosPhiSetpoint",
  "MaximumLevelDCInjection",
);
export type DirectiveType = Infer<typeof directiveType>;
