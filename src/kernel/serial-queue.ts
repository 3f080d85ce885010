/** Runs tasks one at a time in the order in which they were added; a task that fails does not stop the next. */
export type SerialQueue = <T>(task: () => Promise<T>) => Promise<T>;

export function createSerialQueue(): SerialQueue {
  let tail: Promise<unknown> = Promise.resolve();
  return (task) => {
    const done = tail.then(task, task);
    tail = done;
    return done;
  };
}
