/** Real time passes, where no injected clock decides: in processes of their own and on sockets. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
