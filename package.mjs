// Puts together what a Windows machine gets: the gateway (x64), its page and scripts, and a worker in worker\.
//   npm run package                                    worker for MXAccess (x86), runtimes to be installed apart
//   npm run package -- --self-contained                with the runtimes; needs the win-x86 runtime packages
//   npm run package -- --worker=win-x64                a worker for the simulator only
//   npm run package -- --out=DIRECTORY                 elsewhere than artifacts/package/Gateway
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
  options: {
    worker: { type: "string", default: "win-x86" },
    "self-contained": { type: "boolean", default: false },
    out: { type: "string", default: join("artifacts", "package", "Gateway") },
  },
});
const out = resolve(root, values.out);
const suffix = values["self-contained"] ? "-self-contained" : "";

function run(program, args) {
  const result = spawnSync(program, args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" && program === "npm" });
  if (result.status !== 0) {
    console.error(`'${program} ${args.join(" ")}' failed.`);
    process.exit(1);
  }
}

/** Built apart from the ordinary output, which is for this machine. */
function publish(project, profile, directory) {
  run("dotnet", [
    "publish", project, `-p:PublishProfile=${profile}`, "-o", directory, "--artifacts-path", join(root, "artifacts", "publish"),
    "-m:1", "--nologo", "-v", "quiet",
  ]);
}

if (!["win-x86", "win-x64"].includes(values.worker)) {
  console.error(`--worker is '${values.worker}'; it must be win-x86 or win-x64.`);
  process.exit(1);
}
if (!existsSync(join(root, "Gateway.Web", "wwwroot", "index.html"))) {
  run("npm", ["run", "build"]);
}
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
publish("Gateway.Web", `win-x64${suffix}`, out);
publish("Gateway.Worker", `${values.worker}${suffix}`, join(out, "worker"));
for (const script of ["install.ps1", "uninstall.ps1"]) {
  cpSync(join(root, "Gateway.Web", "Hosting", "Windows", script), join(out, script));
}
console.log(`Packaged in ${out}`);
