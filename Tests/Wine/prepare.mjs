// Makes what the tests under Wine need, below artifacts/wine: a prefix (once), the Windows package of the gateway with a 64-bit
// worker, a stand-in for what Wine's ncrypt.dll lacks, and the registered fake of MXAccess. Ends with 0 and a visible line when
// there is no Wine: the tests skip.
import { existsSync, mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { buildFake, here, missingPrograms, place, root, run, wine } from "./wine.mjs";

const gateway = join(place, "gateway-x64");
const compiler = "x86_64-w64-mingw32-g++";

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
const missing = missingPrograms();
if (missing.length > 0) {
  console.log(`SKIPPED: the tests under Wine: ${missing.join(" and ")} not found.`);
} else {
  mkdirSync(place, { recursive: true });
  wine.makePrefix();
  buildStandIn();
  buildFake();
  wine.registerFake("x64");
  run(process.execPath, [join(root, "package.mjs"), "--worker=win-x64", "--self-contained", `--out=${gateway}`]);
}
