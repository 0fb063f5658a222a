#!/bin/sh
# Takes the service "mxgateway" and its program away, and ends all sessions. Settings and data stay, unless --purge is given.
set -eu

purge=no
for argument in "$@"; do
    case $argument in
        --purge) purge=yes ;;
        *) echo "uninstall.sh: unknown argument '$argument'; known is --purge." >&2; exit 64 ;;
    esac
done
[ "$(id -u)" = 0 ] || { echo "uninstall.sh: run it as root." >&2; exit 77; }

systemctl disable --quiet --now mxgateway 2> /dev/null || true
# Stopping the service leaves the workers to the next gateway; now there is none.
systemctl kill --kill-whom=all mxgateway 2> /dev/null || true
rm -f /etc/systemd/system/mxgateway.service
systemctl daemon-reload
rm -rf /opt/mxgateway /run/mxgateway
if [ "$purge" = yes ]; then
    rm -rf /etc/mxgateway /var/lib/mxgateway
    userdel mxgateway 2> /dev/null || true
    echo "Removed, with settings and data."
else
    echo "Removed. Settings are still in /etc/mxgateway, data in /var/lib/mxgateway."
fi
