// Wine as the tests use it: where its prefix lies, how it is made, how a Windows program is started in it.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, "..", "..");
export const place = join(root, "artifacts", "wine");

const base = { WINEARCH: "win64", WINEDEBUG: "-all", WINEDLLOVERRIDES: "mshtml=" };

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
export function has(program) {
  return spawnSync("which", [program], { stdio: "ignore" }).status === 0;
}

/** What is not installed of all that the tests under Wine need. */
export function missingPrograms() {
  return ["wine", "x86_64-w64-mingw32-g++", "i686-w64-mingw32-g++", "x86_64-w64-mingw32-widl"].filter((program) => !has(program));
}

export function run(program, args, options = {}) {
  const result = spawnSync(program, args, { cwd: root, stdio: ["ignore", "ignore", "inherit"], ...options });
  if (result.status !== 0) {
    throw new Error(`'${program} ${args.join(" ")}' failed.`);
  }
}

/** A prefix of Wine, and the way to the Wine that uses it. */
export class Wine {
  /**
   * @param {string} name of the prefix, below artifacts/wine
   * @param {readonly string[]} entrance command before every program: where this Wine is not the machine's own
   */
  constructor(name, entrance = []) {
    this.prefix = join(place, name);
    this.entrance = entrance;
  }

  /**
   * What spawn takes to start a program of Linux where this Wine is: wine, wineserver.
   * @param {string} program
   * @param {readonly string[]} args
   * @param {Readonly<Record<string, string>>} env more environment variables
   * @param {string} cwd
   * @returns {{ file: string, args: string[], env: NodeJS.ProcessEnv }}
   */
  command(program, args, env = {}, cwd = root) {
    const [file, ...rest] = [...this.entrance, "env", "--chdir", cwd, program, ...args];
    return { file, args: rest, env: { ...process.env, ...base, WINEPREFIX: this.prefix, ...env } };
  }

  /** Runs a program to its end. */
  run(program, args, env = {}, stdio = ["ignore", "ignore", "inherit"]) {
    const command = this.command(program, args, env);
    run(command.file, command.args, { env: command.env, stdio });
  }

  /** Made under another name first: one that was begun and not finished is not taken for a prefix. */
  makePrefix() {
    // What a prefix of before was made with may have changed.
    const made = JSON.stringify(registry);
    const mark = `${this.prefix}.made`;
    if (existsSync(mark) && readFileSync(mark, "utf8") === made) {
      return;
    }
    mkdirSync(place, { recursive: true });
    rmSync(this.prefix, { recursive: true, force: true });
    const draft = `${this.prefix}.draft`;
    rmSync(draft, { recursive: true, force: true });
    const env = { WINEPREFIX: draft };
    this.run("wine", ["wineboot", "-i"], env);
    this.run("wine", ["winecfg", "-v", "win10"], env);
    for (const [key, name, value] of registry) {
      this.run("wine", ["reg", "add", key, "/v", name, "/d", value, "/f"], env);
    }
    this.run("wineserver", ["-w"], env);
    renameSync(draft, this.prefix);
    writeFileSync(mark, made);
  }

  /**
   * Registers the fake of MXAccess in the prefix, under its own names; see buildFake.
   * @param {"x64" | "x86"} platform
   */
  registerFake(platform) {
    const program = platform === "x86" ? "C:\\windows\\syswow64\\regsvr32.exe" : "regsvr32";
    this.run("wine", [program, "/s", windowsPath(fakeOf(platform))]);
  }
}

/** The machine's own Wine, for 64-bit programs. */
export const wine = new Wine("prefix");

/** Builds the fake of MXAccess for both platforms. */
export function buildFake() {
  run(process.execPath, [join(root, "Tests", "FakeLmxProxy", "build.mjs")]);
}

/**
 * The fake's DLL.
 * @param {"x64" | "x86"} platform
 */
export function fakeOf(platform) {
  return join(root, "artifacts", "fakelmx", platform, "FakeLmxProxy.dll");
}

/**
 * A path of Linux as Windows programs see it.
 * @param {string} path
 */
export function windowsPath(path) {
  return `Z:${path.replaceAll("/", "\\")}`;
}
