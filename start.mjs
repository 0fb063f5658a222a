// Builds what is missing and starts the gateway with its simulator and a demo session. It requires only the .NET SDK and Node.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));
const port = Number(process.env.GATEWAY_PORT ?? "5080");

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

function fail(message) {
  console.error(message);
  process.exit(1);
}

function portIsFree() {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}

if (!(await portIsFree())) {
  fail(`Port ${port} is in use. End the program that uses it, or choose another port: GATEWAY_PORT=5081 npm start`);
}

console.log("Building the page and the client library …");
if (!existsSync(join(root, "node_modules", ".package-lock.json"))) {
  run("npm", ["ci", "--no-audit", "--no-fund"]);
}
run("npm", ["run", "build"]);
console.log("Building the gateway and the worker …");
run("dotnet", ["build", "Gateway.Web", "-c", "Release", "-m:1", "--nologo", "-v", "quiet"]);

mkdirSync(join(root, ".data"), { recursive: true });
const plant = join(root, ".data", "plant");
// Sessions of a run that ended a moment ago still use its plant; otherwise the plant begins with this start.
const alive = join(root, ".data", "alive");
if (!existsSync(alive) || Date.now() - statSync(alive).mtimeMs > 150_000) {
  rmSync(plant, { force: true });
}
const showAlive = () => writeFileSync(alive, "");
showAlive();
setInterval(showAlive, 10_000).unref();
const gateway = spawn(
  "dotnet",
  [
    join(root, "Gateway.Web", "bin", "Release", "net10.0", "Gateway.Web.dll"),
    `--urls=http://127.0.0.1:${port}`,
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
    `--Gateway:Store:Path=${join(root, ".data", "gateway.db")}`,
  ],
  { cwd: join(root, "Gateway.Web"), stdio: "inherit" },
);
// Ctrl+C reaches the gateway directly; a signal that only this process gets is passed on.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => gateway.kill("SIGTERM"));
gateway.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
