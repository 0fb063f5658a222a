// The Wine of the tests: the location of its prefix, how the prefix is made, and how a Windows program is started in it.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, "..", "..");
export const place = join(root, "artifacts", "wine");

const base = { WINEARCH: "win64", WINEDEBUG: "-all", WINEDLLOVERRIDES: "mshtml=" };

// These variables are in the registry and not in the environment of the tests, because services use the system's environment.
const variables = "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment";
const registry = [
  // The substitute for ncrypt.dll is beside the gateway. Wine's own debugger would only delay the end of programs that crash on
  // purpose.
  ["HKCU\\Software\\Wine\\DllOverrides", "ncrypt", "native,builtin"],
  ["HKCU\\Software\\Wine\\DllOverrides", "winedbg.exe", ""],
  // Under Wine 8 the runtime's double mapping of code pages causes an internal error.
  [variables, "DOTNET_EnableWriteXorExecute", "0"],
  // Under Wine 8, with the runtime's own completion ports, all pipes sometimes stopped for seconds.
  [variables, "DOTNET_ThreadPool_UseWindowsThreadPool", "1"],
  // How long a service may take to report, in milliseconds: on a busy machine a cold start takes longer than Wine's default of
  // ten seconds.
  ["HKLM\\SYSTEM\\CurrentControlSet\\Control", "ServicesPipeTimeout", "60000"],
];

// The program is not started to find this out, because Wine would then make a prefix in the home directory.
export function has(program) {
  return spawnSync("which", [program], { stdio: "ignore" }).status === 0;
}

/** The programs that the tests under Wine need and that are not installed. */
export function missingPrograms() {
  return ["wine", "x86_64-w64-mingw32-g++", "i686-w64-mingw32-g++", "x86_64-w64-mingw32-widl"].filter((program) => !has(program));
}

export function run(program, args, options = {}) {
  const result = spawnSync(program, args, { cwd: root, stdio: ["ignore", "ignore", "inherit"], ...options });
  if (result.status !== 0) {
    throw new Error(`'${program} ${args.join(" ")}' failed.`);
  }
}

/** A Wine prefix, and how programs are started in the Wine that uses it. */
export class Wine {
  /**
   * @param {string} name of the prefix, in artifacts/wine
   * @param {readonly string[]} entrance command before every program, if this Wine is not the machine's own
   */
  constructor(name, entrance = []) {
    this.prefix = join(place, name);
    this.entrance = entrance;
  }

  /**
   * The arguments of spawn that start a Linux program beside this Wine, such as wine or wineserver.
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

  /** Runs a program until it ends. */
  run(program, args, env = {}, stdio = ["ignore", "ignore", "inherit"]) {
    const command = this.command(program, args, env);
    run(command.file, command.args, { env: command.env, stdio });
  }

  /** Makes the prefix. It is made under another name first, so that an unfinished prefix is never used. */
  makePrefix() {
    // The settings may have changed since an existing prefix was made.
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
   * Registers the fake of MXAccess, which has its own ProgID and class id, in the prefix. `buildFake` must have run.
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
 * The path of the fake's DLL.
 * @param {"x64" | "x86"} platform
 */
export function fakeOf(platform) {
  return join(root, "artifacts", "fakelmx", platform, "FakeLmxProxy.dll");
}

/**
 * A Linux path as Windows programs see it.
 * @param {string} path
 */
export function windowsPath(path) {
  return `Z:${path.replaceAll("/", "\\")}`;
}
