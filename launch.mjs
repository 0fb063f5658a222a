// What `npm start` and `npm run cluster` share: building, ports, and the gateway with its simulator.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));

/** Where everything is kept that a start makes. */
export const data = process.env.GATEWAY_DATA ?? join(root, ".data");

export function fail(message) {
  console.error(message);
  process.exit(1);
}

function run(program, args) {
  const result = spawnSync(program, args, { cwd: root, stdio: ["ignore", "ignore", "inherit"], shell: process.platform === "win32" });
  if (result.error?.code === "ENOENT") {
    fail(`${program} was not found. Install the .NET SDK 10 and Node 20 or later, and try again.`);
  }
  if (result.status !== 0) {
    // The program runs once more with its output visible, so that the reason can be seen.
    spawnSync(program, args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
    fail(`'${program} ${args.join(" ")}' failed.`);
  }
}

/** Whether a port of this machine is free. */
export function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}

/** Builds what is missing. */
export function build() {
  console.log("Building the page and the client library …");
  if (!existsSync(join(root, "node_modules", ".package-lock.json"))) {
    run("npm", ["ci", "--no-audit", "--no-fund"]);
  }
  run("npm", ["run", "build"]);
  console.log("Building the gateway and the worker …");
  run("dotnet", ["build", "Gateway.Web", "-c", "Release", "-m:1", "--nologo", "-v", "quiet"]);
}

/** Settings of a gateway with the demo session and alarms, which keeps everything in a directory. */
export function demoSettings(directory) {
  const plant = join(directory, "plant");
  mkdirSync(directory, { recursive: true });
  // Sessions of a run that ended a moment ago still use its plant; otherwise the plant begins with this start.
  const alive = join(directory, "alive");
  if (!existsSync(alive) || Date.now() - statSync(alive).mtimeMs > 150_000) {
    rmSync(plant, { force: true });
  }
  const showAlive = () => writeFileSync(alive, "");
  showAlive();
  setInterval(showAlive, 10_000).unref();
  return [
    "--Gateway:Demo:Enabled=true",
    // Alarms for those who see the demo session. Those of the network come and go by themselves.
    "--Gateway:Alarms:Enabled=true",
    "--Gateway:Alarms:SessionTag=demo",
    ...["Tank101", "Tank102", "Pump101", "Reservoir201", "Booster201"].map((name, index) => `--Gateway:Alarms:Objects:${index}=${name}`),
    // One plant for all sessions: what is written in one session raises alarms in the monitor's.
    `--Gateway:Workers:Backends:simulator:SharedPath=${plant}`,
    // The demo session outlives this program for two minutes, so that a restart within that time keeps it and its events.
    "--Gateway:Workers:EnableAdoption=true",
    "--Gateway:Workers:MaxOrphanLifetimeSeconds=120",
    `--Gateway:Store:Path=${join(directory, "gateway.db")}`,
  ];
}

/** Starts a gateway of this build; the options are those of `spawn`. */
export function startGateway(port, settings, options = { stdio: "inherit" }) {
  const program = join(root, "Gateway.Web", "bin", "Release", "net10.0", "Gateway.Web.dll");
  return spawn("dotnet", [program, `--urls=http://127.0.0.1:${port}`, ...settings], { cwd: join(root, "Gateway.Web"), ...options });
}
