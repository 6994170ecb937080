# Sourced by the commands of this directory: what stands above every file of results.

# The commit of a checkout, with a + where something is changed; "nocommit" outside git.
commit_of() {
    local commit
    commit=$(git -C "$1" rev-parse --short HEAD 2>/dev/null) || { echo nocommit; return; }
    [[ -z $(git -C "$1" status --porcelain --untracked-files=no 2>/dev/null) ]] || commit+=+
    echo "$commit"
}

# describe_machine ROOT JDK
describe_machine() {
    echo "date     $(date '+%Y-%m-%d %H:%M %Z')"
    echo "commit   $(commit_of "$1")"
    echo "machine  $(nproc) processors: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(awk '/MemTotal/ { printf "%.1f GB", $2 / 1048576 }' /proc/meminfo)"
    echo "system   $(uname -sr), $(sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release)"
    echo "jdk      $("$2/bin/java" -version 2>&1 | sed -n 2p)"
    echo "load     $(cut -d' ' -f1-3 /proc/loadavg) when it began"
}
