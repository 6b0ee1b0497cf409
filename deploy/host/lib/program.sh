# The program and its database.
# shellcheck shell=bash

place_program() {
    local source
    source=$(cd "$HERE/../.." && pwd)
    [ "$source" = "$PLACE" ] || [ -z "$(difference "$source" --dry-run)" ] \
        || change "programme copié dans $PLACE" copy_program "$source"
    place_libraries
    [ -n "$(stale_front_end)" ] && change "polices et icônes des thèmes" build_front_end
    copy "$HERE/beffroi" /usr/local/bin/beffroi 755
}

# Its owner alone could keep what Python makes of it, and the account that runs it is not its owner.
copy_program() {
    difference "$1"
    python3 -m compileall -q "$PLACE"/{cms,sites,modules,deploy}
}

# What differs between a clone and the place of the program; without --dry-run, make them alike.
difference() {
    [ -d "$PLACE" ] || [ "${2:-}" != --dry-run ] || { echo new && return; }
    rsync --archive --no-owner --no-group --chmod=D755,Fgo-w --delete --itemize-changes "${@:2}" \
        --exclude=/.git --exclude=/.venv --exclude=/node_modules --exclude=/var --exclude=/build \
        --exclude=/tests --exclude=__pycache__ --exclude=built --exclude='*.egg-info' --exclude='.*_cache' \
        "$1/" "$PLACE/" | { grep -v '/$' || true; }
}

# The mark says with which locked list, and which Python, the libraries were laid down.
place_libraries() {
    local mark=$PLACE/.venv/installed wanted
    wanted=$({ cat "$HERE/../../requirements.txt" "$HERE/../../requirements-postgresql.txt" | sha256sum && python3 --version; } 2>/dev/null || true)
    [ "$(cat "$mark" 2>/dev/null)" = "$wanted" ] && return
    change "bibliothèques verrouillées par leurs empreintes" install_libraries "$wanted"
}

install_libraries() {
    rm -f "$PLACE/.venv/installed"
    python3 -m venv --clear "$PLACE/.venv"
    local pip=("$PLACE/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-cache-dir)
    "${pip[@]}" --require-hashes -r "$PLACE/requirements.txt" -r "$PLACE/requirements-postgresql.txt"
    "${pip[@]}" --no-deps --no-build-isolation -e "$PLACE"
    printf '%s\n' "$1" >"$PLACE/.venv/installed"
}

stale_front_end() {
    local declaration
    for declaration in "$PLACE"/themes/*/theme.toml "$PLACE"/modules/*/frontend.toml; do
        [ -e "$declaration" ] || { echo all && return; }
        grep -Eq '^\[(fonts|icons|files)' "$declaration" || continue
        [ "$(dirname "$declaration")/built/.stamp" -nt "$declaration" ] || echo "$declaration"
        [ "$(dirname "$declaration")/built/.stamp" -nt "$PLACE/package-lock.json" ] || echo "$declaration"
    done
}

# In a folder of its own: nothing of root's may lie among the data.
build_front_end() {
    local scratch
    scratch=$(mktemp -d)
    (cd "$PLACE" && HOME=$scratch BEFFROI_VAR=$scratch DATABASE_URL_FILE='' .venv/bin/beffroi frontend)
    rm -rf "$scratch"
    find "$PLACE"/themes/*/built "$PLACE"/modules/*/built -name .stamp -exec touch {} +
}

make_database() {
    if [ -n "${DATABASE_URL:-}" ]; then
        note "base de données : celle de DATABASE_URL"
    else
        start_postgresql
        database_exists || change "base et compte PostgreSQL « beffroi »" create_database
    fi
    if [ -n "$DRY" ] && [ ! -x "$PLACE/.venv/bin/beffroi" ]; then
        change "tables, référentiel des communes, accès de $BEFFROI_WEBMESTRE" true
        return
    fi
    beffroi migrate --check >/dev/null 2>&1 || change "tables de la base" beffroi migrate --verbosity 0
    fill_database
}

fill_database() {
    local access=$ETC/premier-acces.tsv mark=$VAR/backups/.communes table
    table=$(sha256sum "$PLACE"/deploy/data/* | sha256sum)
    if [ "$(cat "$mark" 2>/dev/null)" != "$table" ]; then
        change "référentiel des communes de France" beffroi communes
        [ -n "$DRY" ] || printf '%s\n' "$table" >"$mark"
    fi
    [ -e "$access" ] && return
    change "accès de $BEFFROI_WEBMESTRE, écrit dans $access" appoint "$access"
}

# Written by Beffroi where it may write, then given to root: the first word opens everything.
appoint() {
    beffroi webmestre "$BEFFROI_WEBMESTRE" --logins "$VAR/premier-acces.tsv"
    install -m 600 -o root -g root "$VAR/premier-acces.tsv" "$1"
    rm -f "$VAR/premier-acces.tsv"
}

start_postgresql() {
    local version name port status rest
    while read -r version name port status rest; do
        [ "$port" = 5432 ] || continue
        [ "$status" != down ] || change "PostgreSQL $version démarré" pg_ctlcluster "$version" "$name" start
    done < <(pg_lsclusters --no-header 2>/dev/null)
}

database_exists() { [ "$(as_postgres -c "SELECT 1 FROM pg_database WHERE datname = 'beffroi'" 2>/dev/null)" = 1 ]; }

as_postgres() {
    as postgres env -u PGUSER -u PGPASSWORD -u PGHOST -u PGDATABASE psql -X -q -t -A -v ON_ERROR_STOP=1 -p 5432 "$@"
}

# The password goes by the standard input: the list of processes is read by all.
create_database() {
    as_postgres <<SQL
DO \$\$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'beffroi') THEN CREATE ROLE beffroi LOGIN; END IF;
END \$\$;
ALTER ROLE beffroi PASSWORD '$(cat "$SECRETS/database_password")';
SQL
    as_postgres -c "CREATE DATABASE beffroi OWNER beffroi ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8' TEMPLATE template0"
    as_postgres -d beffroi -c 'CREATE EXTENSION IF NOT EXISTS unaccent'
}
