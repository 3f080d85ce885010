import type { Registration as LinkRegistration } from "../../csms/call-queue.ts";
import type { Registration } from "../../station/provisioning/boot-gate.ts";

/** The boot gate's state in the words of the link's lanes. */
export function toLinkRegistration(registration: Registration): LinkRegistration {
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
