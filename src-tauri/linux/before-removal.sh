#!/bin/sh
# The app writes a start entry into a person's own folder when they ask for it; without the app it would start nothing.
# Their data stays. Each entry is removed with its owner's own rights.
set -e

# dpkg says "remove", rpm says how many versions stay.
case "$1" in
    remove | 0) ;;
    *) exit 0 ;;
esac

getent passwd | while IFS=: read -r name _ number _ _ home _; do
    entry="$home/.config/autostart/daozhang.desktop"
    if { [ "$number" -ge 1000 ] || [ "$number" -eq 0 ]; } && [ -f "$entry" ] && grep -q '^Exec="\?/usr/bin/daozhang' "$entry"; then
        runuser -u "$name" -- rm -f -- "$entry" || true
    fi
done
exit 0
