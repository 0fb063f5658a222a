// Runs every check and test suite and prints the total counts as its last line. Suites that do not disturb each other run side by
// side.
//   npm test        run everything; long tests run in their short form
//   npm run soak    run only the long tests, at full length
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));
const results = join(root, "artifacts", "tests");
const soak = process.argv.includes("--soak");
const linux = process.platform === "linux";
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const settings = {
  // Most of the work of the short tests is compiling at run time. Half of that is for finding out what to compile better, and a sixth of
  // what a gateway's start costs is for protecting the pages of code (Tests/Gateway.LoadTest/RESULTS.md).
  ...(soak ? { GATEWAY_SOAK: "1" } : { DOTNET_TieredPGO: "0", DOTNET_EnableWriteXorExecute: "0" }),
  // Tests with gateway processes use what is shipped. It also starts with less work than the ordinary build.
  ...(linux ? { GATEWAY_TEST_PROGRAM: join(root, "artifacts", "package", `mxgateway-${version}-linux-x64`, "Gateway.Web") } : {}),
};
// Building everything and making the packages is some eighty compilations. One compiler that stays takes a third less time for them than
// one that starts anew for each.
process.env.UseSharedCompilation = "true";
const counts = { passed: 0, failed: 0, skipped: 0 };
const broken = [];
// What the tests that failed said, so that the end of the output tells it, whatever was printed between.
const complaints = [];

/** Runs a program. Its output is printed in one piece when it has ended, because others may run beside it, or `live` as it comes. */
function run(program, args, { env = {}, live = false } = {}) {
  return new Promise((resolve) => {
    const command = `\n$ ${[program, ...args].join(" ")}\n`;
    const started = Date.now();
    let output = "";
    let shown = "";
    if (live) {
      process.stdout.write(command);
    }
    const child = spawn(program, args, { cwd: root, stdio: live ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
    child.stdout?.setEncoding("utf8").on("data", (text) => {
      output += text;
      shown += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text) => (shown += text));
    child.on("error", (error) => (shown += `${error.message}\n`));
    child.on("close", (code) => {
      console.log(`${live ? "" : command}${shown.trimEnd()}\n(${Math.round((Date.now() - started) / 1000)} s)`);
      resolve({ ok: code === 0, output });
    });
  });
}

/** Runs a step that all suites need; if it fails, nothing else is run. */
async function need(program, args) {
  if (!(await run(program, args, { live: true })).ok) {
    console.error(`'${program} ${args.join(" ")}' failed.`);
    await end("0 passed, 1 failed", 1);
  }
}

/** Prints the last line and ends, with nothing left running. */
async function end(line, code) {
  await run("dotnet", ["build-server", "shutdown", "--vbcscompiler"]);
  console.log(`\n${line}`);
  process.exit(code);
}

/**
 * Runs chains of suites side by side, those of a chain one after another; the longest chains come first. There is one lane more than a
 * small machine has cores, because the functional tests mostly wait for processes.
 */
async function sideBySide(...chains) {
  const lane = async () => {
    for (let chain = chains.shift(); chain !== undefined; chain = chains.shift()) {
      for (const suite of chain) {
        await suite();
      }
    }
  };
  await Promise.all([lane(), lane(), lane()]);
}

/** Runs a check that counts as one test. */
async function check(name, program, args) {
  if ((await run(program, args)).ok) {
    counts.passed++;
  } else {
    counts.failed++;
    broken.push(name);
  }
}

/** Installs the Debian packages that the tests use. If a package cannot be installed, its tests are skipped and the output says so. */
async function installPackages() {
  const wanted = [
    ["chromium", "/usr/bin/chromium"],
    ["slapd", "/usr/sbin/slapd"],
    ["ldap-utils", "/usr/bin/ldapsearch"],
    ["prometheus", "/usr/bin/prometheus"],
    ["wine64", "/usr/lib/wine/wine64"],
    ["wine", "/usr/bin/wine"],
    ["g++-mingw-w64-x86-64-win32", "/usr/bin/x86_64-w64-mingw32-g++"],
    ["g++-mingw-w64-i686-win32", "/usr/bin/i686-w64-mingw32-g++"],
    ["mingw-w64-tools", "/usr/bin/x86_64-w64-mingw32-widl"],
    ["libwine-dev", "/usr/include/wine/wine/windows/oaidl.idl"],
    ["debootstrap", "/usr/sbin/debootstrap"],
    ["mono-runtime", "/usr/bin/mono"],
    ["mono-devel", "/usr/lib/mono/4.5/Facades/netstandard.dll"],
    ["systemd-container", "/usr/bin/systemd-nspawn"],
    ["podman", "/usr/bin/podman"],
    ["runc", "/usr/sbin/runc"],
    ["nats-server", "/usr/sbin/nats-server"],
  ].filter(([, file]) => !existsSync(file)).map(([name]) => name);
  if (wanted.length === 0) {
    return;
  }
  const canInstall = process.platform === "linux" && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  if (!canInstall) {
    console.log(`SKIPPED: tests that need ${wanted.join(", ")}: they are not installed, and only root on a Debian system can install them.`);
    return;
  }
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-qq"], { env });
  if (!(await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...wanted], { env })).ok) {
    console.log(`SKIPPED: tests that need ${wanted.join(", ")}: the packages could not be installed.`);
  }
}

async function build() {
  await need("npm", ["ci", "--no-audit", "--no-fund"]);
  await need("npm", ["run", "build"]);
  await need("dotnet", ["build", "Gateway.sln", "-c", "Release", "-m:2", "--nologo", "-v", "minimal"]);
}

async function dotnetTests(project, filter) {
  const args = ["test", project, "-c", "Release", "--no-build", "--nologo", "--logger", "console;verbosity=minimal"];
  const { ok, output } = await run("dotnet", filter ? [...args, "--filter", filter] : args, { env: settings });
  for (const [complaint] of output.matchAll(/^ {2}Failed .*(?:\n(?! {2}(?:Failed|Skipped) |Failed!|\[xUnit).*){0,30}/gm)) {
    complain(complaint);
  }
  const line = /Failed:\s*(\d+), Passed:\s*(\d+), Skipped:\s*(\d+)/.exec(output);
  if (line) {
    add({ failed: Number(line[1]), passed: Number(line[2]), skipped: Number(line[3]) }, project);
  } else if (!ok || !filter) {
    add({ failed: 1, passed: 0, skipped: 0 }, `${project} (no result)`);
  }
}

/** Runs a program whose last line has its counts. */
async function counted(name, program, args) {
  const { ok, output } = await run(program, args);
  const line = /(\d+) passed, (\d+) failed(?:, (\d+) skipped)?\s*$/.exec(output);
  add(line ? { passed: Number(line[1]), failed: Number(line[2]), skipped: Number(line[3] ?? 0) } : { passed: 0, failed: 1, skipped: 0 }, name);
  if (line && !ok && Number(line[2]) === 0) {
    add({ passed: 0, failed: 1, skipped: 0 }, name);
  }
}

/** Runs the tests of a workspace, or a part of them that has a name. */
async function vitest(workspace, part = "all", ...selection) {
  const name = `${workspace}, ${part}`;
  const file = join(results, `${name.replaceAll(/[^\w.@-]+/g, "-")}.json`);
  const { output } = await run("npm", ["test", "-w", workspace, "--", "--reporter=default", "--reporter=json", `--outputFile=${file}`, ...selection], { env: settings });
  if (!existsSync(file)) {
    complain(output.slice(-2000));
    add({ failed: 1, passed: 0, skipped: 0 }, `${name} (no result)`);
    return;
  }
  const report = JSON.parse(readFileSync(file, "utf8"));
  for (const suite of report.testResults.filter(({ status }) => status === "failed")) {
    complain(`${relative(root, suite.name)} ${suite.message}`);
    for (const test of suite.assertionResults.filter(({ status }) => status === "failed")) {
      complain(`  ${test.fullName}\n${test.failureMessages.join("\n")}`);
    }
  }
  // What a hook said is in the output alone.
  const [hooks] = /[^\n]*Failed Suites[^]{0,3000}/.exec(output) ?? [];
  if (hooks !== undefined) {
    complain(hooks);
  }
  const suites = report.numFailedTests === 0 && !report.success ? 1 : 0;
  add({ passed: report.numPassedTests, failed: report.numFailedTests + suites, skipped: report.numPendingTests + report.numTodoTests }, name);
}

/** Makes the archive for Linux, whose programs the tests start. */
async function packLinux() {
  if (linux) {
    await check("Linux package", process.execPath, ["package.mjs", "--linux"]);
  }
}

/** Makes the other packages that the end-to-end tests install: the gateway for Windows, and the NuGet packages. */
async function packOthers() {
  await check("Windows package", process.execPath, [join("Tests", "Wine", "prepare.mjs")]);
  await check("NuGet packages", process.execPath, ["package.mjs", "--dotnet"]);
}

/** A step, and a promise that it has been taken, for the lanes that wait for it. */
function milestone(step) {
  let reach = () => {};
  const reached = new Promise((resolve) => (reach = resolve));
  return [async () => { await step(); reach(); }, () => reached];
}

function complain(text) {
  complaints.push(text.trimEnd().slice(0, 3000));
}

function add({ passed, failed, skipped }, name) {
  counts.passed += passed;
  counts.failed += failed;
  counts.skipped += skipped;
  if (failed > 0) {
    broken.push(name);
  }
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
// Installing waits for the network and the disk, building for the processor.
await Promise.all([installPackages(), build()]);

const web = "Tests/Gateway.Web.Tests";
const others = [
  "Tests/Gateway.Shared.Tests",
  "Tests/Gateway.HubProtocol.Tests",
  "Tests/Gateway.Worker.Tests",
  "Tests/Gateway.Client.Tests",
  "Tests/Gateway.CommandLine.Tests",
  "Tests/Gateway.Architecture.Tests",
];
const functional = "Tests/Gateway.FunctionalTests";
const endToEnd = "@mxgateway/end-to-end";
// They count the frames of the page, so they run alone.
const drawing = ["tests/drawing.test.ts", "tests/alarmDrawing.test.ts"];
// They use the packages that are made here, and several of them use Wine.
const packages = "tests/packages";

if (soak) {
  await packLinux();
  for (const project of [web, ...others, functional]) {
    await dotnetTests(project, "Size=Long");
  }
  await packOthers();
  await vitest(endToEnd);
} else {
  const [makeLinux, linuxMade] = milestone(packLinux);
  const [makeOthers, othersMade] = milestone(packOthers);
  await sideBySide(
    // What uses Wine, one after another, because they share its prefixes. Making the packages writes libraries and programs that other
    // end-to-end tests use.
    [
      makeLinux,
      makeOthers,
      ...["x64", "x86"].map((platform) => () =>
        counted(`COM executor under Wine, ${platform}`, process.execPath, [join("Tests", "Wine", "comtests.mjs"), `--platform=${platform}`])),
      () => vitest(endToEnd, "packages", packages),
    ],
    [linuxMade, () => dotnetTests(functional)],
    [() => dotnetTests(web)],
    [othersMade, () => vitest(endToEnd, "gateway", ...[`${packages}/**`, ...drawing].flatMap((path) => ["--exclude", path]))],
    ...["@mxgateway/conformance", "@mxgateway/client", "@mxgateway/dashboard"].map((workspace) => [() => vitest(workspace)]),
    ...others.map((project) => [() => dotnetTests(project)]),
    // The build has the rules of style and the analyzers. Other folders may have links that lead out of the checkout.
    ["Gateway.Shared", "Gateway.Web", "Gateway.Worker", "Tests"].map((folder) => () =>
      check(`format of ${folder}`, "dotnet", ["format", "whitespace", folder, "--folder", "--verify-no-changes", "-v", "quiet"])),
    // Everything is built. Building the client again before, as the script does, would write the modules that other suites load.
    [() => check("lint", "npm", ["run", "lint", "--ignore-scripts"])],
  );
  // Runs alone, because it compares rates.
  await counted("load test", "dotnet", ["Tests/Gateway.LoadTest/bin/Release/net10.0/Gateway.LoadTest.dll", "--quick"]);
  await vitest(endToEnd, "drawing", ...drawing);
}

if (broken.length > 0) {
  console.log(`\n${complaints.join("\n\n")}`);
  console.log(`\nFailed: ${broken.join(", ")}`);
}
await end(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`, counts.failed > 0 || counts.passed === 0 ? 1 : 0);
