# SPDX-License-Identifier: Apache-2.0
# A Debian under systemd-nspawn to install into; for scripts/package-test and scripts/package-walk, which source this.
# It expects out (the folder of packages); start_tree sets log, scratch and root.

say() { printf '%s: %s\n' "$(basename "$0")" "$*"; }
fail() { printf '%s: error: %s\n' "$(basename "$0")" "$*" >&2; exit 1; }
[ "$(id -u)" = 0 ] || fail "run as root: it makes trees of Debian and boots them"
for tool in debootstrap systemd-nspawn nsenter ip python3 gpg dpkg-deb; do
    command -v "$tool" >/dev/null || fail "$tool is missing: apt-get install debootstrap systemd-container util-linux iproute2 python3 gnupg dpkg"
done
deb=$(ls -t "$out"/spreu_*.deb 2>/dev/null | head -n 1) || true
[ -n "$deb" ] || fail "no package in $out: run scripts/package first"
programs=$PWD/.build/release
[ -x "$programs/make-sample-corpus" ] || fail "make-sample-corpus is missing: swift build -c release --product make-sample-corpus"

passed=0 failed=0 leader= nspawn= client=198.51.100.7
expect() {   # expect 'what is claimed' command...
    local what=$1
    shift
    if "$@" >>"$log" 2>&1; then
        passed=$((passed + 1)); printf '  ok      %s\n' "$what"
    else
        failed=$((failed + 1)); printf '  FAILED  %s\n' "$what"
    fi
}

# A Debian with Postfix and Dovecot, as it is before Spreu: made once.
make_tree() {
    local tree=$1 suite=$2
    say "a tree of $suite"
    rm -rf "$tree.new"
    debootstrap --variant=minbase --include=ca-certificates,systemd,systemd-sysv,dbus "$suite" "$tree.new" >>"$log" 2>&1
    cp /etc/resolv.conf "$tree.new/etc/resolv.conf"
    echo 'postfix postfix/main_mailer_type select No configuration' | chroot "$tree.new" debconf-set-selections
    printf '#!/bin/sh\nexit 101\n' > "$tree.new/usr/sbin/policy-rc.d"
    chmod 755 "$tree.new/usr/sbin/policy-rc.d"
    chroot "$tree.new" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        postfix dovecot-imapd dovecot-lmtpd dovecot-sieve acl sudo man-db procps \
        libsqlite3-0 libxml2 liblz4-1 liblzma5 libzstd1 zlib1g >>"$log" 2>&1
    rm "$tree.new/usr/sbin/policy-rc.d"
    mv "$tree.new" "$tree"
}

boot() {
    # Its own network: port 25 is its own, and nothing is fetched.
    systemd-nspawn -q --hostname=mx --register=no --keep-unit --private-network -D "$root" --bind-ro="$scratch:/mnt" --boot \
        >>"$log" 2>&1 </dev/null &
    nspawn=$!
    for _ in $(seq 300); do
        leader=$(pgrep -P "$nspawn" | head -n 1) || leader=
        if [ -n "$leader" ] && inside 'systemctl is-system-running 2>/dev/null | grep -qE "running|degraded"' 2>/dev/null; then
            nsenter -t "$leader" -n ip link set lo up
            nsenter -t "$leader" -n ip address add $client/32 dev lo
            return 0
        fi
        sleep 0.3
    done
    fail "the tree does not boot: $log"
}
# Sends the message of a file to an account, as a client outside, and prints the X-Spreu field that it was delivered with.
send() { nsenter -t "$leader" -n packaging/test/send "$root/var/vmail" $client "$@"; }   # send ADDRESS FILE
field=
tagged() {   # tagged [ADDRESS FILE]
    field=$(send "${1-anna@example.org}" "${2-$scratch/corpus/new/spam.eml}")
    echo "X-Spreu: $field"
    [[ $field = *probability=* ]]
}
untagged() { ! tagged "$@" && [ "$field" = untagged ]; }
inside() { nsenter -t "$leader" -m -u -i -n -p -r -w /bin/bash -c "$1"; }
power_cut() { [ -z "$leader" ] || kill -KILL "$leader" 2>/dev/null || true; wait "$nspawn" 2>/dev/null || true; }
shut_down() { kill -s RTMIN+4 "$leader"; wait "$nspawn" 2>/dev/null || true; }

# The tree of a suite, made if there is none, with a layer of its own over it: what the test does is gone after it.
start_tree() {   # start_tree SUITE LOG
    local suite=$1 tree=$out/trees/$1
    log=$2
    : > "$log"
    mkdir -p "$out/trees"
    [ -d "$tree" ] || make_tree "$tree" "$suite"
    scratch=$(mktemp -d)
    chmod 755 "$scratch"
    root=$scratch/root
    mkdir -p "$root" "$scratch/upper" "$scratch/work"
    mount -t overlay overlay -o "lowerdir=$tree,upperdir=$scratch/upper,workdir=$scratch/work" "$root"
    trap 'power_cut; umount -l "$root" 2>/dev/null; rm -rf "$scratch"' EXIT
    rm -f "$root/usr/sbin/policy-rc.d"
}
end_tree() {
    shut_down
    umount -l "$root"
    rm -rf "$scratch"
    trap - EXIT
}
