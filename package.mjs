// Makes the package for Windows: the gateway (x64), its page and scripts, and a worker in worker\. A Windows machine needs nothing else.
// The result is the directory artifacts/package/Gateway and beside it a zip of the directory, with its SHA-256, the npm package of
// @mxgateway/client, the NuGet packages of Mxgateway.Client, and the command line as one file for Linux and for Windows.
//   npm run package                                    the worker is for MXAccess (x86)
//   npm run package -- --worker=win-x64                the worker is for the simulator only (x64)
//   npm run package -- --framework-dependent           without the runtimes: install ASP.NET Core 10 (x64) and .NET 10 (x86) separately
//   npm run package -- --client                        make only the npm package
//   npm run package -- --conformance                   make only the npm package of @mxgateway/conformance
//   npm run package -- --dotnet                        make only the NuGet packages of the .NET client and of the command line, in artifacts/package/nuget
//   npm run package -- --cli                           make only the command line as one file, for Linux and Windows (x64), each with its runtime
//   npm run package -- --linux                         make only the archive for Linux (x64): gateway, worker for the simulator, systemd unit
//   npm run package -- --out=DIRECTORY                 make only the directory, under another path
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = dirname(fileURLToPath(import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const { values } = parseArgs({
  options: {
    worker: { type: "string", default: "win-x86" },
    "framework-dependent": { type: "boolean", default: false },
    client: { type: "boolean", default: false },
    conformance: { type: "boolean", default: false },
    dotnet: { type: "boolean", default: false },
    linux: { type: "boolean", default: false },
    cli: { type: "boolean", default: false },
    out: { type: "string" },
  },
});
const out = resolve(root, values.out ?? join("artifacts", "package", "Gateway"));

function run(program, args) {
  const result = spawnSync(program, args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" && program === "npm" });
  if (result.status !== 0) {
    console.error(`'${program} ${args.join(" ")}' failed.`);
    process.exit(1);
  }
}

/** Publishes with separate build output, because the ordinary output is for this machine. The ordinary build has the analyzers. */
function publish(project, profile, directory) {
  run("dotnet", [
    "publish", project, `-p:PublishProfile=${profile}`, `-p:SelfContained=${!values["framework-dependent"]}`, `-p:Version=${version}`, "-p:RunAnalyzers=false",
    "-o", directory, "--artifacts-path", join(root, "artifacts", "publish"), "-m:1", "--nologo", "-v", "quiet",
  ]);
}

/** Writes the checksum of a file beside it, in the form that sha256sum -c reads. */
function checksum(file) {
  const hash = createHash("sha256").update(readFileSync(file)).digest("hex");
  writeFileSync(`${file}.sha256`, `${hash}  ${basename(file)}\n`);
}

/** Makes the zip and its checksum. */
function archive() {
  const form = values["framework-dependent"] ? "-framework-dependent" : "";
  const file = join(dirname(out), `Gateway-${version}-${values.worker}${form}.zip`);
  run("dotnet", ["msbuild", "package.targets", "-nologo", "-v:quiet", `-p:Directory=${out}`, `-p:File=${file}`]);
  checksum(file);
  console.log(`Packed in ${file}`);
}

/** Makes the npm package from a new build, so that it has no file of an earlier one. */
function packClient() {
  rmSync(join(root, "clientlib-ts", "dist"), { recursive: true, force: true });
  mkdirSync(join(root, "artifacts", "package"), { recursive: true });
  run("npm", ["run", "pack", "-w", "@mxgateway/client", "--silent"]);
}

/** Makes the NuGet packages. `dotnet pack` at the root makes the same; this builds only what is packed. */
function packLibraries() {
  rmSync(join(root, "artifacts", "package", "nuget"), { recursive: true, force: true });
  for (const library of ["Core", "HubProtocol", "Client", "CommandLine"]) {
    run("dotnet", ["pack", join("Gateway.Shared", library), "-c", "Release", "-p:RunAnalyzers=false", "--nologo", "-v", "quiet"]);
  }
  console.log(`Packed in ${join(root, "artifacts", "package", "nuget")}`);
}

/** Makes the command line as one file for each system, with its checksum. */
function packCommandLine() {
  for (const [runtime, program] of [["linux-x64", "mxgateway"], ["win-x64", "mxgateway.exe"]]) {
    const form = values["framework-dependent"] ? "-framework-dependent" : "";
    const directory = join(root, "artifacts", "package", `mxgateway-cli-${version}-${runtime}${form}`);
    rmSync(directory, { recursive: true, force: true });
    publish(join("Gateway.Shared", "CommandLine"), runtime, directory);
    checksum(join(directory, program));
    console.log(`Packed in ${join(directory, program)}`);
  }
}

/** Makes the npm package of the conformance kit, which plays the gateway for those who write a client. */
function packConformance() {
  rmSync(join(root, "Tests", "Conformance", "dist"), { recursive: true, force: true });
  mkdirSync(join(root, "artifacts", "package"), { recursive: true });
  run("npm", ["run", "pack", "-w", "@mxgateway/conformance", "--silent"]);
}

/** Makes the page if it is not there yet. */
function needPage() {
  if (!existsSync(join(root, "Gateway.Web", "wwwroot", "index.html"))) {
    run("npm", ["run", "build"]);
  }
}

/** Makes the archive for Linux: one directory with the programs, their scripts and the unit. */
function packLinux() {
  const name = `mxgateway-${version}-linux-x64`;
  const packages = join(root, "artifacts", "package");
  const directory = join(packages, name);
  needPage();
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  publish("Gateway.Web", "linux-x64", directory);
  publish("Gateway.Worker", "linux-x64", join(directory, "worker"));
  cpSync(join(root, "Gateway.Web", "Hosting", "Linux"), directory, { recursive: true });
  // Docker reads the list under this name.
  cpSync(join(directory, ".containerignore"), join(directory, ".dockerignore"));
  cpSync(join(root, "Gateway.Web", "Platform", "Metrics", "Monitoring"), join(directory, "monitoring"), { recursive: true });
  writeFileSync(join(directory, "VERSION"), `${version}\n`);
  const file = `${directory}.tar.gz`;
  run("tar", ["--owner=0", "--group=0", "--sort=name", "-C", packages, "-czf", file, name]);
  checksum(file);
  console.log(`Packed in ${file}`);
}

const parts = { client: packClient, conformance: packConformance, dotnet: packLibraries, linux: packLinux, cli: packCommandLine };
const chosen = Object.keys(parts).filter((part) => values[part]);
if (chosen.length > 0) {
  for (const part of chosen) {
    parts[part]();
  }
  process.exit(0);
}
if (!["win-x86", "win-x64"].includes(values.worker)) {
  console.error(`--worker is '${values.worker}'; it must be win-x86 or win-x64.`);
  process.exit(1);
}
needPage();
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
publish("Gateway.Web", "win-x64", out);
publish("Gateway.Worker", values.worker, join(out, "worker"));
for (const script of ["install.ps1", "uninstall.ps1"]) {
  cpSync(join(root, "Gateway.Web", "Hosting", "Windows", script), join(out, script));
}
cpSync(join(root, "Gateway.Web", "Platform", "Metrics", "Monitoring"), join(out, "monitoring"), { recursive: true });
console.log(`Packaged in ${out}`);
if (values.out === undefined) {
  archive();
  packClient();
  packLibraries();
  packCommandLine();
  packConformance();
}
