import { closedPathText } from "../../host/closed-path.ts";
import type { DatabaseExamination } from "../../storage/examine-database.ts";

/** Why it cannot be said what is in a database, if it cannot. */
export function unknownDatabaseText(
  path: string,
  examination: DatabaseExamination<unknown>,
): string | undefined {
  switch (examination.kind) {
    case "closed":
      return closedPathText(examination);
    case "refused":
      return `${path} cannot be read: ${examination.reason}`;
    case "damaged":
      return `${path} is damaged: ${examination.reason}`;
    default:
      return undefined;
  }
}
