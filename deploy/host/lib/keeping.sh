# Copies: where the database is, what a copy holds, whether it is good, which are kept.
# shellcheck shell=bash

# How many days keep their copies, how many weeks and months their last one.
export KEEP_BY_DEFAULT="7 4 12"
# Made again from the rest: the sites by « bake », the indexes by « update_index ». What a restoration set aside is old.
# shellcheck disable=SC2034  # read by backup
REMADE=(/sites /hosts /search /cache /static /backups '/avant-*' '*.lock')

# The databases that a copy holds, and the setting that says where each is: ours, and those of the webmails where they are.
databases() {
    echo database DATABASE_URL
    [ -z "$(setting BEFFROI_ROUNDCUBE_DATABASE_URL)" ] || echo roundcube BEFFROI_ROUNDCUBE_DATABASE_URL
    [ -z "$(setting BEFFROI_SOGO_DATABASE_URL)" ] || echo sogo BEFFROI_SOGO_DATABASE_URL
}

# database_place [SETTING]: the words of DATABASE_URL as libpq reads them; a password never stands among the words of a command.
database_place() {
    local url
    url=$(setting "${1:-DATABASE_URL}")
    [[ $url =~ ^postgresql://([^:@/]*)(:([^@/]*))?@([^:/]+)(:([0-9]+))?/([^?]+)$ ]] \
        || fail "${1:-DATABASE_URL} n’est pas l’adresse d’une base PostgreSQL."
    PGUSER=$(plain "${BASH_REMATCH[1]}")
    PGPASSWORD=$(plain "${BASH_REMATCH[3]}")
    PGHOST=${BASH_REMATCH[4]} PGPORT=${BASH_REMATCH[6]:-5432}
    PGDATABASE=$(plain "${BASH_REMATCH[7]}")
    export PGUSER PGPASSWORD PGHOST PGPORT PGDATABASE
}

# %41 is A (RFC 3986 §2.1).
plain() { printf '%b' "${1//%/\\x}"; }

# Each file of a copy, by its sum; the list itself is written last: without it, no copy is a copy.
seal() {
    (cd "$1" && find . -type f ! -path './SHA256SUMS*' -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum -- >SHA256SUMS.new)
    mv "$1/SHA256SUMS.new" "$1/SHA256SUMS"
}

# verify FOLDER: read everything back; the database to its last line.
verify() {
    local expected
    [ -s "$1/SHA256SUMS" ] || fail "$1 n’est pas une sauvegarde entière : SHA256SUMS manque."
    (cd "$1" && sha256sum --check --quiet --strict SHA256SUMS >&2) || fail "$1 est abîmée."
    expected=$(wc -l <"$1/SHA256SUMS")
    [ "$(find "$1" -type f ! -path "$1/SHA256SUMS" | wc -l)" -eq "$expected" ] || fail "$1 contient des fichiers de trop."
    [[ $(pg_restore --list "$1/database.dump") == *'TABLE DATA public django_migrations '* ]] \
        || fail "$1 : la base copiée est vide."
    local dump
    for dump in "$1"/*.dump; do
        pg_restore --file=/dev/null "$dump" || fail "$dump : la base est illisible."
    done
}

# kept DAYS WEEKS MONTHS: of the names on the standard input (AAAA-MM-JJ…), those to keep: all of the last days that have
# one, for what was copied before a hazardous hour is not what was copied after it; the last one of each of the last weeks
# and months.
kept() {
    local days=$1 weeks=$2 months=$3
    LC_ALL=C sort -r | while IFS= read -r name; do
        printf '%s %s %s\n' "$name" "$(date -u -d "${name:0:10}" +%G-%V)" "${name:0:7}"
    done | awk -v days="$days" -v weeks="$weeks" -v months="$months" '
        function first(kind, period, most) {
            if ((kind, period) in seen) return 0
            seen[kind, period] = 1
            return ++count[kind] <= most
        }
        {
            day = substr($1, 1, 10) == today || first("day", substr($1, 1, 10), days)
            if (day) today = substr($1, 1, 10)
            week = first("week", $2, weeks)
            month = first("month", $3, months)
            if (day || week || month) print $1
        }'
}
