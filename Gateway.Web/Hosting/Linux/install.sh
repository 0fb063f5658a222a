#!/bin/sh
# Installs the gateway of this directory as the systemd service "mxgateway" and starts it. Run it as root from the unpacked package. Run the
# install.sh of a newer package to update, and that of an older one to go back: settings and data are kept, and so are the running sessions.
#   --url=URL     the address on which the gateway listens; only the first installation uses it (default http://127.0.0.1:5080)
#   --no-start    install without starting or restarting the service
# It creates:
#   /opt/mxgateway/VERSION and /opt/mxgateway/current, a link to the version in use; older versions than the previous one are removed
#   /etc/mxgateway/appsettings.json: settings, over the program's own
#   /var/lib/mxgateway: store and keys, for the user mxgateway only
#   /etc/systemd/system/mxgateway.service
set -eu

url=http://127.0.0.1:5080
start=yes
for argument in "$@"; do
    case $argument in
        --url=*) url=${argument#--url=} ;;
        --no-start) start=no ;;
        *) echo "install.sh: unknown argument '$argument'; known are --url=URL and --no-start." >&2; exit 64 ;;
    esac
done
case $url in
    *[\"\\]*) echo "install.sh: --url must not contain quotes or backslashes." >&2; exit 64 ;;
esac

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
base=/opt/mxgateway
settings=/etc/mxgateway/appsettings.json

[ "$(id -u)" = 0 ] || { echo "install.sh: run it as root." >&2; exit 77; }
for needed in Gateway.Web worker/Gateway.Worker mxgateway.service VERSION; do
    [ -e "$here/$needed" ] || { echo "install.sh: '$needed' is missing beside this script; run it from the unpacked package." >&2; exit 66; }
done
command -v systemctl > /dev/null || { echo "install.sh: this machine has no systemd." >&2; exit 69; }
version=$(cat "$here/VERSION")

if ! id mxgateway > /dev/null 2>&1; then
    useradd --system --user-group --no-create-home --home-dir /var/lib/mxgateway --shell /usr/sbin/nologin mxgateway
fi

# The program is copied beside its place and then moved, so that a copy that breaks off leaves nothing that could be started. Programs that
# run from a version that is replaced keep the files that they have opened.
mkdir -p "$base"
previous=$(readlink "$base/current" 2> /dev/null || true)
if [ "$here" != "$base/$version" ]; then
    rm -rf "$base/.new" "$base/.old"
    cp -R "$here" "$base/.new"
    chown -R root:root "$base/.new"
    chmod -R u=rwX,go=rX "$base/.new"
    [ ! -e "$base/$version" ] || mv "$base/$version" "$base/.old"
    mv "$base/.new" "$base/$version"
    rm -rf "$base/.old"
fi
ln -s "$version" "$base/.current"
mv -T "$base/.current" "$base/current"

if [ ! -e "$settings" ]; then
    mkdir -p /etc/mxgateway
    cat > "$settings" << END
{
  "Urls": "$url",
  "Gateway": {
    "Store": { "Path": "/var/lib/mxgateway/gateway.db" },
    "Workers": { "DefaultBackend": "simulator", "Backends": { "simulator": {} } }
  }
}
END
    # Settings may hold passwords.
    chown root:mxgateway "$settings"
    chmod 0640 "$settings"
fi

install -m 0644 "$base/current/mxgateway.service" /etc/systemd/system/mxgateway.service
systemctl daemon-reload
systemctl enable --quiet mxgateway
if [ "$start" = yes ]; then
    systemctl restart mxgateway || {
        echo "install.sh: the gateway did not start. What it said:" >&2
        journalctl --unit mxgateway --lines 20 --no-pager >&2 || true
        exit 70
    }
fi

# The previous version stays for going back; sessions that were opened with an older one may still run their worker from there.
for old in "$base"/*; do
    name=$(basename "$old")
    if [ "$name" != current ] && [ "$name" != "$version" ] && [ "$name" != "$previous" ] && [ -z "$(find /proc/[0-9]*/exe -lname "$old/*" 2> /dev/null)" ]; then
        rm -rf "$old"
    fi
done

echo "Installed version $version. Settings: $settings"
echo "To get the first token, run: runuser -u mxgateway -- $base/current/Gateway.Web token --subject ${SUDO_USER:-root} --scopes admin --lifetime 30d"
