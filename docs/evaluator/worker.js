// The library in a worker: loads Pyodide and the wheels from this site, then answers.

const runtime = new URL("runtime/", import.meta.url);
let python; // respond.py, once it is loaded
let latest = 0; // the number of the newest request; older ones are given up

self.onmessage = ({ data }) => {
  latest = data.number;
  answer(data);
};

load().catch(fail);

async function load() {
  const manifest = await (await get(new URL("manifest.json", runtime))).json();
  countBytes(manifest.bytes);
  const [{ loadPyodide }, source, ...wheels] = await Promise.all([
    import(new URL("pyodide.mjs", runtime)),
    get(new URL("respond.py", import.meta.url)).then((reply) => reply.text()),
    ...manifest.wheels.map((name) => get(new URL(name, runtime)).then((reply) => reply.arrayBuffer())),
  ]);
  const pyodide = await loadPyodide({ indexURL: runtime.href });
  self.postMessage({ kind: "progress", stage: "starting" });
  for (const wheel of wheels) pyodide.unpackArchive(wheel, "wheel");
  pyodide.FS.writeFile("/home/pyodide/respond.py", source);
  python = pyodide.pyimport("respond");
  self.postMessage({
    kind: "ready",
    vocabulary: JSON.parse(python.vocabulary()),
    examples: manifest.examples.map(({ file, title }) => ({ title, url: new URL(file, runtime).href })),
  });
}

function fail(error) {
  self.postMessage({ kind: "failed", message: String(error.message ?? error) });
  throw error;
}

async function get(url) {
  const reply = await fetch(url);
  if (!reply.ok) throw new Error(`${url}: ${reply.status} ${reply.statusText}`);
  return reply;
}

// Pyodide fetches by itself. What passes through fetch is counted on its way, and a file that
// does not come is reported, for which Pyodide would wait without end.
function countBytes(total) {
  const plain = self.fetch.bind(self);
  let loaded = 0;
  self.fetch = async (...request) => {
    const reply = await plain(...request).catch((error) => fail(new Error(`${request[0]}: ${error.message}`)));
    if (!reply.ok) fail(new Error(`${request[0]}: ${reply.status} ${reply.statusText}`));
    if (!reply.body) return reply;
    const counter = new TransformStream({
      transform(chunk, controller) {
        loaded += chunk.byteLength;
        self.postMessage({ kind: "progress", stage: "loading", loaded, total });
        controller.enqueue(chunk);
      },
    });
    return new Response(reply.body.pipeThrough(counter), reply);
  };
}

// One part after the other, the quickest first; between them a newer request may come in.
async function answer(request) {
  const asked = JSON.stringify(request);
  for (const part of request.parts) {
    await new Promise((resume) => setTimeout(resume));
    if (request.number !== latest) return;
    try {
      const reply = JSON.parse(python[part](asked));
      self.postMessage({ kind: "answer", number: request.number, part, reply });
      if (reply.problems) return;
    } catch (error) {
      self.postMessage({ kind: "broken", number: request.number, message: String(error.message ?? error) });
      return;
    }
  }
}
