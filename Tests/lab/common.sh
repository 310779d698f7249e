# Shared by the scripts of this folder: free ports, a certificate of our own, waiting, ending by pid.

cyrus_packages=(cyrus-imapd cyrus-common sasl2-bin libsasl2-modules libsasl2-modules-db)
courier_packages=(courier-imap courier-base courier-authlib courier-authlib-userdb)

fail() {
    echo "${0##*/}: $*" >&2
    exit 1
}

# Whether the users that servers started by root work under can reach a folder.
is_reachable() {
    [ "$(id -u)" -eq 0 ] || return 0
    /usr/bin/python3 -c '
import os, pwd, sys
os.seteuid(pwd.getpwnam("mail").pw_uid)
sys.exit(not os.access(sys.argv[1], os.X_OK, effective_ids=True))' "$1"
}

# Prints where a server asked for in a folder keeps its files: there, or, below a closed folder such as root's home,
# in one under /var/tmp, which the file `elsewhere` leads to.
find_place() {
    local place=$1
    if [ -s "$1/elsewhere" ]; then
        place=$(cat "$1/elsewhere")
        mkdir -p "$place" || return 1
    else
        [ "$(id -u)" -eq 0 ] && chmod 755 "$1"
        if ! is_reachable "$1"; then
            place=$(mktemp -d /var/tmp/gatepost-lab.XXXXXX) || return 1
            chmod 755 "$place"
            echo "$place" >"$1/elsewhere"
        fi
    fi
    echo "$place"
}

# Prints the folder of unpacked servers, shared by all runs.
find_servers() {
    local place=${GATEPOST_LAB_SERVERS:-$1/../../.build/lab-servers}
    mkdir -p "$place" || return 1
    is_reachable "$place" || place=/var/tmp/gatepost-lab-servers
    mkdir -p "$place" && (cd "$place" && pwd)
}

# Prints as many free ports of 127.0.0.1 as asked for, below those that the system gives to outgoing connections.
free_ports() {
    /usr/bin/python3 - "$1" <<'PYTHON'
import random, socket, sys
held = []
while len(held) < int(sys.argv[1]):
    one = socket.socket()
    try:
        one.bind(("127.0.0.1", random.randint(20000, 32000)))
        held.append(one)
    except OSError:
        one.close()
print(*(one.getsockname()[1] for one in held))
PYTHON
}

# Writes DIR/tls/ca.pem and the server's key and certificate for 127.0.0.1 and localhost, once.
make_certificate() {
    local tls=$1/tls
    [ -s "$tls/server.pem" ] && return
    mkdir -p "$tls"
    openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj "/CN=Gatepost lab authority" \
        -keyout "$tls/ca.key" -out "$tls/ca.pem" 2>>"$tls/openssl.log" || fail "openssl could not make an authority"
    openssl req -newkey rsa:2048 -nodes -subj "/CN=localhost" \
        -keyout "$tls/server.key" -out "$tls/server.csr" 2>>"$tls/openssl.log" || fail "openssl could not make a key"
    printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\n' >"$tls/san"
    openssl x509 -req -in "$tls/server.csr" -CA "$tls/ca.pem" -CAkey "$tls/ca.key" -CAcreateserial -days 30 \
        -extfile "$tls/san" -out "$tls/server.pem" 2>>"$tls/openssl.log" || fail "openssl could not sign"
}

# Waits until something listens on every port given, 20 seconds at most.
wait_for_ports() {
    /usr/bin/python3 - "$@" <<'PYTHON'
import socket, sys, time
end = time.monotonic() + 20
for port in sys.argv[1:]:
    while True:
        try:
            socket.create_connection(("127.0.0.1", int(port)), 1).close()
            break
        except OSError:
            if time.monotonic() > end:
                sys.exit(f"nothing listens on port {port}")
            time.sleep(0.05)
PYTHON
}

# Whether the process of a pid file lives.
lives() {
    [ -s "$1" ] && kill -0 "$(cat "$1")" 2>/dev/null
}

# Ends the process of a pid file, gently, then firmly, and waits for its end.
end_process() {
    local pid
    [ -s "$1" ] || return 0
    pid=$(cat "$1")
    kill "$pid" 2>/dev/null
    for _ in $(seq 50); do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
    kill -9 "$pid" 2>/dev/null
    rm -f "$1"
}
