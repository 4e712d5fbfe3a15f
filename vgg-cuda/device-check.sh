#!/usr/bin/env bash
# Checks and measures the CUDA engine on a machine with an NVIDIA GPU.
#
#   device-check.sh pack [DATA]   builds vgg-cuda/target/device here: a small Java, the jars, the tests, a loss curve of the
#                                 CPU engine, and Fashion-MNIST's four files if their folder DATA is named. Needs a JDK with
#                                 jmods, Maven, Python and xz; takes some minutes. LIMIT_MIB (58) is how large it may be.
#   device-check.sh run FOLDER    on the machine with the GPU, which needs target/device alone: ceilings, every work in bf16,
#                                 the loss curve, PyTorch on the same card where there is one.
#   device-check.sh train FOLDER  there too: the textbook experiment with three seeds, our best recipe, PyTorch compiled.
#                                 DATA names the folder with Fashion-MNIST's four files if they are not in the pack.
#   device-check.sh rest FOLDER   there too: tf32 and f32, the conformance suite.
#
# The last three print Markdown and leave it in FOLDER as run.md, train.md and rest.md. They consist of parts, each in a process
# and with a time limit of its own: one that fails takes no other along. BUDGET_S (540) bounds the whole: a part for which too
# little is left is left out, and that is said. ONLY chooses parts by a regular expression: ONLY='G2|curve'.
# What the engine compiled and timed is in FOLDER/caches.tar.gz after each part; copied into the pack it is used again.
# The exit code is 0 where every part did what it should.
set -euo pipefail

# The script is in vgg-cuda, or in the pack.
script="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)/$(basename "${BASH_SOURCE[0]}")"
folder_of_script="$(dirname "$script")"
device="$folder_of_script"
[ -f "$device/java-and-jars.tar.xz" ] || device="$folder_of_script/target/device"
# Beside the pack and not in it: what travels stays small.
work="${VGG_CHECK_WORK:-$device-work}"
java=("$work/java/bin/java" -Xmx4g -XX:+UseSerialGC -XX:+ErrorFileToStdout "-Dorg.bytedeco.javacpp.cachedir=$work/javacpp"
  -cp "$work/test-classes:$work/samples:$work/jars/*")
check=(io.github.vgg4j.cuda.check.DeviceCheck)

budget="${BUDGET_S:-540}"
# sysexits.h: what is needed is not there.
unavailable=69
missed=3
most_of_a_file=$((16 * 1024 * 1024))

usage() {
  sed -n '2,/^set/{s/^# \{0,1\}//;/^set/d;p;}' "$script"
}

# ---------------------------------------------------------------- pack

# Copies those jars of a class path whose names match.
jars_of() {
  tr ':' '\n' < "$1" | { grep -E "$2" || true; } | while read -r jar; do cp "$jar" "$3"; done
}

pack() {
  local root data="${1:-}" limit="${LIMIT_MIB:-58}" stage home size
  root="$(dirname "$folder_of_script")"
  # shellcheck disable=SC2086
  (cd "$root" && mvn -q -B -ntp -DskipTests -Dspotless.check.skip=true -Djacoco.skip=true ${VGG_MAVEN_OPTS:-} \
    package dependency:build-classpath -pl vgg-cuda,vgg-onednn,vgg-samples -am -Dmdep.includeScope=test \
    -Dmdep.outputFile=target/device.classpath)
  stage="$work"
  rm -rf "$device" "$stage"
  mkdir -p "$device" "$stage/jars" "$stage/test-classes" "$stage/samples"
  jars_of "$root/vgg-cuda/target/device.classpath" \
    '/(cuda|javacpp|jna|jspecify|junit|opentest4j|apiguardian|slf4j)-[^/]*\.jar$' "$stage/jars"
  rm -f "$stage"/jars/jna-platform-*.jar
  # What the command needs.
  jars_of "$root/vgg-samples/target/launcher.classpath" '/(picocli|jackson-core|progressbar|jline)[^/]*\.jar$' "$stage/jars"
  cp "$root"/vgg-{annotations,runtime,cuda,cli}/target/vgg-*-SNAPSHOT.jar "$root"/vgg-runtime/target/vgg-runtime-*-tests.jar "$stage/jars/"
  # The samples without the images that come with them.
  cp -r "$root/vgg-samples/target/classes/." "$stage/samples/"
  find "$stage/samples" -type d -name fashion-mnist -prune -exec rm -rf {} +
  cp -r "$root/vgg-cuda/target/test-classes/." "$stage/test-classes/"
  home="${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}"
  # Not compressed: xz does that better.
  "$home/bin/jlink" --add-modules java.base,java.logging,java.management,jdk.unsupported,java.xml \
    --strip-debug --no-man-pages --no-header-files --compress=0 --output "$stage/java"
  printf 'Computing the loss curve of the CPU engine\n'
  "$home/bin/java" -Xmx2g -cp "$stage/test-classes:$stage/jars/*:$(cat "$root/vgg-onednn/target/device.classpath"):$(ls \
    "$root"/vgg-onednn/target/vgg-onednn-*-SNAPSHOT.jar)" "${check[@]}" write-curve "$device/curve.txt"
  printf 'Packing\n'
  tar -C "$stage" -cf - java jars test-classes samples | xz -9 > "$device/java-and-jars.tar.xz"
  cp "$script" "$folder_of_script/device-check.py" "$device/"
  if [ -n "$data" ]; then
    mkdir "$device/data"
    cp "$data"/{train,t10k}-{images-idx3,labels-idx1}-ubyte.gz "$device/data/"
  fi
  rm -rf "$stage"
  du -ah "$device"
  size="$(du -sb "$device" | cut -f 1)"
  printf 'The pack has %d.%d MiB of at most %d\n' $((size / 1048576)) $((size % 1048576 * 10 / 1048576)) "$limit"
  [ "$size" -le $((limit * 1048576)) ]
}

# ---------------------------------------------------------------- on the machine with the GPU

unpack() {
  local archive="$device/java-and-jars.tar.xz"
  if [ ! -f "$archive" ]; then
    printf 'There is no %s. Run "device-check.sh pack" first, where there is a JDK.\n' "$archive"
    return 1
  fi
  if [ ! "$work/unpacked" -nt "$archive" ]; then
    rm -rf "$work"
    mkdir -p "$work"
    # Where there is no xz, Python has its own.
    if ! { command -v xz > /dev/null && tar -C "$work" -xJf "$archive"; } \
      && ! python3 -W ignore -c 'import sys, tarfile; tarfile.open(sys.argv[1]).extractall(sys.argv[2])' "$archive" "$work"; then
      printf 'Neither tar with xz nor Python unpacks %s\n' "$archive"
      return 1
    fi
    touch "$work/unpacked"
  fi
  mkdir -p "$XDG_CACHE_HOME"
  if [ -f "$device/caches.tar.gz" ]; then
    tar -C "$XDG_CACHE_HOME" -xzf "$device/caches.tar.gz" && printf 'Goes on with the caches of an earlier run\n'
  fi
  return 0
}

gpu_state() {
  timeout 20 nvidia-smi --format=csv \
    --query-gpu=name,driver_version,memory.total,memory.used,clocks.sm,clocks.max.sm,clocks.mem,temperature.gpu,power.draw,utilization.gpu \
    2> /dev/null || printf 'No nvidia-smi here\n'
}

# Where pip put CUDA's libraries beside PyTorch: its site-packages, as a folder that the engine looks into.
find_cuda() {
  local found
  if [ -z "${VGG_CUDA_PATH:-}" ] \
    && found="$(timeout 30 python3 -c 'import nvidia, os; print(os.path.dirname(list(nvidia.__path__)[0]))' 2> /dev/null)" \
    && [ -d "$found" ]; then
    export VGG_CUDA_PATH="$found"
  fi
  printf 'VGG_CUDA_PATH: %s\n' "${VGG_CUDA_PATH:-not set}"
}

# The caches as one file of the results, so that they outlive the machine.
keep_caches() {
  [ -d "$XDG_CACHE_HOME/vgg4j" ] || return 0
  tar -C "$XDG_CACHE_HOME" -czf "$work/caches.tar.gz" vgg4j 2> /dev/null || return 0
  if [ "$(stat -c %s "$work/caches.tar.gz")" -lt "$most_of_a_file" ]; then
    mv -f "$work/caches.tar.gz" "$folder/caches.tar.gz"
  else
    printf '\nThe caches are left out of the results: %s bytes are too many\n' "$(stat -c %s "$work/caches.tar.gz")"
    rm -f "$work/caches.tar.gz" "$folder/caches.tar.gz"
  fi
}

summary=()
not_done=0

note() {
  summary+=("| $1 | $2 | $3 | $4 |")
}

# part NAME LEAST MOST COMMAND...: runs a command if LEAST seconds are left, and ends it after MOST.
part() {
  local name="$1" least="$2" most="$3" begin="$SECONDS" left code=0 ended
  shift 3
  if [ -n "${ONLY:-}" ] && ! [[ "$name" =~ $ONLY ]]; then
    return 0
  fi
  left=$((budget - SECONDS))
  printf '\n## %s\n\n' "$name"
  if [ "$left" -lt "$least" ]; then
    printf '[%d s] LEFT OUT: %d s are left, and it needs about %d\n' "$begin" "$((left > 0 ? left : 0))" "$least"
    note "$name" "$begin" - 'left out'
    not_done=$((not_done + 1))
    return 0
  fi
  [ "$most" -le "$left" ] || most="$left"
  printf '[%d s] begins, %d s at most\n\n' "$begin" "$most"
  timeout --kill-after=5 "$most" "$@" < /dev/null || code=$?
  case "$code" in
    0) ended='done' ;;
    "$unavailable") ended='cannot run here' ;;
    "$missed") ended='missed its target' ;;
    124) ended="STOPPED after its $most s" ;;
    137) if [ $((SECONDS - begin)) -ge "$most" ]; then ended="STOPPED hard after its $most s"; else ended='KILLED, perhaps for memory'; fi ;;
    *) if [ "$code" -gt 128 ]; then ended="KILLED by signal $((code - 128))"; else ended="FAILED with exit code $code"; fi ;;
  esac
  [ "$code" -eq 0 ] || not_done=$((not_done + 1))
  printf '\n[%d s] %s: %s in %d s\n' "$SECONDS" "$name" "$ended" $((SECONDS - begin))
  note "$name" "$begin" $((SECONDS - begin)) "$ended"
  keep_caches
}

# ours NAME LEAST MOST ARGUMENT...: a part of DeviceCheck.
ours() {
  local name="$1" least="$2" most="$3"
  shift 3
  part "$name" "$least" "$most" "${java[@]}" "${check[@]}" "$folder" "$@"
}

# theirs NAME LEAST MOST ARGUMENT...: a part of device-check.py.
theirs() {
  local name="$1" least="$2" most="$3"
  shift 3
  [ "$pytorch" = there ] || return 0
  part "PyTorch, $name" "$least" "$most" python3 "$device/device-check.py" "$@"
}

run_parts() {
  ours 'Ceilings' 10 60 ceilings
  ours 'G1 bf16' 15 150 G1 bf16
  theirs 'G1 bf16' 10 60 G1 bf16
  ours 'G2 bf16' 15 170 G2 bf16
  theirs 'G2 bf16' 10 60 G2 bf16
  ours 'G3 bf16' 15 60 G3 bf16
  theirs 'G3 bf16' 10 45 G3 bf16
  ours 'G4 bf16' 15 110 G4 bf16
  theirs 'G4 bf16' 10 70 G4 bf16
  ours 'Loss curve bf16' 10 50 curve bf16 "$device/curve.txt"
  theirs 'ceilings' 10 40 ceilings
}

train_parts() {
  local seed
  local textbook=(--network FashionVgg11At224 --batch 128 --lr 0.05 --schedule constant)
  local best=(--network FashionVggDeep --batch 128 --augment --schedule cosine --lr 0.05 --weight-decay 0.0005)
  # The first run of a network chooses its kernels; the times that count are those of later ones.
  part 'Textbook, one epoch to fill the caches' 20 150 "$script" one-run - - - "${textbook[@]}" --epochs 1
  for seed in 1 2 3; do
    part "Textbook, seed $seed" 20 90 "$script" one-run 0.911 0.911 30 "${textbook[@]}" --epochs 10 --seed "$seed"
  done
  part 'Best recipe, one epoch to fill the caches' 15 60 "$script" one-run - - - "${best[@]}" --epochs 1
  part 'Best recipe' 20 110 "$script" one-run 0.94 0.945 - "${best[@]}" --epochs 60
  theirs 'G1 bf16 compiled' 30 110 G1 bf16 compiled
  theirs 'G3 bf16 compiled' 30 70 G3 bf16 compiled
  theirs 'G2 bf16 compiled' 40 130 G2 bf16 compiled
  theirs 'G4 bf16 compiled' 40 130 G4 bf16 compiled
}

rest_parts() {
  local work_name precision
  ours 'Ceilings' 10 60 ceilings
  ours 'Loss curve f32' 10 40 curve f32 "$device/curve.txt"
  ours 'Loss curve tf32' 10 40 curve tf32 "$device/curve.txt"
  # Correctness needs no search for the fastest plans.
  part 'Conformance' 20 130 "${java[@]}" -Dvgg.cuda.plans=quick "${check[@]}" "$folder" conformance
  for precision in tf32 f32; do
    for work_name in G1 G2 G3 G4; do
      ours "$work_name $precision" 15 110 "$work_name" "$precision"
      theirs "$work_name $precision" 10 60 "$work_name" "$precision"
    done
  done
}

# measure NAME: all parts of a command, and a table of what became of them.
measure() {
  local row
  printf '# device-check.sh %s\n\n' "$1"
  date -u '+%Y-%m-%d %H:%M:%S UTC'
  printf 'At most %d s in all\n\n' "$budget"
  gpu_state
  export XDG_CACHE_HOME="$work/cache" VGG_CHECK_WORK="$work" PYTHONUNBUFFERED=1
  unpack || return 1
  find_cuda
  pytorch=none
  if timeout 60 python3 -c 'import torch; print("PyTorch", torch.__version__)' 2> /dev/null; then
    pytorch=there
  else
    printf 'No Python with PyTorch here: nothing to compare with\n'
  fi
  "$1_parts"
  printf '\n## What became of the parts\n\n'
  gpu_state
  printf '\n| part | began, s | took, s | ended |\n|---|---|---|---|\n'
  for row in "${summary[@]}"; do
    printf '%s\n' "$row"
  done
  printf '\n%d s in all; %d of %d parts did not do what they should\n' "$SECONDS" "$not_done" "${#summary[@]}"
  [ "$not_done" -eq 0 ]
}

# Each line with the seconds since the command began; says when the mark is passed; keeps the line of JSON in a folder.
stamped() {
  local mark="$1" folder="$2" begin="${EPOCHREALTIME/[.,]/}" line now passed=no
  while IFS= read -r line; do
    now=$(((${EPOCHREALTIME/[.,]/} - begin) / 10000))
    printf '[%3d.%02d s] %s\n' $((now / 100)) $((now % 100)) "$line"
    # Four digits behind the point on both sides: letters compare as numbers do.
    if [ "$mark" != - ] && [ "$passed" = no ] && [[ "$line" =~ val_accuracy\ ([01]\.[0-9]+) ]] \
      && ! [[ "${BASH_REMATCH[1]}" < "$mark" ]]; then
      passed=yes
      printf '[%3d.%02d s] PASSED %s, the start of Java and of the engine counted in\n' $((now / 100)) $((now % 100)) "$mark"
    fi
    case "$line" in
      '{'*) printf '%s\n' "$line" > "$folder/json" ;;
      *'Engine cuda: unavailable'*) : > "$folder/unavailable" ;;
    esac
  done
}

# one-run MARK ACCURACY SECONDS ARGUMENT...: a training run that is held to a target.
one_run() {
  local mark="$1" accuracy="$2" seconds="$3" code=0 folder data="${DATA:-$device/data}"
  shift 3
  if [ ! -d "$data" ]; then
    printf 'There is no folder %s with images: name one with DATA, or pack it\n' "$data"
    return "$unavailable"
  fi
  folder="$(mktemp -d)"
  "${java[@]}" io.github.vgg4j.cli.Vgg train --engine cuda --data "$data" --precision bf16 --json \
    --out "$folder/weights.safetensors" "$@" 2>&1 | stamped "$mark" "$folder" || code="${PIPESTATUS[0]}"
  if [ "$code" -eq 0 ] && [ "$accuracy" != - ]; then
    judge "$accuracy" "$seconds" "$(cat "$folder/json")" || code="$missed"
  fi
  [ ! -f "$folder/unavailable" ] || code="$unavailable"
  rm -rf "$folder"
  return "$code"
}

value_of() {
  printf '%s\n' "$2" | sed -n 's/^{.*"'"$1"'":\([^,}]*\).*}$/\1/p'
}

# judge ACCURACY SECONDS JSON
judge() {
  awk -v accuracy="$(value_of val_accuracy "$3")" -v best="$(value_of best_val_accuracy "$3")" \
    -v seconds="$(value_of seconds "$3")" -v least="$1" -v most="$2" 'BEGIN {
      right = accuracy >= least ? "met" : "MISSED"
      soon = most == "-" || seconds < most ? "met" : "MISSED"
      printf("\nTest accuracy %.4f after the last epoch (best epoch %.4f), target %s: %s\n", accuracy, best, least, right)
      printf("Training took %.1f s, tests not counted%s\n", seconds, most == "-" ? "" : ", target under " most " s: " soon)
      exit right == "MISSED" || soon == "MISSED"
    }'
}

case "${1:-}" in
  -h | --help | help) usage ;;
  pack) [ $# -le 2 ] || { usage >&2; exit 2; }; pack "${2:-}" ;;
  run | train | rest)
    [ $# -eq 2 ] || { usage >&2; exit 2; }
    mkdir -p "$2"
    folder="$(cd "$2" && pwd -P)"
    # A part that fails is noted and ends nothing.
    { set +e; measure "$1"; } 2>&1 | tee "$folder/$1.md"
    ;;
  one-run) shift; one_run "$@" ;;
  *) usage >&2; exit 2 ;;
esac
