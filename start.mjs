// Builds what is missing and starts the gateway with the simulator and a demo session. Needs the .NET SDK and Node only.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));
const port = Number(process.env.GATEWAY_PORT ?? "5080");

function run(program, args) {
  const result = spawnSync(program, args, { cwd: root, stdio: ["ignore", "ignore", "inherit"], shell: process.platform === "win32" });
  if (result.error?.code === "ENOENT") {
    fail(`${program} was not found. Install it and try again: the gateway needs the .NET SDK 10 and Node 20 or later.`);
  }
  if (result.status !== 0) {
    // Once more with everything it says.
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
  fail(`Port ${port} is in use. End what uses it, or choose another: GATEWAY_PORT=5081 npm start`);
}

console.log("Building the page and the client library …");
if (!existsSync(join(root, "node_modules", ".package-lock.json"))) {
  run("npm", ["ci", "--no-audit", "--no-fund"]);
}
run("npm", ["run", "build"]);
console.log("Building the gateway and the worker …");
run("dotnet", ["build", "Gateway.Web", "-c", "Release", "-m:1", "--nologo", "-v", "quiet"]);

mkdirSync(join(root, ".data"), { recursive: true });
const gateway = spawn(
  "dotnet",
  [
    join(root, "Gateway.Web", "bin", "Release", "net10.0", "Gateway.Web.dll"),
    `--urls=http://127.0.0.1:${port}`,
    "--Gateway:Demo:Enabled=true",
    // Whoever ends this wants nothing left running.
    "--Gateway:Workers:EnableAdoption=false",
    `--Gateway:Store:Path=${join(root, ".data", "gateway.db")}`,
  ],
  { cwd: join(root, "Gateway.Web"), stdio: "inherit" },
);
// Ctrl+C reaches the gateway by itself; a signal to this process alone is handed on.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => gateway.kill("SIGTERM"));
gateway.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
