# The servers around the program: Caddy, Postfix, Dovecot, rspamd, ClamAV, PowerDNS.
# shellcheck shell=bash

place_caddy() {
    copy "$HERE/Caddyfile" /etc/caddy/Caddyfile
    copy "$HERE/systemd/caddy-beffroi.conf" /etc/systemd/system/caddy.service.d/beffroi.conf
    folder /var/lib/caddy/beffroi caddy:caddy 700
    [ -n "$DRY" ] || check_caddy >/dev/null || fail "Caddy ne comprend pas sa configuration : $(check_caddy 2>&1 || true)"
}

# Caddy opens its log to say whether its file is right: as itself.
check_caddy() {
    (cd / && HOME=/var/lib/caddy setpriv --reuid=caddy --regid=caddy --groups="$(id -g beffroi),$(id -g caddy)" \
        caddy validate --adapter caddyfile --config /etc/caddy/Caddyfile 2>&1)
}

place_mail() {
    local etc=$ETC/courriel name version
    mail_account
    mail_certificate
    version=$(dovecot --version 2>/dev/null || true)
    [ "$(mail_mark)" = "$(cat "$etc/.mark" 2>/dev/null)" ] \
        || change "fichiers de Postfix, Dovecot ${version%% *}, rspamd, Roundcube et SOGo" write_mail "$etc"
    for name in main master; do pointer "$etc/postfix/$name.cf" "/etc/postfix/$name.cf"; done
    pointer "$etc/dovecot/dovecot.conf" /etc/dovecot/dovecot.conf
    for name in "$etc"/rspamd/local.d/*; do
        [ ! -e "$name" ] || copy "$name" "/etc/rspamd/local.d/$(basename "$name")"
    done
    [ -n "$DRY" ] || postfix check || fail "Postfix ne comprend pas sa configuration (postfix check)."
    [ -n "$DRY" ] || doveconf -n >/dev/null || fail "Dovecot ne comprend pas sa configuration (doveconf -n)."
}

# What the files are made of: the templates, the settings, the version of Dovecot.
mail_mark() {
    { cat "$SETTINGS" "$MACHINE" "$SECRETS"/{mail_database_password,roundcube_password,sogo_password,webmail_key} && dovecot --version \
        && find "$PLACE/deploy/host/mail" -type f -exec sha256sum {} + | sort; } 2>/dev/null | sha256sum
}

write_mail() {
    beffroi_as_root courriel configurer --vers "$1"
    chgrp postfix "$1"/postfix/*.cf
    chmod 640 "$1"/postfix/*.cf
    chmod 644 "$1"/postfix/main.cf "$1"/postfix/master.cf
    chgrp roundcube "$1"/roundcube/config.inc.php
    chgrp sogo "$1"/sogo/sogo.conf
    chmod 755 "$1" "$1"/*/
    sievec "$1/dovecot/spam.sieve"
    mail_mark >"$1/.mark"
}

mail_account() {
    [ -z "${DATABASE_URL:-}" ] || { note "compte beffroi_mail : à créer dans votre base (beffroi courriel role)" && return; }
    [ -z "$DRY" ] || [ -x "$PLACE/.venv/bin/beffroi" ] || return 0
    [ "$(as_postgres -d beffroi -c "SELECT 1 FROM pg_roles WHERE rolname = 'beffroi_mail' AND has_table_privilege(rolname, 'mail_sogo', 'SELECT')" 2>/dev/null)" = 1 ] \
        || change "compte PostgreSQL beffroi_mail, qui lit six vues" make_mail_account
}

make_mail_account() {
    beffroi courriel role | as_postgres -d beffroi
    as_postgres -d beffroi <<<"ALTER ROLE beffroi_mail PASSWORD '$(cat "$SECRETS/mail_database_password")'"
}

# Until the true one is there (« beffroi certificat », or your own): the servers would not start.
mail_certificate() {
    local certificate=${BEFFROI_MAIL_CERTIFICATE:-$ETC/courriel.pem} key=${BEFFROI_MAIL_KEY:-$ETC/courriel.key}
    [ -e "$certificate" ] && [ -e "$key" ] && return
    change "certificat provisoire du courrier, signé par personne" \
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 90 \
        -subj "/CN=$(mail_host)" -addext "subjectAltName=DNS:$(mail_host)" -keyout "$key" -out "$certificate"
    [ -n "$DRY" ] || chmod 600 "$key"
}

mail_host() { printf '%s' "${BEFFROI_MAIL_HOST:-mail.$BEFFROI_CDG_DOMAIN}"; }

place_zones() {
    local base=/var/lib/powerdns/pdns.sqlite3
    [ -e "$base" ] || change "base de PowerDNS" make_zones "$base"
    [ -n "$DRY" ] && [ ! -e "$SECRETS/powerdns_key" ] && return
    lay /etc/powerdns/pdns.d/beffroi.conf root:pdns 640 <<TEXT
# Écrit par deploy/host/install. Les zones sont changées par Beffroi, de cette machine seulement.
launch+=gsqlite3
gsqlite3-database=$base
gsqlite3-dnssec=yes
api=yes
api-key=$(cat "$SECRETS/powerdns_key")
webserver=yes
webserver-address=127.0.0.1
webserver-port=8081
webserver-allow-from=127.0.0.1
TEXT
}

make_zones() {
    rm -f "$1.new"
    sqlite3 "$1.new" </usr/share/doc/pdns-backend-sqlite3/schema.sqlite3.sql
    chown pdns:pdns "$1.new"
    chmod 640 "$1.new"
    mv "$1.new" "$1"
}
