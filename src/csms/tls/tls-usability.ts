import { clientChainProblem } from "./client-identity.ts";
import { rootProblem } from "./runtime-verdict.ts";

/** What the TLS of this process can use, for those who accept certificates. */
export const tlsUsability = { clientChainProblem, rootProblem };
