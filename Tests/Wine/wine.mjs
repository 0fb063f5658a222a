// Wine as the tests use it: where its prefix lies, how it is made, the environment its programs get.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, "..", "..");
export const place = join(root, "artifacts", "wine");
export const prefix = join(place, "prefix");

const prefixMark = join(place, "prefix.made");
const wine = { WINEPREFIX: prefix, WINEDEBUG: "-all" };

/** For programs that are started in the prefix. */
export const environment = { ...wine, WINEDLLOVERRIDES: "mshtml=" };

// In the registry and not in variables of the tests: services have the system's environment.
const variables = "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment";
const registry = [
  // The stand-in lies beside the gateway. Wine's own debugger would only slow the end of what crashes on purpose.
  ["HKCU\\Software\\Wine\\DllOverrides", "ncrypt", "native,builtin"],
  ["HKCU\\Software\\Wine\\DllOverrides", "winedbg.exe", ""],
  // The runtime's double mapping of code pages ends in an internal error under Wine 8.
  [variables, "DOTNET_EnableWriteXorExecute", "0"],
  // With the runtime's own completion ports all pipes stood still for seconds now and then under Wine 8.
  [variables, "DOTNET_ThreadPool_UseWindowsThreadPool", "1"],
  // How long a service may take until it reports, milliseconds: on a busy machine a cold start takes longer than Wine's ten seconds.
  ["HKLM\\SYSTEM\\CurrentControlSet\\Control", "ServicesPipeTimeout", "60000"],
];

// Not started to find out: Wine would make a prefix in the home directory.
function has(program) {
  return spawnSync("which", [program], { stdio: "ignore" }).status === 0;
}

/** What is not installed of all that the tests under Wine need. */
export function missingPrograms() {
  return ["wine", "x86_64-w64-mingw32-g++", "i686-w64-mingw32-g++", "x86_64-w64-mingw32-widl"].filter((program) => !has(program));
}

export function run(program, args, env = {}, stdio = ["ignore", "ignore", "inherit"]) {
  const result = spawnSync(program, args, { cwd: root, stdio, env: { ...process.env, ...env } });
  if (result.status !== 0) {
    throw new Error(`'${program} ${args.join(" ")}' failed.`);
  }
}

/** Made under another name first: one that was begun and not finished is not taken for a prefix. */
export function makePrefix() {
  // What a prefix of before was made with may have changed.
  const made = JSON.stringify(registry);
  if (existsSync(prefixMark) && readFileSync(prefixMark, "utf8") === made) {
    return;
  }
  mkdirSync(place, { recursive: true });
  rmSync(prefix, { recursive: true, force: true });
  const draft = `${prefix}.draft`;
  rmSync(draft, { recursive: true, force: true });
  const env = { ...wine, WINEPREFIX: draft, WINEARCH: "win64", WINEDLLOVERRIDES: "mshtml=" };
  run("wine", ["wineboot", "-i"], env);
  run("wine", ["winecfg", "-v", "win10"], env);
  for (const [key, name, value] of registry) {
    run("wine", ["reg", "add", key, "/v", name, "/d", value, "/f"], env);
  }
  run("wineserver", ["-w"], env);
  renameSync(draft, prefix);
  writeFileSync(prefixMark, made);
}

/** Builds the fake of MXAccess and registers it in the prefix, under its own names. */
export function registerFake() {
  run(process.execPath, [join(root, "Tests", "FakeLmxProxy", "build.mjs")]);
  const dll = join(root, "artifacts", "fakelmx", "x64", "FakeLmxProxy.dll");
  run("wine", ["regsvr32", "/s", `Z:${dll.replaceAll("/", "\\")}`], wine);
}
