/** The functional blocks of part 2. */
export const BLOCKS: Readonly<Record<string, string>> = {
  A: "Security",
  B: "Provisioning",
  C: "Authorization",
  D: "Local authorization list",
  E: "Transactions",
  F: "Remote control",
  G: "Availability",
  H: "Reservation",
  I: "Tariff and cost",
  J: "Meter values",
  K: "Smart charging",
  L: "Firmware management",
  M: "ISO 15118 certificates",
  N: "Diagnostics",
  O: "Display messages",
  P: "Data transfer",
};
