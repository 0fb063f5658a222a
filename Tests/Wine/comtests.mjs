// Publishes the tests of the COM executor for one platform and runs them under Wine. The last line has the counts, which test.mjs
// adds up.
//   node Tests/Wine/comtests.mjs [--platform=x86] [part of a test's name ...]
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildFake, missingPrograms, place, root, run, wine } from "./wine.mjs";
import { enterWow64 } from "./wow64.mjs";

const { values, positionals } = parseArgs({ options: { platform: { type: "string", default: "x64" } }, allowPositionals: true });
const { platform } = values;
const shown = ["ignore", "inherit", "inherit"];

function skip(reason) {
  console.log(`SKIPPED: the tests of the COM executor as ${platform} processes: ${reason}.`);
  console.log("0 passed, 0 failed, 1 skipped");
  process.exit(0);
}

const missing = missingPrograms();
if (missing.length > 0) {
  skip(`${missing.join(" and ")} not found`);
}
const machine = platform === "x86" ? await enterWow64() : wine;
if (typeof machine === "string") {
  skip(machine);
}
const out = join(place, `comtests-${platform}`);
try {
  machine.makePrefix();
  buildFake();
  machine.registerFake(platform);
  run("dotnet", [
    "publish", join("Tests", "Gateway.Worker.ComTests"), "-c", "Release", "-r", `win-${platform}`, "--self-contained",
    "--artifacts-path", join(root, "artifacts", "publish"), "-o", out, "-p:RunAnalyzers=false", "-m:1", "--nologo", "-v", "quiet",
  ], { stdio: shown });
  // Without this setting OLE keeps freed texts for reuse, which would hide leaks.
  machine.run("wine", [join(out, "Gateway.Worker.ComTests.exe"), ...positionals], { OANOCACHE: "1" }, shown);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await machine.leave?.();
}
