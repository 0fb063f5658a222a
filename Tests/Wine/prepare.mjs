// Makes everything that the tests under Wine need in artifacts/wine: the Wine prefixes (once), the Windows package of the gateway with a
// 64-bit worker, a substitute for the functions that Wine's ncrypt.dll does not have, and the registered fake of MXAccess. If Wine for both
// bitnesses is available, it also makes the package for MXAccess, whose worker is 32-bit. Without Wine it prints a line, ends with 0, and
// the tests are skipped.
import { existsSync, mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { buildFake, here, missingPrograms, place, root, run, wine } from "./wine.mjs";
import { enterWow64 } from "./wow64.mjs";

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

function makePackage(name, worker) {
  run(process.execPath, [join(root, "package.mjs"), `--worker=${worker}`, `--out=${join(place, name)}`], { stdio: ["ignore", "inherit", "inherit"] });
}

async function prepareWow64() {
  const wow64 = await enterWow64();
  if (typeof wow64 === "string") {
    console.log(`SKIPPED: the tests of the worker for MXAccess under Wine: ${wow64}.`);
    return;
  }
  try {
    wow64.makePrefix();
    wow64.registerFake("x86");
    wow64.run("wineserver", ["-w"]);
  } finally {
    await wow64.leave();
  }
  makePackage("gateway-x86", "win-x86");
}

for (const name of ["gateway-x64", "gateway-x86"]) {
  rmSync(join(place, name), { recursive: true, force: true });
}
const missing = missingPrograms();
if (missing.length > 0) {
  console.log(`SKIPPED: the tests under Wine: ${missing.join(" and ")} not found.`);
} else {
  mkdirSync(place, { recursive: true });
  wine.makePrefix();
  buildStandIn();
  buildFake();
  wine.registerFake("x64");
  makePackage("gateway-x64", "win-x64");
  await prepareWow64();
}
