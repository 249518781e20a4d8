#!/usr/bin/env bash
# Everything one does with this repository: ./do help
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
root=$PWD

export LC_ALL=C.UTF-8
export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$root}
export CCACHE_SLOPPINESS=${CCACHE_SLOPPINESS:-pch_defines,time_macros,include_file_mtime,include_file_ctime}
export CCACHE_NOHASHDIR=${CCACHE_NOHASHDIR:-1}
tools=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/formwork/node-22
node_minimum=20.19.0
jobs=${JOBS:-$(nproc 2>/dev/null || echo 2)}

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
die() {
    printf 'do: %s\n' "$*" >&2
    exit 1
}

help() {
    cat <<'TEXT'
usage: ./do COMMAND [...]

  run [ARGS]            install, build and start the demo; prints the address and the sign-ins (ARGS go to `formwork serve`)
  designer [ARGS]       install, build and start the desktop designer (ARGS: a pack such as plugins/sales, --server URL, --lang zh)
  test [--accept|--asan|--tsan] [-R REGEX]
                        install, build, run every test; --accept rewrites the golden files, -R picks tests by name
  setup                 install what is missing (apt on Debian 12, npm by lock file)
  build [PRESET]        build all: release (default), debug, asan, tsan; programs are in build/bin
  bench [NAME...]       measure; one line a benchmark, beside the raw limit of the same run
  fmt                   format every file
  check [--all]         format, scripts, generated files, clang-tidy on changed files (or all)
  new KIND NAME         write file, test case and page of a new builtin, field, node, report, check or command
  help                  this text

environment: JOBS=n compile jobs · FORMWORK_SETUP=skip leaves packages alone (other systems than Debian 12)
TEXT
}

# ---- setup ---------------------------------------------------------------------------------------------------------
# group | what for | packages of Debian 12
package_groups() {
    cat <<'LIST'
build|compiler, linker and build tools|ca-certificates git g++ cmake ninja-build ccache mold pkg-config
engine|decimal numbers, time zones, regular expressions, JSON, XML, graphs|libintelrdfpmath-dev libabsl-dev libre2-dev libpcre2-dev libexpected-dev rapidjson-dev libboost1.81-dev libpugixml-dev
runtime|databases, passwords, command line, time zones|libsqlite3-dev libpq-dev libsodium-dev libcli11-dev tzdata
designer|desktop windows and HTTP client|libwxgtk3.2-dev libcurl4-openssl-dev
test|test library|libgtest-dev libgmock-dev
browser|a browser, a screen in memory and a database for the tests|chromium xvfb xauth openbox fonts-noto-cjk postgresql-15 util-linux curl
tools|formatter and analysers|clang-format-14 clang-tidy-14 shellcheck
LIST
}

packages_of() { package_groups | awk -F'|' -v wanted="$1" '$1 == wanted {print $3}'; }

missing_packages() {
    local package
    { dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null || true; } |
        awk '$2 == "installed" {print $1}' >"$root/build/.installed"
    for package in "$@"; do
        grep -qxF "$package" "$root/build/.installed" || printf '%s\n' "$package"
    done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

check_system() {
    local system
    system=$(sed -n 's/^\(ID\|VERSION_ID\)="\{0,1\}\([^"]*\)"\{0,1\}$/\2/p' /etc/os-release 2>/dev/null | sort | xargs)
    if [ "$system" != '12 debian' ]; then
        die "setup knows Debian 12 (bookworm); this is ${system:-an unknown system}.
    Install what \`./do setup --list\` prints in your system's names, then use FORMWORK_SETUP=skip ./do ..."
    fi
}

apt_install() {  # packages...
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        die "these packages are missing and only root may install them:
    apt-get install --no-install-recommends $*"
    fi
    local log=$root/build/apt.log
    as_root apt-get -qq update >"$log" 2>&1 || die "apt-get update failed; is there a network? The end of $log:
$(tail -n 3 "$log")"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -qq install --no-install-recommends "$@" >>"$log" 2>&1 ||
        die "apt-get install failed; is there a network? The end of $log:
$(tail -n 5 "$log")"
}

install_groups() {  # groups...
    local group missing all=() line
    for group in "$@"; do
        mapfile -t missing < <(
            # shellcheck disable=SC2046
            missing_packages $(packages_of "$group")
        )
        [ "${#missing[@]}" -gt 0 ] || continue
        line=$(package_groups | awk -F'|' -v wanted="$group" '$1 == wanted {print $2}')
        say "$group: $line (${missing[*]})"
        all+=("${missing[@]}")
    done
    [ "${#all[@]}" -eq 0 ] || apt_install "${all[@]}"
}

version_at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

use_node() {  # puts a Node that is new enough first in PATH; false if there is none yet
    [ ! -x "$tools/node_modules/.bin/node" ] || PATH=$tools/node_modules/.bin:$PATH
    local version
    version=$(node --version 2>/dev/null | tr -d v) || return 1
    command -v npm >/dev/null && version_at_least "$version" "$node_minimum"
}

install_node() {
    if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
        say 'web: Node for building the web client (nodejs npm)'
        apt_install nodejs npm
    fi
    use_node && return
    say "web: Node $(node --version) is older than $node_minimum: a newer one goes to $tools"
    mkdir -p "$tools"
    npm install --silent --no-fund --no-audit --prefix "$tools" node@22 npm@10 >"$root/build/npm.log" 2>&1 ||
        die "npm could not install a newer Node; is there a network? The end of build/npm.log:
$(tail -n 5 "$root/build/npm.log")"
    use_node || die "Node $node_minimum or newer is needed for the web client; the system's is $(node --version)"
}

npm_folders() {
    find . \( -name node_modules -o -path ./build -o -name .git \) -prune -o -name package-lock.json -printf '%h\n' | sed 's|^\./||' | sort
}

install_npm() {
    local folder sum
    for folder in $(npm_folders); do
        sum=$(sha256sum <"$folder/package-lock.json")
        [ "$(cat "$folder/node_modules/.formwork-lock" 2>/dev/null || true)" = "$sum" ] && continue
        say "web: packages of $folder (npm ci)"
        (cd "$folder" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-fund --no-audit >"$root/build/npm.log" 2>&1) ||
            die "npm ci failed in $folder; the end of build/npm.log:
$(tail -n 5 "$root/build/npm.log")"
        printf '%s\n' "$sum" >"$folder/node_modules/.formwork-lock"
    done
}

setup() {  # [groups...]
    if [ "${1:-}" = --list ]; then
        package_groups | sed 's/|/: /; s/|/\n    /'
        return
    fi
    mkdir -p "$root/build" 2>/dev/null || true
    [ -w "$root/build" ] ||
        die "user $(id -un) cannot write in $root/build, which belongs to $(stat -c %U "$root/build" 2>/dev/null || stat -c %U "$root").
    Clone the repository into a folder of your own, or give this one to yourself: sudo chown -R $(id -un) $root"
    local groups=("$@")
    [ "${#groups[@]}" -gt 0 ] || groups=(build engine runtime designer test browser)
    if [ "${FORMWORK_SETUP:-}" != skip ]; then
        check_system
        install_groups "${groups[@]}"
    fi
    use_node || install_node
    install_npm
}

# ---- build, run ----------------------------------------------------------------------------------------------------
folder_of() { if [ "$1" = release ]; then echo build; else echo "build/$1"; fi; }

configure() {  # preset
    local folder
    folder=$(folder_of "$1")
    [ "$folder/build.ninja" -nt CMakePresets.json ] && return
    cmake --preset "$1" >"$root/build/configure.log" 2>&1 ||
        die "cmake could not configure; see build/configure.log:
$(grep -A 6 'CMake Error' "$root/build/configure.log" | head -n 20)"
}

build() {  # [preset [targets...]]
    local preset=${1:-release}
    [ $# -eq 0 ] || shift
    configure "$preset"
    say "building ($preset)"
    ninja -C "$(folder_of "$preset")" -j "$jobs" "$@"
}

run() {
    setup build engine runtime designer test
    build release formwork plugins
    exec build/bin/formwork serve --data "${FORMWORK_DATA:-./data}" --demo "$@"
}

designer() {
    setup build engine runtime designer test
    build release formwork-designer
    exec build/bin/formwork-designer "$@"
}

# ---- test ----------------------------------------------------------------------------------------------------------
passed=0
failed=0
failures=()

count() {  # passed failed what
    passed=$((passed + $1))
    failed=$((failed + $2))
    [ "$2" -eq 0 ] || failures+=("$3")
}

attribute() { sed -n "s/.*<testsuites[^>]* $1=\"\([0-9]*\)\".*/\1/p" "$2" | head -n 1; }

# Every test of ctest: GoogleTest programs count by their own tests, the others as one.
run_ctest() {  # build folder, ctest arguments...
    local folder=$1 results=$root/$1/test-results name status file tests bad
    shift
    rm -rf "$results" && mkdir -p "$results"
    GTEST_OUTPUT="xml:$results/" ctest --test-dir "$folder" -j "$jobs" --output-on-failure \
        --output-junit "$results/ctest.junit" "$@" || true
    [ -f "$results/ctest.junit" ] || die 'ctest did not run'
    while IFS=$'\t' read -r name status; do
        file=$results/$name.xml
        if [ "$status" = disabled ] || [ "$status" = notrun ]; then continue; fi
        if [ -f "$file" ]; then
            tests=$(attribute tests "$file")
            bad=$(($(attribute failures "$file") + $(attribute errors "$file")))
            [ "$status" = run ] || [ "$bad" -gt 0 ] || bad=1
            count $((tests - bad)) "$bad" "$name"
        elif [ "$status" = run ]; then
            count 1 0 "$name"
        else
            count 0 1 "$name"
        fi
    done < <(sed -n 's/.*<testcase name="\([^"]*\)".* status="\([a-z]*\)".*/\1\t\2/p' "$results/ctest.junit")
}

run_node_tests() {  # what, folder: runs `npm test` there with a JUnit-like summary from the tool itself
    local what=$1 folder=$2 log=$root/build/$1.log ok bad
    [ -f "$folder/package.json" ] || return 0
    say "$what"
    local status=0
    (cd "$folder" && NO_COLOR=1 npm test --silent 2>&1) | tee "$log" || status=1
    # vitest: "Tests  2 failed | 31 passed (33)"; node:test: "# pass 31", "# fail 2"; our runners: "31 passed, 2 failed"
    ok=$(sed -n 's/^ *Tests .* \([0-9]*\) passed.*/\1/p; s/^. pass \([0-9]*\)$/\1/p; s/^\([0-9]*\) passed, .*/\1/p' "$log" | tail -n 1)
    bad=$(sed -n 's/^ *Tests .* \([0-9]*\) failed.*/\1/p; s/^. fail \([0-9]*\)$/\1/p; s/^[0-9]* passed, \([0-9]*\) failed.*/\1/p' "$log" | tail -n 1)
    [ "$status" -eq 0 ] || [ "${bad:-0}" -gt 0 ] || bad=1
    count "${ok:-0}" "${bad:-0}" "$what (build/$what.log)"
}

run_tests() {
    local preset=release web=yes filter=()
    while [ $# -gt 0 ]; do
        case $1 in
            --accept) export FORMWORK_ACCEPT=1 ;;
            --asan | --tsan) preset=${1#--} web=no ;;
            -R)
                [ $# -ge 2 ] || die '-R needs a regular expression'
                filter=(-R "$2") web=no
                shift
                ;;
            *) die "test does not know '$1'; see ./do help" ;;
        esac
        shift
    done
    setup
    build "$preset"
    [ -d "$root/../shared/conformance" ] || say 'no ../shared/conformance: the DMN and BPMN conformance kits are left out'
    run_ctest "$(folder_of "$preset")" "${filter[@]}"
    if [ "$web" = yes ]; then
        run_node_tests web-client runtime/web/client
        local folder
        for folder in tests/e2e/*/package.json; do
            [ ! -f "$folder" ] || run_node_tests "$(basename "$(dirname "$folder")")" "$(dirname "$folder")"
        done
    fi
    if [ "${#failures[@]}" -gt 0 ]; then printf 'failed: %s\n' "${failures[@]}"; fi
    [ $((passed + failed)) -gt 0 ] || die 'no test has such a name'
    printf '%d passed, %d failed\n' "$passed" "$failed"
    [ "$failed" -eq 0 ]
}

# ---- bench ---------------------------------------------------------------------------------------------------------
# Which program measures what; a program with several names is told which of them.
benchmarks() {
    cat <<'LIST'
decision_bench|decide_12 decide_10000
flow_in_memory_bench|flow_in_memory
step_cost_bench|flow_step_nodes flow_step_events flow_many_10000
flow_durable_bench|flow_durable
waiting_bench|waiting_million
soundness_bench|prove_structured prove_rigid
http_bench|http_create http_read http_list server_start
feel_bench|feel_expression feel_compile feel_load_10000
analysis_bench|analyse_1000x6
designer_check_bench|designer_check designer_check_200
LIST
}

bench() {  # [names...]: progress on standard error, then one line a benchmark
    local all program names name wanted lines=$root/build/bench.txt
    all=$(benchmarks | cut -d'|' -f2 | xargs)
    for name in "$@"; do
        [[ " $all " == *" $name "* ]] || die "there is no benchmark '$name'; there are: $all"
    done
    [ $# -gt 0 ] || read -ra names <<<"$all"
    [ $# -eq 0 ] || names=("$@")
    setup build engine runtime designer test
    build release
    : >"$lines"
    while IFS='|' read -r program all; do
        wanted=()
        for name in "${names[@]}"; do
            [[ " $all " != *" $name "* ]] || wanted+=("$name")
        done
        [ "${#wanted[@]}" -gt 0 ] || continue
        [[ $all == *' '* ]] || wanted=()
        say "measuring with $program"
        "build/bin/$program" "${wanted[@]}" </dev/null >>"$lines"
    done < <(benchmarks)
    cat "$lines"
}

# ---- fmt, check ----------------------------------------------------------------------------------------------------
cpp_files() { git ls-files -- '*.h' '*.cpp'; }

fmt() {
    install_tools
    cpp_files | xargs -r clang-format-14 -i
    use_node && [ -d runtime/web/client/node_modules ] && (cd runtime/web/client && npm run --silent fmt)
}

install_tools() {
    mkdir -p "$root/build"
    if [ "${FORMWORK_SETUP:-}" != skip ]; then
        check_system
        install_groups tools
    fi
}

check() {
    local wrong=0 base files
    install_tools
    say 'format'
    cpp_files | xargs -r clang-format-14 --dry-run -Werror || wrong=1
    shellcheck ./do .ci/run || wrong=1
    say 'generated files'
    generate
    git diff --exit-code --stat -- plugins/base/demo plugins/sales/demo schemas docs/reference || {
        echo 'do: generated files differ from what is committed (see above): commit them' >&2
        wrong=1
    }
    if use_node && [ -d runtime/web/client/node_modules ]; then
        say 'web client'
        (cd runtime/web/client && npm run --silent check) || wrong=1
    fi
    say 'clang-tidy'
    configure debug
    if [ "${1:-}" = --all ]; then
        files=$(git ls-files -- '*.cpp')
    else
        base=$(git merge-base HEAD origin/main 2>/dev/null || git rev-parse 'HEAD~1')
        files=$({ git diff --name-only --diff-filter=d "$base" -- '*.cpp' && git ls-files -o --exclude-standard -- '*.cpp'; } | sort -u)
    fi
    printf '%s\n' "$files" | grep . | grep -Fx -f <(sed -n "s|.*\"file\": \"$root/\(.*\)\".*|\1|p" build/debug/compile_commands.json) |
        xargs -r -P "$jobs" -n 4 clang-tidy-14 -p build/debug --quiet --extra-arg=-Wno-unknown-warning-option || wrong=1
    [ "$wrong" -eq 0 ] || die 'check found something'
}

generate() {  # everything that is written by a program and committed
    use_node && node plugins/sales/demo/make_demo.mjs
    build release fw_schemas >/dev/null
    build/bin/fw_schemas .
}

case ${1:-help} in
    setup) shift && setup "$@" ;;
    run) shift && run "$@" ;;
    build) shift && setup build engine runtime designer test && build "$@" ;;
    designer) shift && designer "$@" ;;
    test) shift && run_tests "$@" ;;
    bench) shift && bench "$@" ;;
    fmt) fmt ;;
    check) shift && check "$@" ;;
    new) shift && exec cmake/new.sh "$@" ;;
    help | --help | -h) help ;;
    *) die "there is no command '$1'; see ./do help" ;;
esac
