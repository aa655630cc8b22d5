#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Trains a tiny model from nothing on the five pictures of testdata, resumes, exports it, fits the coder's starting
# states, trains the decoder further on what the library writes, and codes a picture: the whole way in three minutes or so.
# PYTHON names the interpreter.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
home=$here/../..
python=${PYTHON:-python3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

train() {
    "$python" "$here/train.py" --data "$home/testdata/photos" --run "$folder/run" --channels 64 --encoder-width 32 \
        --encoder-blocks 1 --decoder-width 32 --decoder-blocks 1 --fine 16 --batch 8 --late-minutes 0 --warmup 20 \
        --log 20 --minutes "$1" --decay-minutes 0.5
}

train 0.6
train 1.2
"$python" "$here/score.py" "$folder/run/model.pt" --pictures "$home/testdata/photos" --points 3 --limit 2
"$python" "$here/export.py" "$folder/run/model.pt" "$folder/models/tiny" --id tiny --pictures "$folder/run/pictures" --quick
"$home/learned" train-priors "$folder/models/tiny" "$home/testdata/photos"
"$python" "$here/decoder.py" crops --data "$home/testdata/photos" --crops "$folder/crops" --count 12 --size 128
"$home/learned" train-latents "$folder/models/tiny" "$folder/crops"
"$python" "$here/decoder.py" train --model "$folder/models/tiny" --crops "$folder/crops" --run "$folder/decoder" \
    --minutes 0.3 --log 20
"$python" "$here/export.py" "$folder/decoder/model.pt" "$folder/models/finer" --id finer --pictures "$folder/run/pictures" \
    --encoder-of "$folder/models/tiny" --quick
"$home/learned" train-priors --keep-priors "$folder/models/finer" "$home/testdata/photos"
set -- "$home"/testdata/photos/*
"$home/learned" compress "$1" -o "$folder/out" -f nnz --model "$folder/models/finer" --metrics
