// The page's side of the worker. `on` has a function for each kind of message it sends.

export function startEngine(on) {
  let number = 0;
  const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  worker.onmessage = ({ data }) => {
    const stale = data.number !== undefined && data.number !== number;
    if (!stale) on[data.kind](data);
  };
  worker.onerror = (event) => on.failed({ message: event.message || "worker.js" });
  return {
    // Ask for some parts of the answer; an earlier question is given up.
    ask(request, parts) {
      number += 1;
      worker.postMessage({ ...request, parts, number });
    },
    stop: () => worker.terminate(),
  };
}
