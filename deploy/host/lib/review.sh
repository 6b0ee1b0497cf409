# The last look: what answers, what does not, and what to do then.
# shellcheck shell=bash

AMISS=0

review() {
    title "Ce qui répond"
    look "base de données" "voir « DATABASE_URL », systemctl status postgresql" beffroi migrate --check
    look "réglages et programme" "beffroi check" beffroi check --fail-level ERROR
    look "Caddy comprend sa configuration" "caddy validate --config /etc/caddy/Caddyfile" check_caddy
    if keeps_mail; then
        look "Postfix comprend sa configuration" "postfix check" postfix check
        look "Dovecot comprend sa configuration" "doveconf -n" doveconf -n
        look "rspamd comprend sa configuration" "rspamadm configtest" rspamadm configtest
        look "tables de Roundcube" "relancez l’installation" test "$(roundcube_tables)" = "$(roundcube_wants)"
        look "certificat du courrier signé" "beffroi certificat, ou posez le vôtre (docs/webmestre/courriel.md)" signed
    fi
    [ -n "$NO_START" ] || review_running
    look "dernière bonne sauvegarde" "systemctl start beffroi-backup" backed_up
    if [ "$AMISS" -eq 0 ]; then
        note "Tout répond."
    else
        note "$AMISS point(s) à voir, marqués « non »."
    fi
}

review_running() {
    local unit
    for unit in beffroi-web beffroi-worker beffroi-backup.timer; do
        look "$unit" "journalctl -u $unit" systemctl is-active --quiet "$unit"
    done
    look "l’administration (port 8000)" "journalctl -u beffroi-web" listens 8000
    look "le web (ports 80 et 443)" "journalctl -u caddy" listens 80 443
    if keeps_mail; then
        look "réception du courrier (port 25)" "journalctl -u postfix" listens 25
        look "envoi du courrier (ports 465 et 587)" "journalctl -u postfix" listens 465 587
        look "lecture du courrier (ports 143 et 993)" "journalctl -u dovecot" listens 143 993
        look "rspamd (port 11332)" "journalctl -u rspamd" listens 11332
        look "Roundcube" "journalctl -u beffroi-webmail" test -S /run/beffroi-webmail/php.sock
        look "SOGo (port 20000)" "journalctl -u sogo, /var/log/sogo/sogo.log" listens 20000
        look "ClamAV" "ses signatures arrivent par freshclam ; journalctl -u clamav-daemon" test -S /run/clamav/clamd.ctl
    fi
    if keeps_zones; then look "PowerDNS (ports 53 et 8081)" "journalctl -u pdns" listens 53 8081; fi
}

# look WHAT REMEDY COMMAND…
look() {
    local what=$1 remedy=$2
    shift 2
    if ("$@") >/dev/null 2>&1 </dev/null; then
        printf '  oui  %s\n' "$what"
    else
        printf '  non  %s : %s\n' "$what" "$remedy"
        AMISS=$((AMISS + 1))
    fi
}

listens() {
    local port
    for port in "$@"; do
        (: <"/dev/tcp/127.0.0.1/$port") || return 1
    done
}

signed() {
    openssl verify -partial_chain -CApath /etc/ssl/certs "${BEFFROI_MAIL_CERTIFICATE:-$ETC/courriel.pem}"
}

backed_up() { [ -n "$(find "$LAST_BACKUP" -mmin -1560)" ]; }

doors() {
    title "Pare-feu : les portes à ouvrir"
    note "80 et 443 (TCP), et 443 (UDP, HTTP/3) : les sites et l’administration"
    keeps_mail && note "25, 465, 587, 143 et 993 (TCP) : le courrier"
    keeps_zones && note "53 (TCP et UDP) : les zones DNS"
    note "Rien d’autre : la base, l’éditeur (8000), rspamd, SOGo et l’interface de PowerDNS n’écoutent que la machine même."
}
