import { reasonOf } from "../kernel/reason-of.ts";
import { REFUSED_PATH_REASON } from "../kernel/refused-path-reason.ts";

/** Why a file or directory cannot be read or written, in words that stand behind its path. */
export function fileFailureText(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such file";
  if (error instanceof Deno.errors.PermissionDenied) return "it is not allowed";
  if (error instanceof Deno.errors.IsADirectory) return "it is a directory";
  // A link may lead there from a path that looks innocent.
  if (error instanceof Deno.errors.NotCapable) return REFUSED_PATH_REASON;
  return reasonOf(error);
}

/** The same for a file that is to be made. */
export function newFileFailureText(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such directory";
  if (error instanceof Deno.errors.AlreadyExists) return "it exists already";
  return fileFailureText(error);
}
