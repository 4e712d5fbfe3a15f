#!/usr/bin/env bash
# Checks and measures the CUDA engine on a machine with an NVIDIA GPU.
#
#   vgg-cuda/device-check.sh pack          builds vgg-cuda/target/device here: a small Java, the jars, a loss curve of the
#                                          CPU engine. Needs a JDK with jmods and Maven; takes a few minutes.
#   vgg-cuda/device-check.sh run FOLDER    on the machine with the GPU: conformance, tables, PyTorch on the same card.
#                                          Needs target/device alone, and a Python with PyTorch for the comparison.
#   vgg-cuda/device-check.sh train FOLDER  there too: the textbook experiment and our best recipe on Fashion-MNIST.
#                                          DATA names the folder with its four files.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
device="$root/vgg-cuda/target/device"

usage() {
  sed -n '2,/^set/{s/^# \{0,1\}//;/^set/d;p;}' "${BASH_SOURCE[0]}" >&2
  exit 2
}

pack() {
  # shellcheck disable=SC2086
  (cd "$root" && mvn -q -B -ntp -DskipTests -Dspotless.check.skip=true -Djacoco.skip=true ${VGG_MAVEN_OPTS:-} \
    package dependency:build-classpath -pl vgg-cuda,vgg-onednn,vgg-samples -am -Dmdep.includeScope=test \
    -Dmdep.outputFile=target/device.classpath)
  rm -rf "$device"
  mkdir -p "$device/jars" "$device/test-classes"
  tr ':' '\n' < "$root/vgg-cuda/target/device.classpath" \
    | grep -E '/(cuda|javacpp|jna|jspecify|junit|opentest4j|apiguardian|slf4j)[^/]*\.jar$' \
    | while read -r jar; do cp "$jar" "$device/jars/"; done
  cp "$root"/vgg-{annotations,runtime,cuda,cli,samples}/target/vgg-*-SNAPSHOT.jar "$device/jars/"
  cp "$root"/vgg-runtime/target/vgg-runtime-*-tests.jar "$device/jars/"
  # What the command needs.
  tr ':' '\n' < "$root/vgg-samples/target/launcher.classpath" | grep -E '/(picocli|jackson-core|progressbar|jline)[^/]*\.jar$' \
    | while read -r jar; do cp "$jar" "$device/jars/"; done
  cp -r "$root/vgg-cuda/target/test-classes/." "$device/test-classes/"
  cp "$root/vgg-cuda/device-check.py" "$device/"
  local home="${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}"
  "$home/bin/jlink" --add-modules java.base,java.logging,java.management,jdk.unsupported,java.xml \
    --strip-debug --no-man-pages --no-header-files --compress=2 --output "$device/java"
  printf 'Computing the loss curve of the CPU engine\n' >&2
  "$home/bin/java" -Xmx2g -cp "$device/test-classes:$device/jars/*:$(cat "$root/vgg-onednn/target/device.classpath"):$(ls \
    "$root"/vgg-onednn/target/vgg-onednn-*-SNAPSHOT.jar)" io.github.vgg4j.cuda.check.DeviceCheck curve "$device/curve.txt"
  du -sh "$device" >&2
}

java_here() {
  "$device/java/bin/java" -Xmx4g -XX:+UseSerialGC -cp "$device/test-classes:$device/jars/*" "$@"
}

run() {
  local folder="$1"
  mkdir -p "$folder"
  {
    nvidia-smi --query-gpu=name,driver_version,memory.total,clocks.max.sm --format=csv,noheader 2> /dev/null || printf 'No nvidia-smi here\n'
    date -u +%Y-%m-%d
    java_here io.github.vgg4j.cuda.check.Conformance || printf 'The conformance suite failed, see above\n'
    java_here io.github.vgg4j.cuda.check.DeviceCheck "$folder" "$device/curve.txt"
    if command -v python3 > /dev/null && python3 -c 'import torch' 2> /dev/null; then
      python3 "$device/device-check.py"
    else
      printf 'No Python with PyTorch here: nothing to compare with\n'
    fi
  } 2>&1 | tee "$folder/device-check.md"
}

train() {
  local folder="$1" data="${DATA:?DATA must name the folder with the four files of Fashion-MNIST}"
  mkdir -p "$folder"
  {
    for seed in 1 2 3; do
      printf '## The textbook experiment, seed %s\n' "$seed"
      java_here io.github.vgg4j.cli.Vgg train --engine cuda --network FashionVgg11At224 --data "$data" --epochs 10 --batch 128 \
        --lr 0.05 --schedule constant --precision bf16 --seed "$seed" --out "$folder/textbook-$seed.safetensors" --quiet --json
    done
    printf '## Our best recipe\n'
    java_here io.github.vgg4j.cli.Vgg train --engine cuda --network FashionVggSmall --data "$data" --epochs 40 --batch 512 \
      --augment --schedule cosine --lr 0.1 --precision bf16 --out "$folder/best.safetensors" --quiet --json
  } 2>&1 | tee "$folder/device-train.md"
  rm -f "$folder"/*.safetensors
}

case "${1:-}" in
  pack) pack ;;
  run) [ $# -eq 2 ] || usage; run "$2" ;;
  train) [ $# -eq 2 ] || usage; train "$2" ;;
  *) usage ;;
esac
