import type { Registration as LinkRegistration } from "../../csms/unqueued-calls.ts";
import type { CsmsLink } from "../../csms/csms-link.ts";
import type { ConnectionControl } from "../../station/ports/csms-connection.ts";
import type { Registration } from "../../station/provisioning/boot-gate.ts";

/** The station's decisions about its connection, carried out by the link. */
export function createConnectionControl(link: CsmsLink): ConnectionControl {
  return {
    reconnect: (reason) => void link.reconnect(reason),
    pingIntervalChanged: () => link.pingIntervalChanged(),
    holdRedial: () => link.holdRedial(),
    releaseRedial: () => link.releaseRedial(),
    setRegistration: (registration) => link.setRegistration(toLinkRegistration(registration)),
  };
}

/** The boot gate's state in the words of the link's lanes. */
function toLinkRegistration(registration: Registration): LinkRegistration {
  switch (registration) {
    case "none":
      return "none";
    case "Accepted":
      return "accepted";
    case "Pending":
      return "pending";
    case "Rejected":
      return "rejected";
  }
}
