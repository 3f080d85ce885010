import type { CsmsExaminationAnswer } from "../../inspection/csms-examination.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Station } from "../composition.ts";

/** Tries the connection to the CSMS; `slot` chooses one that is not the connected or first one. */
export async function inspectConnection(
  { link, provisioning, examineConnection }: Pick<Station, "link" | "provisioning" | "examineConnection">,
  clock: Clock,
  { slot }: Readonly<Record<string, unknown>>,
): Promise<CsmsExaminationAnswer> {
  const connection = await examineConnection(typeof slot === "number" ? slot : undefined);
  return {
    connection,
    link: link.state(),
    registration: provisioning.registration(),
    nowMs: clock.wallMs(),
  };
}
