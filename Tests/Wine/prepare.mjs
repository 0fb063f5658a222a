// Makes what the tests under Wine need, below artifacts/wine: a prefix (once), the Windows package of the gateway with a 64-bit
// worker, and a stand-in for what Wine's ncrypt.dll lacks. Ends with 0 and a visible line when there is no Wine: the tests skip.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const place = join(root, "artifacts", "wine");
const prefix = join(place, "prefix");
const prefixMark = join(place, "prefix.made");
const gateway = join(place, "gateway");
const compiler = "x86_64-w64-mingw32-g++";

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

function has(program) {
  return spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0;
}

function run(program, args, env = {}) {
  const result = spawnSync(program, args, { cwd: root, stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, ...env } });
  if (result.status !== 0) {
    throw new Error(`'${program} ${args.join(" ")}' failed.`);
  }
}

/** Made under another name first: one that was begun and not finished is not taken for a prefix. */
function makePrefix() {
  // What a prefix of before was made with may have changed.
  const made = JSON.stringify(registry);
  if (existsSync(prefixMark) && readFileSync(prefixMark, "utf8") === made) {
    return;
  }
  rmSync(prefix, { recursive: true, force: true });
  const draft = `${prefix}.draft`;
  rmSync(draft, { recursive: true, force: true });
  const env = { WINEPREFIX: draft, WINEARCH: "win64", WINEDEBUG: "-all", WINEDLLOVERRIDES: "mshtml=" };
  run("wine", ["wineboot", "-i"], env);
  run("wine", ["winecfg", "-v", "win10"], env);
  for (const [key, name, value] of registry) {
    run("wine", ["reg", "add", key, "/v", name, "/d", value, "/f"], env);
  }
  run("wineserver", ["-w"], env);
  renameSync(draft, prefix);
  writeFileSync(prefixMark, made);
}

function buildStandIn() {
  const source = join(here, "ncrypt.cpp");
  const target = join(place, "ncrypt.dll");
  if (!existsSync(target) || statSync(target).mtimeMs < statSync(source).mtimeMs) {
    run(compiler, [
      "-std=c++17", "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-static", "-D_WIN32_WINNT=0x0A00",
      source, join(here, "ncrypt.def"), "-lbcrypt", "-o", target,
    ]);
  }
}

rmSync(gateway, { recursive: true, force: true });
const missing = ["wine", compiler].filter((program) => !has(program));
if (missing.length > 0) {
  console.log(`SKIPPED: the tests under Wine: ${missing.join(" and ")} not found.`);
} else {
  mkdirSync(place, { recursive: true });
  makePrefix();
  buildStandIn();
  run(process.execPath, [join(root, "package.mjs"), "--worker=win-x64", "--self-contained", `--out=${gateway}`]);
}
