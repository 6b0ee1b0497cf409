# The webmails: Roundcube for every box, SOGo for « collaborative » ones, behind Caddy at one host.
# shellcheck shell=bash

WEBMAIL=/var/lib/beffroi-webmail

webmail_host() { printf '%s' "${BEFFROI_WEBMAIL_HOST:-webmail.$BEFFROI_CDG_DOMAIN}"; }

place_webmails() {
    local name
    folder "$WEBMAIL" roundcube:roundcube 750
    for name in temp logs; do folder "$WEBMAIL/$name" roundcube:roundcube 700; done
    pointer "$ETC/courriel/sogo/sogo.conf" /etc/sogo/sogo.conf
    copy "$HERE/systemd/sogo-beffroi.conf" /etc/systemd/system/sogo.service.d/beffroi.conf
    for name in roundcube sogo; do
        own_database_exists "$name" || change "base et compte PostgreSQL « $name »" create_own_database "$name"
    done
    [ "$(roundcube_tables)" = "$(roundcube_wants)" ] || change "tables de Roundcube" update_roundcube
    no_server_of_php
}

# Both databases stand on this machine, wherever that of the program is.
own_database_exists() { [ "$(as_postgres -c "SELECT 1 FROM pg_database WHERE datname = '$1'" 2>/dev/null)" = 1 ]; }

create_own_database() {
    as_postgres <<SQL
DO \$\$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '$1') THEN CREATE ROLE $1 LOGIN; END IF;
END \$\$;
ALTER ROLE $1 PASSWORD '$(cat "$SECRETS/$1_password")';
SQL
    as_postgres -c "CREATE DATABASE $1 OWNER $1 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8' TEMPLATE template0"
}

# Roundcube numbers its tables by day; its package brings the steps from one number to the next.
roundcube_tables() {
    as_postgres -d roundcube -c "SELECT value FROM system WHERE name = 'roundcube-version'" 2>/dev/null || true
}

roundcube_wants() {
    find /usr/share/roundcube/SQL/postgres -name '*.sql' -printf '%f\n' 2>/dev/null | LC_ALL=C sort | tail -n 1 | sed 's/\.sql$//'
}

update_roundcube() {
    local now
    now=$(roundcube_tables)
    if [ -z "$now" ]; then
        as_roundcube </usr/share/roundcube/SQL/postgres.initial.sql
    else
        find /usr/share/roundcube/SQL/postgres -name '*.sql' | LC_ALL=C sort | while IFS= read -r step; do
            [[ $(basename "$step" .sql) > $now ]] || continue
            as_roundcube <"$step"
        done
        as_roundcube <<<"UPDATE system SET value = '$(roundcube_wants)' WHERE name = 'roundcube-version'"
    fi
}

# Its tables are its own account's, whole or not at all.
as_roundcube() {
    PGPASSWORD=$(cat "$SECRETS/roundcube_password") \
        psql -X -q -1 -v ON_ERROR_STOP=1 -h 127.0.0.1 -p 5432 -U roundcube -d roundcube
}

# Our unit starts PHP for Roundcube alone; that of the package would keep another one for nobody.
no_server_of_php() {
    local unit
    has_systemd || return 0
    for unit in $(systemctl list-unit-files --no-legend 'php*-fpm.service' | awk '$2 == "enabled" { print $1 }'); do
        change "$unit arrêté : Roundcube a le sien" systemctl disable --now --quiet "$unit"
    done
}
