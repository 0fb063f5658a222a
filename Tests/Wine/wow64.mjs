// Wine for both bitnesses, as on the Windows of a plant. Debian's 32-bit Wine needs packages of another architecture, which may conflict
// with those of the machine, so it is installed in a separate Debian root, which is made once in artifacts/wine. The root is used in
// separate namespaces: no other process sees its mounts, and when the first process of the namespaces ends, the kernel ends all others and
// the mounts. That first process ends with this one, so nothing is left behind, however this process ends.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { has, place, root, run, Wine } from "./wine.mjs";

const debian = join(place, "root");
const apart = ["--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--fork", "--kill-child"];
const packages = ["wine", "wine64", "wine32:i386"];

// Arguments: the root, the checkout, which has the same path inside the root, and the command to run. It prints its process id as seen from
// outside the namespaces.
const enter = `
read -r pid rest </proc/self/stat
mkdir -p "$1$2" && mount --rbind /dev "$1/dev" && mount -t proc proc "$1/proc" && mount --bind "$2" "$1$2" && echo "$pid" || exit
target=$1
shift 2
exec chroot "$target" "$@"`;

const install = `
export DEBIAN_FRONTEND=noninteractive
dpkg --add-architecture i386 && apt-get update -qq && apt-get install -y -qq --no-install-recommends ${packages.join(" ")} && apt-get clean`;

/** The reason why such a root cannot be used on this machine; undefined when it can. */
function obstacle() {
  if (process.platform !== "linux" || process.arch !== "x64" || process.getuid() !== 0 || !has("debootstrap")) {
    return "they require root on a 64-bit Debian, and debootstrap";
  }
  if (spawnSync("setpriv", [...apart, "true"], { stdio: "ignore" }).status !== 0) {
    return "this machine does not allow namespaces for mounts and processes";
  }
  return mirror() === undefined ? "the machine's package sources name no mirror" : undefined;
}

/** The first mirror in the machine's package sources, which have one of two formats. */
function mirror() {
  const folder = "/etc/apt/sources.list.d";
  const files = readdirSync(folder).filter((name) => /\.(list|sources)$/.test(name)).map((name) => join(folder, name));
  const text = ["/etc/apt/sources.list", ...files].filter(existsSync).map((file) => readFileSync(file, "utf8")).join("\n");
  return /^(?:URIs:\s*|deb\s+(?:\[[^\]]*\]\s+)?)(\S+\/debian\/?)(?=\s|$)/m.exec(text)?.[1];
}

function release() {
  return /^VERSION_CODENAME=(\w+)$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
}

/** Makes the root. It is made under another name first, so that an unfinished root is never used. */
function makeRoot() {
  const draft = `${debian}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  const quietly = { stdio: ["ignore", "ignore", "inherit"] };
  run("setpriv", [...apart, "--mount-proc", "debootstrap", "--arch=amd64", "--variant=minbase", release(), draft, mirror()], quietly);
  run("setpriv", [...apart, "sh", "-c", enter, "sh", draft, root, "sh", "-c", install], quietly);
  renameSync(draft, debian);
}

/**
 * Enters the root, which is made first if it does not exist.
 * @returns {Promise<Wow64 | string>} or the reason why it cannot be used
 */
export async function enterWow64() {
  const reason = obstacle();
  if (reason !== undefined) {
    return reason;
  }
  if (!existsSync(debian)) {
    try {
      makeRoot();
    } catch (error) {
      return `its packages could not be installed: ${error.message}`;
    }
  }
  const keeper = spawn("setpriv", [...apart, "sh", "-c", enter, "sh", debian, root, "cat"], { cwd: root, stdio: ["pipe", "pipe", "inherit"] });
  const [pid] = await Promise.race([once(keeper.stdout, "data"), once(keeper, "exit").then(() => ["none"])]);
  if (pid === "none") {
    throw new Error(`${debian} could not be entered.`);
  }
  return new Wow64(keeper, String(pid).trim());
}

/** Wine in the root; usable until `leave` is called. */
export class Wow64 extends Wine {
  #keeper;

  constructor(keeper, pid) {
    // As with a directly started program, the program ends when the command that started it ends.
    super("prefix-wow64", ["nsenter", "--target", pid, "--mount", "--pid", "--root", "setpriv", "--pdeathsig", "KILL"]);
    this.#keeper = keeper;
  }

  /** Ends everything that still runs in the root. */
  async leave() {
    const ended = once(this.#keeper, "exit");
    this.#keeper.stdin.end();
    await ended;
  }
}
