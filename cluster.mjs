// Starts a site of three gateways on this machine: an owner with its simulator and a demo session, and two edges that serve the owner's
// sessions from the log in NATS JetStream. It requires the .NET SDK, Node and nats-server (Debian: apt-get install nats-server).
//   npm run cluster                     build what is missing, and start
//   npm run cluster -- --no-build       start what was built before
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build, data as starts, demoSettings, fail, isFree, startGateway } from "./launch.mjs";

const root = dirname(fileURLToPath(import.meta.url));
const accounts = join(root, "Gateway.Web", "Sessions", "Cluster", "Trust", "README.md");
const site = "plant-1";
const data = join(starts, "cluster");
const first = Number(process.env.GATEWAY_PORT ?? "5080");
const nodes = [
  { name: "plant", port: first, role: "owner" },
  { name: "edge-1", port: first + 1, role: "edge" },
  { name: "edge-2", port: first + 2, role: "edge" },
].map((node) => ({ ...node, address: `http://127.0.0.1:${node.port}`, password: randomBytes(18).toString("base64url") }));
const natsPort = first + 3;
const natsProgram = process.env.NATS_SERVER ?? "nats-server";
// A token is a secret, so it is printed on a terminal only.
const isTerminal = process.stdout.isTTY === true;

/** The permissions that the documents give to an owner and to an edge, for the nodes of this site. */
function configuration() {
  const documented = /OWNER = (\{[^]*?\n {2}\})\n {2}EDGE = (\{[^]*?\n {2}\})\n/.exec(readFileSync(accounts, "utf8"));
  if (documented === null) {
    fail(`${accounts} has no permissions of an owner and an edge.`);
  }
  const users = nodes.map(({ name, role, password }) => {
    const permissions = (role === "owner" ? documented[1] : documented[2]).replace(/_INBOX\.\w+\./, `_INBOX.${name}.`);
    return `{ user: "${name}", password: "${password}", permissions: ${permissions} }`;
  });
  return `listen: "127.0.0.1:${natsPort}"\njetstream { store_dir: "${join(data, "nats")}" }\nauthorization { users = [\n${users.join("\n")}\n] }\n`;
}

/** Starts NATS apart from the terminal, so that Ctrl+C does not end it before the gateways have stopped. */
async function startNats() {
  const file = join(data, "nats.conf");
  writeFileSync(file, configuration(), { mode: 0o600 });
  const nats = spawn(natsProgram, ["-c", file], { detached: true, stdio: ["ignore", "ignore", "pipe"] });
  nats.on("error", () => fail(`${natsProgram} was not found. Install it (Debian: apt-get install nats-server), or name it: NATS_SERVER=/path/to/nats-server`));
  nats.on("exit", (code) => stop(`nats-server ended with exit code ${code}; it can be started alone for its reason: ${natsProgram} -c ${file}`));
  for await (const line of createInterface({ input: nats.stderr })) {
    if (line.includes("Server is ready")) {
      break;
    }
  }
  nats.stderr.resume();
  return nats;
}

/** Starts a node; its output gets its name. Ready with the token that it prints, if it prints one. */
async function startNode({ name, port, role, address, password }) {
  const cluster = { Url: `nats://127.0.0.1:${natsPort}`, Site: site, Node: name, Role: role, User: name, Password: password };
  const variables = Object.fromEntries(Object.entries(cluster).map(([key, value]) => [`Gateway__Cluster__${key}`, value]));
  const settings = role === "owner"
    ? [...demoSettings(join(data, name)), `--Gateway:Cluster:Address=${address}`, `--Gateway:Access:StartupToken=${isTerminal}`]
    : [`--Gateway:Store:Path=${join(data, name, "gateway.db")}`];
  // Apart from the terminal, because Ctrl+C is passed on once and not twice.
  const gateway = startGateway(port, settings, { detached: true, stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, ...variables } });
  gateways.push(gateway);
  gateway.on("exit", (code) => stop(`${name} ended with exit code ${code}.`));
  return new Promise((resolve) => {
    createInterface({ input: gateway.stdout }).on("line", (line) => {
      const ready = /Gateway is ready: \S+?(?:\/#token=(\S+))?(?:\s|$)/.exec(line);
      if (ready === null) {
        console.log(`${name.padEnd(6)} ${line}`);
      } else {
        resolve(ready[1]);
      }
    });
  });
}

/** Ends the gateways in order, and then NATS, which gets what they still publish. */
async function stop(reason) {
  if (stopping) {
    return;
  }
  stopping = true;
  if (reason !== undefined) {
    console.error(reason);
  }
  const running = gateways.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
  const ended = running.map((gateway) => once(gateway, "exit"));
  running.forEach((gateway) => gateway.kill("SIGTERM"));
  await Promise.all(ended);
  nats?.kill("SIGTERM");
  process.exit(reason === undefined ? 0 : 1);
}

for (const port of [...nodes.map(({ port }) => port), natsPort]) {
  if (!(await isFree(port))) {
    fail(`Port ${port} is in use. End the program that uses it, or choose four other ports: GATEWAY_PORT=6080 npm run cluster`);
  }
}
if (!process.argv.includes("--no-build")) {
  build();
}
mkdirSync(join(data, "nats"), { recursive: true });
const gateways = [];
let stopping = false;
let nats;
process.on("SIGINT", () => stop());
process.on("SIGTERM", () => stop());
nats = await startNats();
// The owner makes the log and the buckets of the site.
const token = await startNode(nodes[0]);
await Promise.all(nodes.slice(1).map(startNode));
console.log(`\nThe site ${site} is ready. Its sessions are the same at every address, and a client may change from one to another:`);
for (const { name, role, address } of nodes) {
  console.log(`  ${name.padEnd(6)} ${role.padEnd(5)} ${address}${token === undefined ? "" : `/#token=${token}`}`);
}
if (token === undefined) {
  console.log(`To get a token, run: npm run -s token -- --subject NAME --scopes admin --lifetime 12h --Gateway:Store:Path=${join(data, nodes[0].name, "gateway.db")}`);
}
