# systemd: our units in place, started, and started again where what they read changed.
# shellcheck shell=bash

UNITS=(beffroi-web.service beffroi-worker.service beffroi-certificate.path beffroi-backup.timer)

place_units() {
    local unit before=$CHANGES
    for unit in "$HERE"/systemd/beffroi-*; do
        copy "$unit" "/etc/systemd/system/$(basename "$unit")"
    done
    if [ "$BACKUPS" != /var/backups/beffroi ]; then
        more_of beffroi-backup folder "ReadWritePaths=$BACKUPS"
    fi
    if [ -n "${DATABASE_URL:-}" ]; then # it may stand on another machine
        more_of beffroi-backup database 'IPAddressDeny='
        more_of beffroi-courriel database 'IPAddressDeny='
        ! keeps_mail || more_of sogo database 'IPAddressDeny='
    fi
    [ "$CHANGES" -eq "$before" ] || ! has_systemd || change "systemd relit ses fichiers" systemctl daemon-reload
}

# more_of UNIT NAME LINE: this machine's own word in a unit.
more_of() {
    lay "/etc/systemd/system/$1.service.d/$2.conf" root:root 644 < <(printf '[Service]\n%s\n' "$3")
}

start_units() {
    local unit wanted=("${UNITS[@]}" caddy.service)
    keeps_mail && wanted+=(beffroi-courriel.timer redis-server.service clamav-daemon.service rspamd.service
        dovecot.service postfix.service beffroi-webmail.service memcached.service sogo.service)
    keeps_zones && wanted+=(pdns.service)
    for unit in "${wanted[@]}"; do
        systemctl is-enabled --quiet "$unit" 2>/dev/null || change "$unit à chaque démarrage" systemctl enable --quiet "$unit"
        systemctl is-active --quiet "$unit" || change "$unit démarré" start_unit "$unit"
    done
    [ "$CHANGES" -eq 0 ] || restart_units
}

# The first signatures of ClamAV take minutes to come; without them it does not start, and mail waits.
start_unit() {
    if [ "$1" = clamav-daemon.service ] && ! compgen -G '/var/lib/clamav/main.c?d' >/dev/null; then
        systemctl enable --now --quiet clamav-freshclam.service
        return 0
    fi
    systemctl start "$1"
}

restart_units() {
    local running=(beffroi-web beffroi-worker caddy)
    keeps_mail && running+=(rspamd dovecot postfix beffroi-webmail sogo)
    keeps_zones && running+=(pdns)
    change "relance ce qui tournait sur d’anciens fichiers" systemctl try-restart "${running[@]}"
}
