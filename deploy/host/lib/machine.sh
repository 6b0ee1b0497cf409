# The machine itself: what is refused at once, packages, people, folders, secrets.
# shellcheck shell=bash

PACKAGES=(adduser ca-certificates caddy curl openssl postgresql postgresql-client python3 python3-venv rsync)
MAIL_PACKAGES=(clamav-daemon clamav-freshclam dovecot-imapd dovecot-lmtpd dovecot-pgsql dovecot-sieve postfix
    postfix-pgsql redis-server rspamd
    memcached php-fpm php-pgsql roundcube-core roundcube-pgsql sogo)
DNS_PACKAGES=(pdns-backend-sqlite3 pdns-server sqlite3)

check_machine() {
    local version
    [ "$(id -u)" -eq 0 ] || fail "seul root peut installer Beffroi : sudo deploy/host/install"
    version=$(. /etc/os-release && printf '%s %s' "${ID:-}" "${VERSION_ID:-}")
    case $version in
        'debian 12' | 'debian 13') ;;
        *) fail "cette machine n’est ni une Debian 12, ni une Debian 13 (« $version »)." ;;
    esac
    if [ -z "$NO_START" ] && ! has_systemd; then
        fail "systemd ne tourne pas ici. Pour tout poser sans rien démarrer : --no-start"
    fi
}

check_settings() {
    [ -e "$SETTINGS" ] || fail "$SETTINGS manque. Partez de $HERE/beffroi.env.example."
    wanted BEFFROI_CDG_DOMAIN "le domaine du centre de gestion (cdg46.fr)"
    wanted BEFFROI_ADMIN_HOST "le nom d’hôte de l’administration (admin.cdg46.fr)"
    wanted BEFFROI_CDG_CONTACT "l’adresse d’aide du centre"
    wanted BEFFROI_WEBMESTRE "l’adresse de la première personne qui entrera"
    name_of_host BEFFROI_CDG_DOMAIN
    name_of_host BEFFROI_ADMIN_HOST
    [ -z "${BEFFROI_WEBMAIL_HOST:-}" ] || name_of_host BEFFROI_WEBMAIL_HOST
    address_of BEFFROI_CDG_CONTACT
    address_of BEFFROI_WEBMESTRE
    case ${DATABASE_URL:-} in
        '' | postgresql://*) ;;
        *) fail "DATABASE_URL n’est pas une adresse PostgreSQL ; sans elle, une base est faite sur cette machine." ;;
    esac
}

wanted() {
    [ -n "${!1:-}" ] || fail "$SETTINGS ne donne pas $1 : $2."
}

name_of_host() {
    [[ ${!1} =~ ^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$ ]] \
        || fail "$1 : « ${!1} » n’est pas un nom de domaine."
}

address_of() {
    [[ ${!1} =~ ^[^@[:space:]]+@[^@[:space:]]+\.[a-z]+$ ]] || fail "$1 : « ${!1} » n’est pas une adresse électronique."
}

# Before the servers are there, somebody else's at their doors would keep them from starting.
check_ports() {
    local port
    installed caddy || for port in 80 443; do free_port "$port"; done
    keeps_mail && { installed postfix || for port in 587 993; do free_port "$port"; done; }
    return 0
}

free_port() {
    local hex
    hex=$(printf ':%04X' "$1")
    # Fourth column 0A: listening (proc(5), net/tcp_states.h).
    if awk -v port="$hex\$" '$2 ~ port && $4 == "0A" { taken = 1 } END { exit !taken }' \
        /proc/net/tcp /proc/net/tcp6 2>/dev/null; then
        fail "le port $1 est déjà pris sur cette machine. Arrêtez ce qui l’occupe (ss -ltnp), puis recommencez."
    fi
}

installed() { [ "$(dpkg-query -W -f='${Status}' "$1" 2>/dev/null)" = 'install ok installed' ]; }

install_packages() {
    local package missing=()
    local wanted=("${PACKAGES[@]}")
    keeps_mail && wanted+=("${MAIL_PACKAGES[@]}")
    keeps_zones && wanted+=("${DNS_PACKAGES[@]}")
    [ -n "${BEFFROI_BACKUP_RECIPIENT:-}" ] && wanted+=(age)
    for package in "${wanted[@]}"; do
        installed "$package" || missing+=("$package")
    done
    if [ ${#missing[@]} -gt 0 ]; then
        change "paquets Debian : ${missing[*]}" apt_install "${missing[@]}"
    fi
}

apt_install() {
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # Its database is made by us: at the hour of the packages no PostgreSQL may be running.
    [[ " $* " != *' roundcube-core '* ]] || debconf-set-selections <<<'roundcube-core roundcube/dbconfig-install boolean false'
    apt-get install -y -qq --no-install-recommends "$@"
}

make_people() {
    account beffroi --home "$VAR" --no-create-home
    if keeps_mail; then
        account vmail --uid 5000 --home "$MAIL" --no-create-home
        account roundcube --home /var/lib/beffroi-webmail --no-create-home
        member caddy roundcube
        member clamav _rspamd
        member _rspamd clamav
    fi
}

account() {
    local name=$1
    shift
    id "$name" >/dev/null 2>&1 || change "compte $name" adduser --quiet --system --group "$@" "$name"
}

member() {
    [[ " $(id -nG "$1" 2>/dev/null) " == *" $2 "* ]] || change "$1 entre dans le groupe $2" adduser --quiet "$1" "$2"
}

make_folders() {
    folder "$ETC" root:beffroi 751 # Postfix and Dovecot come through; what they find keeps its own doors
    folder "$SECRETS" root:beffroi 750
    folder "$VAR" beffroi:beffroi 750
    folder "$VAR/backups" root:beffroi 750
    folder "$VAR/visits" beffroi:caddy 2770
    folder "$BACKUPS" root:root 700
    # Caddy writes its lines, the worker takes them away.
    if [ ! -e "$VAR/visits/caddy.json" ]; then
        lay "$VAR/visits/caddy.json" caddy:beffroi 640 </dev/null
    elif [ "$(rights "$VAR/visits/caddy.json")" != 'caddy:beffroi 640' ]; then
        change "droits de $VAR/visits/caddy.json" own "$VAR/visits/caddy.json" caddy:beffroi 640
    fi
    if keeps_mail; then
        folder "$MAIL" vmail:vmail 700
        folder /var/log/courriel root:root 755
        folder "$DKIM" _rspamd:_rspamd 700
    fi
    [ "$(rights "$SETTINGS")" = 'root:beffroi 640' ] || change "droits de $SETTINGS" own "$SETTINGS" root:beffroi 640
}

own() {
    chown "$2" "$1"
    chmod "$3" "$1"
}

# Drawn once: a second run would shut everybody out.
make_secrets() {
    secret secret_key 48
    [ -n "${DATABASE_URL:-}" ] || address_of_database beffroi database_password database_url
    if keeps_mail; then
        secret mail_database_password 24
        secret webmail_key 12 # Roundcube wants 24 signs
        address_of_database roundcube
        address_of_database sogo
    fi
    if keeps_zones; then secret powerdns_key 24; fi
    lay "$MACHINE" root:beffroi 640 < <(machine_settings)
    read_all_settings
}

# address_of_database NAME [PASSWORD ADDRESS]: a database of this machine, its account of the same name, and the two secrets.
address_of_database() {
    local password=${2:-$1_password} address=${3:-$1_database_url}
    secret "$password" 24
    [ -e "$SECRETS/$address" ] || [ -n "$DRY" ] \
        || lay "$SECRETS/$address" beffroi:beffroi 600 <<<"postgresql://$1:$(cat "$SECRETS/$password")@127.0.0.1:5432/$1"
}

# secret NAME BYTES
secret() {
    [ -s "$SECRETS/$1" ] && [ "$(rights "$SECRETS/$1")" = 'beffroi:beffroi 600' ] && return
    if [ -s "$SECRETS/$1" ]; then
        change "droits de $SECRETS/$1" own "$SECRETS/$1" beffroi:beffroi 600
    else
        lay "$SECRETS/$1" beffroi:beffroi 600 < <(od -An -v -tx1 -N"$2" /dev/urandom | tr -d ' \n')
    fi
}

machine_settings() {
    cat <<TEXT
# Écrit par deploy/host/install, et récrit à chaque passage. Vos réglages sont dans beffroi.env, lu après celui-ci.
BEFFROI_SECRET_KEY_FILE=$SECRETS/secret_key
BEFFROI_SCHEME=https
BEFFROI_EMAIL_BACKEND=django.core.mail.backends.smtp.EmailBackend
TEXT
    [ -n "${DATABASE_URL:-}" ] || echo "DATABASE_URL_FILE=$SECRETS/database_url"
    if keeps_mail; then
        echo "BEFFROI_MAIL_DB_PASSWORD_FILE=$SECRETS/mail_database_password"
        echo "BEFFROI_WEBMAIL_KEY_FILE=$SECRETS/webmail_key"
        echo "BEFFROI_ROUNDCUBE_DATABASE_URL_FILE=$SECRETS/roundcube_database_url"
        echo "BEFFROI_SOGO_DATABASE_URL_FILE=$SECRETS/sogo_database_url"
        echo "CLAMAV_SOCKET=/run/clamav/clamd.ctl"
    fi
    if keeps_zones; then echo "BEFFROI_POWERDNS_KEY_FILE=$SECRETS/powerdns_key"; fi
}
