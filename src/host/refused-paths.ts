import { normalize } from "../kernel/posix-path.ts";

/** The runtime opens nothing there unless it may do everything, which is more than this program asks for. */
const REFUSED = /^\/+(dev|proc|sys)(\/|$)/;

/** Whether the runtime opens no file at this path; links in it are not followed. */
export function isRefusedPath(path: string): boolean {
  return REFUSED.test(normalize(path));
}
