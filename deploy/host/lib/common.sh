# What install, backup, restore and the rest share: words, settings, and changes made only where something differs.
# Sourced by bash with « set -euo pipefail ».
# shellcheck shell=bash

# BEFFROI_ROOT: the folder under which all of it stands, when it is not the machine itself (a rescue, the tests).
ROOT=${BEFFROI_ROOT:-}
PLACE=${BEFFROI_PLACE:-/opt/beffroi}  # the program: root's, read by all
OWNER=${BEFFROI_OWNER:-beffroi}       # whose the data are
ETC=$ROOT/etc/beffroi                 # settings and secrets
VAR=$ROOT/var/lib/beffroi             # what editors made: Beffroi's
SETTINGS=$ETC/beffroi.env             # written by a person
MACHINE=$ETC/machine.env              # written by the installation
export SECRETS=$ETC/secrets
MAIL=$ROOT/var/mail/communes
export DKIM=$ROOT/var/lib/rspamd/dkim
BACKUPS=$ROOT/var/backups/beffroi     # BEFFROI_BACKUPS chooses another
export LAST_BACKUP=$VAR/backups/last         # read by the worker, which warns when it is late

DRY=${DRY:-}                  # not empty: say what would be done, do nothing
CHANGES=0

title() { printf '\n%s\n' "$*"; }
note() { printf '  %s\n' "$*"; }
fail() {
    printf 'Erreur : %s\n' "$*" >&2
    exit 1
}

# change SENTENCE COMMAND…: something is not as it should be. The command's own words are for the day it fails.
change() {
    local sentence=$1 said
    shift
    CHANGES=$((CHANGES + 1))
    if [ -n "$DRY" ]; then
        note "à faire : $sentence"
        return
    fi
    note "$sentence"
    # No « || » here: bash would go on, inside, after a command that failed.
    set +e
    said=$(set -e; "$@" 2>&1 </dev/null)
    local status=$?
    set -e
    [ "$status" -eq 0 ] || fail "« $sentence » n’a pas abouti.
$said"
}

# lay PATH OWNER:GROUP MODE: the text on the standard input, with these owner and mode, and no moment with others.
lay() {
    local path=$1 owner=$2 mode=$3 text
    text=$(cat && printf .)
    text=${text%.}
    if [ -f "$path" ] && [ "$(cat "$path" && printf .)" = "$text." ] && [ "$(rights "$path")" = "$owner $mode" ]; then
        return 0
    fi
    change "écrit $path" write_file "$path" "$owner" "$mode" "$text"
}

write_file() {
    local path=$1 owner=$2 mode=$3 text=$4
    mkdir -p "$(dirname "$path")"
    (umask 077 && printf '%s' "$text" >"$path.new")
    chown "$owner" "$path.new"
    chmod "$mode" "$path.new"
    mv -f "$path.new" "$path"
}

rights() { stat -c '%U:%G %a' "$1" 2>/dev/null || true; }

# folder PATH OWNER:GROUP MODE
folder() {
    [ -d "$1" ] && [ "$(rights "$1")" = "$2 $3" ] && return
    change "dossier $1 ($2, $3)" make_folder "$@"
}

make_folder() {
    mkdir -p "$1"
    chown "$2" "$1"
    # Five digits: with fewer, a folder keeps the group bit that it inherited.
    chmod "$(printf '%05d' "$3")" "$1"
}

# copy SOURCE TARGET [MODE]: a file of ours, as root's.
copy() {
    lay "$2" root:root "${3:-644}" <"$1"
}

# pointer TARGET LINK
pointer() {
    [ "$(readlink "$2" 2>/dev/null)" = "$1" ] || change "$2 mène à $1" ln -sfn "$1" "$2"
}

# read_settings FILE: export each NAME=value, as systemd reads it: nothing in it is run.
read_settings() {
    local line name value number=0
    [ -e "$1" ] || return 0
    while IFS= read -r line || [ -n "$line" ]; do
        number=$((number + 1))
        [[ $line =~ ^[[:space:]]*([#\;].*)?$ ]] && continue
        [[ $line =~ ^[[:space:]]*([A-Za-z_][A-Za-z0-9_]*)=(.*)$ ]] \
            || fail "$1, ligne $number : « NOM=valeur » était attendu."
        name=${BASH_REMATCH[1]} value=${BASH_REMATCH[2]}
        value=${value%"${value##*[![:space:]]}"}
        if [[ $value =~ ^\"(.*)\"$ || $value =~ ^\'(.*)\'$ ]]; then value=${BASH_REMATCH[1]}; fi
        export "$name=$value"
    done <"$1"
}

read_all_settings() {
    read_settings "$MACHINE"
    read_settings "$SETTINGS"
    export BEFFROI_VAR=$VAR
    BACKUPS=${BEFFROI_BACKUPS:-$BACKUPS}
}

# setting NAME: its value, or what the file NAME_FILE holds.
setting() {
    local file=$1_FILE
    if [ -n "${!file:-}" ]; then
        cat "${!file}"
    else
        printf '%s' "${!1:-}"
    fi
}

# as USER COMMAND…: with no right of root left. From the folder of the data, which that user can read.
as() {
    local user=$1
    shift
    (cd / && HOME=/nonexistent exec setpriv --reuid="$user" --regid="$(id -gn "$user")" --init-groups "$@")
}

beffroi() { as "$OWNER" "$PLACE/.venv/bin/beffroi" "$@"; }
beffroi_as_root() { (cd / && "$PLACE/.venv/bin/beffroi" "$@"); }

# The mail servers are on this machine, and so is PowerDNS.
keeps_mail() { [ "${BEFFROI_MAIL:-memory}" = tables ]; }
keeps_zones() { [ "${BEFFROI_DNS:-memory}" = powerdns ]; }

has_systemd() { [ -d /run/systemd/system ]; }
