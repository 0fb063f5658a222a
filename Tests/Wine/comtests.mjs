// Publishes the tests of the COM executor for win-x64 and runs them under Wine. Ends with the line of counts that test.mjs adds.
//   node Tests/Wine/comtests.mjs [part of a test's name ...]
import { join } from "node:path";
import { environment, makePrefix, missingPrograms, place, registerFake, root, run } from "./wine.mjs";

const missing = missingPrograms();
if (missing.length > 0) {
  console.log(`SKIPPED: the tests of the COM executor: ${missing.join(" and ")} not found.`);
  console.log("0 passed, 0 failed, 1 skipped");
  process.exit(0);
}

const out = join(place, "comtests");
makePrefix();
registerFake();
run("dotnet", [
  "publish", join("Tests", "Gateway.Worker.ComTests"), "-c", "Release", "-r", "win-x64", "--self-contained",
  "--artifacts-path", join(root, "artifacts", "publish"), "-o", out, "-m:1", "--nologo", "-v", "quiet",
]);
// Texts that OLE keeps for reuse would hide leaks.
const env = { ...environment, OANOCACHE: "1" };
try {
  run("wine", [join(out, "Gateway.Worker.ComTests.exe"), ...process.argv.slice(2)], env, ["ignore", "inherit", "inherit"]);
} catch {
  process.exitCode = 1;
}
