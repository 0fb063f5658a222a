// Makes what the tests under Wine need, below artifacts/wine: a prefix (once), the Windows package of the gateway with a 64-bit
// worker, and a stand-in for what Wine's ncrypt.dll lacks. Ends with 0 and a visible line when there is no Wine: the tests skip.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const place = join(root, "artifacts", "wine");
const prefix = join(place, "prefix");
const gateway = join(place, "gateway");
const compiler = "x86_64-w64-mingw32-g++";

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
  if (existsSync(prefix)) {
    return;
  }
  const draft = `${prefix}.draft`;
  rmSync(draft, { recursive: true, force: true });
  const env = { WINEPREFIX: draft, WINEARCH: "win64", WINEDEBUG: "-all", WINEDLLOVERRIDES: "mshtml=" };
  run("wine", ["wineboot", "-i"], env);
  run("wine", ["winecfg", "-v", "win10"], env);
  run("wineserver", ["-w"], env);
  renameSync(draft, prefix);
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
