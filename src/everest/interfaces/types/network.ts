import { boolean, enumOf, type Infer, integer, object, string } from "../../codec/mod.ts";

export const interfaceClass = enumOf(
  "Wired0",
  "Wired1",
  "Wired2",
  "Wired3",
  "Wireless0",
  "Wireless1",
  "Wireless2",
  "Wireless3",
  "Any",
);
export type InterfaceClass = Infer<typeof interfaceClass>;

export const apn = object({
  apn: string(),
}, {
  apn_user_name: string(),
  apn_password: string(),
  sim_pin: string(),
  preferred_network: string(),
  use_only_preferred_network: boolean(),
  apn_authentication: enumOf("CHAP", "NONE", "PAP", "AUTO"),
});
export type APN = Infer<typeof apn>;

export const vpn = object({
  server: string(),
  type: enumOf("IKEv2", "IPSec", "L2TP", "PPTP", "Other"),
}, {
  user: string(),
  group: string(),
  password: string(),
  key: string(),
});
export type VPN = Infer<typeof vpn>;

/** Asks for a network interface to be brought up (main of 2026-08). */
export const configureNetworkRequest = object({
  request_id: integer(),
  interface: interfaceClass,
}, {
  interface_name: string(),
  apn: apn,
  vpn: vpn,
});
export type ConfigureNetworkRequest = Infer<typeof configureNetworkRequest>;

export const configureNetworkStatusEnum = enumOf("Ready", "Processing", "Failed", "Rejected", "NotSupported");
export type ConfigureNetworkStatusEnum = Infer<typeof configureNetworkStatusEnum>;

export const configureNetworkResponse = object({
  status: configureNetworkStatusEnum,
}, {
  interface_address: string(),
});
export type ConfigureNetworkResponse = Infer<typeof configureNetworkResponse>;

export const configureNetworkFinalStatusEnum = enumOf("Ready", "Failed");
export type ConfigureNetworkFinalStatusEnum = Infer<typeof configureNetworkFinalStatusEnum>;

export const configureNetworkStatus = object({
  request_id: integer(),
  status: configureNetworkFinalStatusEnum,
}, {
  interface_address: string(),
});
export type ConfigureNetworkStatus = Infer<typeof configureNetworkStatus>;
