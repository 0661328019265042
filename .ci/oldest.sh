# The oldest Rust, for this processor and for others: what rustup has, else Debian's packages, unpacked under `target/`.
# Sourced by `run`. Where something cannot be had, a function fails and `why` says what.

msrv=$(sed -n 's/^rust-version = "\([^"]*\)".*/\1/p' Cargo.toml)
oldest=$PWD/target/oldest
why=

has_toolchain() { rustup run "$1" rustc --version >/dev/null 2>&1; }

# with_oldest COMMAND...: where rustc and cargo are the oldest.
with_oldest() (
    if has_toolchain "$msrv"; then
        export RUSTUP_TOOLCHAIN=$msrv
    else
        export PATH="$oldest/root/usr/bin:$PATH"
        export LD_LIBRARY_PATH="$oldest/root/usr/lib/x86_64-linux-gnu:$oldest/root/lib/x86_64-linux-gnu"
    fi
    CARGO_TARGET_DIR="$oldest/build" "$@"
)

# debian COMMAND...: apt-get for the packages of several processors, with lists of its own.
debian() {
    mkdir -p "$oldest"/apt/{state/lists,cache/archives}/partial
    apt-get -qq -oDir::State="$oldest/apt/state" -oDir::State::status=/var/lib/dpkg/status -oDir::Cache="$oldest/apt/cache" \
        -oAPT::Architectures::={amd64,i386,arm64,s390x} -oAPT::Sandbox::User=root "$@"
}

# unpack NAME PACKAGE...: and remembers by the name that it is done.
unpack() {
    local packages=$oldest/packages package
    [ -e "$oldest/$1.done" ] && return
    rm -rf "$packages" && mkdir -p "$packages" "$oldest/root" || return 1
    # Of a mirror's lists some may be out of step: what counts is whether the packages come.
    [ -e "$oldest/lists.done" ] || { debian update 2>/dev/null; touch "$oldest/lists.done"; }
    (cd "$packages" && debian download "${@:2}") || { rm -f "$oldest/lists.done"; return 1; }
    for package in "$packages"/*.deb; do
        dpkg -x "$package" "$oldest/root" || return 1
    done
    rm -r "$packages" && touch "$oldest/$1.done"
}

# install PACKAGE...: on this machine.
install() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    apt-get -qq update 2>/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@" >/dev/null
}

# Gets the oldest Rust.
get_oldest() {
    has_toolchain "$msrv" && return
    why="no toolchain $msrv, and no packages of it"
    [ "$(uname -sm)" = "Linux x86_64" ] && command -v apt-get >/dev/null || return 1
    # The last three are what cargo and rustc link to.
    unpack rust {rustc,cargo}-web="$msrv.*" "libstd-rust-web-$msrv" libstd-rust-web-dev="$msrv.*" \
        libllvm19 libhttp-parser2.9 libpcre3 || return 1
    why="Debian's cargo $msrv does not run here"
    with_oldest cargo --version >/dev/null
}

# get_std TARGET DEBIAN'S-NAME: gets the standard library of a processor.
get_std() {
    get_oldest || return 1
    has_toolchain "$msrv" || unpack "$1" "libstd-rust-web-dev:$2=$msrv.*"
    why="no standard library of Rust $msrv for it"
    [ -d "$(with_oldest rustc --print target-libdir --target "$1")" ]
}

# get_processor TARGET DEBIAN'S-NAME: gets all that builds and runs programs of a processor. Sets `linker` and `runner`.
get_processor() {
    local name=${1/unknown-/} emulator=qemu-${1%%-*} root
    get_std "$@" || return 1
    root=/usr/$name linker=$name-gcc runner="$emulator -L /usr/$name"
    [ "$2" = i386 ] && runner="qemu-i386 -L $root"
    if ! command -v "$linker" >/dev/null || ! command -v "${runner%% *}" >/dev/null || [ ! -e "$root/lib/libc.so" ]; then
        why="no $linker, no ${runner%% *} or no libc for it, and they cannot be installed"
        install "gcc-$name" "libc6-dev-$2-cross" qemu-user || return 1
    fi
    # A 64-bit processor of the same family needs no emulator.
    if [ "$2" = i386 ] && "$root/lib/ld-linux.so.2" --version >/dev/null 2>&1; then
        runner="$root/lib/ld-linux.so.2 --library-path $root/lib"
    fi
}

# get_core TARGET: gets `core` alone, from its source.
get_core() {
    local into=$oldest/root/usr/lib/rustlib/$1/lib source=$oldest/root/usr/src/rustc-$msrv.0/library/core/src/lib.rs
    get_oldest || return 1
    why="no \`core\` of Rust $msrv for it"
    if ! has_toolchain "$msrv" && [ ! -e "$into/libcore.rmeta" ]; then
        unpack source "rust-web-src=$msrv.*" && mkdir -p "$into" || return 1
        # What a crate without std links to as well: of that its name will do, since nothing is linked.
        echo '#![feature(no_core, compiler_builtins)] #![compiler_builtins] #![no_core]' >"$oldest/compiler_builtins.rs"
        RUSTC_BOOTSTRAP=1 with_oldest rustc --target "$1" --edition 2021 --crate-type rlib --cap-lints allow \
            --crate-name core --emit metadata="$into/libcore.rmeta" "$source" || return 1
        RUSTC_BOOTSTRAP=1 with_oldest rustc --target "$1" --crate-type rlib --cap-lints allow \
            --emit metadata="$into/libcompiler_builtins.rmeta" "$oldest/compiler_builtins.rs" || return 1
    fi
    [ -d "$(with_oldest rustc --print target-libdir --target "$1")" ]
}
